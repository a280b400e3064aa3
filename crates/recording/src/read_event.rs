//! Reads one event of a recording.

use super::format::{CLEANUP, PROCESS};
use super::read_fields::{Fields, Found};
use crate::json_reader::JsonReader;
use coroscope_trace::{
    Cause, Coordinate, EventKind, Op, Outcome, OutcomeKind, ResourceKind, WaitReason,
};
use coroscope_wording::{text, tr};

const TIMEOUT: &str = text!("the number of the timeout");

/// The microseconds since the previous event, and what happened.
pub(super) fn event(scan: &mut JsonReader) -> Found<(i64, EventKind)> {
    let list = scan.enter(b'[', text!("an event, as a list such as [250,\"poll\",1]"))?;
    let mut fields = Fields { scan, list };
    let micros = fields.integer(text!("the event's time in microseconds"))?;
    let kind = fields.kind()?;
    if fields.scan.more(&mut fields.list)? {
        return Err(fields.scan.fault(tr!("this event has too many fields")));
    }
    Ok((micros, kind))
}

impl<'a> Fields<'_, 'a> {
    fn kind(&mut self) -> Found<EventKind> {
        let word = self.word(text!("the name of the event, such as \"spawn\""))?;
        Ok(match &*word {
            "pass" => EventKind::PassBegun {
                ready: self.count(text!("the number of ready tasks"))?,
                timers: self.count(text!("the number of pending timers"))?,
            },
            "passed" => EventKind::PassEnded {
                ready: self.count(text!("the number of ready tasks"))?,
                timers: self.count(text!("the number of pending timers"))?,
                timeouts: self.count_or_none(text!("the number of timers for timeouts"))?,
            },
            "uncancel" => EventKind::Uncancelled { task: self.task()? },
            "deadlock" => EventKind::Deadlocked,
            "call" => EventKind::Called {
                task: self.task()?,
                call: self.count(text!("the number of the call"))?,
            },
            "callback" => EventKind::CallbackRan {
                took: self.delay()?,
                name: self.text()?,
                place: self.place()?,
            },
            "thread" => EventKind::ThreadStarted {
                thread: self.task()?,
                parent: self.task_or_null(text!("the requesting task, as a number or null"))?,
                name: self.text()?,
                place: self.place()?,
                is_process: self.ends_with(PROCESS, text!("\"process\", or nothing"))?,
            },
            "thread-end" => EventKind::ThreadEnded {
                thread: self.task()?,
                end: self.end()?,
            },
            "choose" => EventKind::Chosen {
                choice: self.count(text!("the number of the choice"))?,
                alternative: self.count(text!("the number of the alternative"))?,
            },
            "warn" => EventKind::Warned {
                warning: self.warning()?,
                task: self.task_or_null(text!("the task, as a number or null"))?,
                subject: self.text()?,
                place: match self.scan.more(&mut self.list)? {
                    true => Some(self.place_here()?),
                    false => None,
                },
            },
            "await" => EventKind::Awaits {
                task: self.task()?,
                on: self.task()?,
            },
            "retrieve" => EventKind::Retrieved {
                task: self.task()?,
                by: self.task_or_null(text!("the retrieving task, as a number or null"))?,
            },
            "unretrieved" => EventKind::Unretrieved { task: self.task()? },
            "hop" => EventKind::Hopped,
            "spawn" => EventKind::TaskSpawned {
                task: self.task()?,
                parent: self.task_or_null(text!("the parent's number, or null"))?,
                place: self.place()?,
                is_cleanup: self.ends_with(CLEANUP, text!("\"cleanup\", or nothing"))?,
            },
            "schedule" => EventKind::CallScheduled {
                call: self.task()?,
                parent: self.task_or_null(text!("the scheduling task, as a number or null"))?,
                place: self.place()?,
                after: self.delay_or_unknown()?,
            },
            "timeout" => EventKind::TimeoutSet {
                task: self.task()?,
                timeout: self.count(TIMEOUT)?,
                after: self.delay()?,
            },
            "timeout-expired" => EventKind::TimeoutExpired {
                task: self.task()?,
                timeout: self.count(TIMEOUT)?,
            },
            "timeout-end" => EventKind::TimeoutEnded {
                task: self.task()?,
                timeout: self.count(TIMEOUT)?,
            },
            "name" => EventKind::TaskNamed {
                task: self.task()?,
                name: self.text()?,
            },
            "wake" => EventKind::TaskWoken {
                task: self.task()?,
                by: self.cause()?,
            },
            "poll" => EventKind::PollBegun { task: self.task()? },
            "pause" => EventKind::PollEnded { task: self.task()? },
            "wait" => {
                let (task, place) = (self.task()?, self.place()?);
                let on = self.wait()?;
                EventKind::Waits { task, on, place }
            }
            "cancel" => EventKind::CancelRequested {
                task: self.task()?,
                by: self.task_or_null(text!("the cancelling task, as a number or null"))?,
                why: self.text()?,
            },
            "clean" => EventKind::CleanupBegun { task: self.task()? },
            "end" => EventKind::TaskEnded {
                task: self.task()?,
                end: self.end()?,
            },
            "make" => EventKind::ResourceCreated {
                resource: self.resource()?,
                kind: self.resource_kind()?,
                capacity: self.count(text!("the capacity"))?,
                place: self.place()?,
            },
            "label" => EventKind::ResourceNamed {
                resource: self.resource()?,
                name: self.text()?,
            },
            "level" => EventKind::ResourceChanged {
                resource: self.resource()?,
                level: self.count(text!("the level"))?,
                takers: self.waiters(text!("the number of tasks waiting to take"))?,
                putters: self.waiters(text!("the number of tasks waiting to put"))?,
            },
            "hold" => EventKind::LockHolderChanged {
                resource: self.resource()?,
                by: self.task_or_null(text!("the holder's number, or null"))?,
                waiters: self.count(text!("the number of waiting tasks"))?,
            },
            "print" => EventKind::Printed {
                task: self.task_or_null(text!("the printing task, as a number or null"))?,
                text: self.text()?,
            },
            "note" => EventKind::Noted {
                task: self.task_or_null(text!("the task it is about, as a number or null"))?,
                text: self.text()?,
            },
            "point" => EventKind::PointRecorded {
                series: self.text()?,
                x: self.coordinate(text!("the point's x in thousandths"))?,
                y: self.coordinate(text!("the point's y in thousandths"))?,
            },
            other => {
                return self.unknown(other, text!("an event, such as \"spawn\" or \"poll\""));
            }
        })
    }

    /// Whether there is one more field, which can only be this word.
    fn ends_with(&mut self, word: &str, wanted: &'static str) -> Found<bool> {
        if !self.scan.more(&mut self.list)? {
            return Ok(false);
        }
        match &*self.scan.string(wanted)? {
            found if found == word => Ok(true),
            other => self.unknown(other, wanted),
        }
    }

    fn coordinate(&mut self, wanted: &'static str) -> Found<Coordinate> {
        self.integer(wanted).map(Coordinate::from_thousandths)
    }

    fn cause(&mut self) -> Found<Cause> {
        let wanted = text!("what woke the task: a number, \"timer\", \"callback\" or \"outside\"");
        self.next(wanted)?;
        if self.scan.peek()? != b'"' {
            return Ok(Cause::Task(self.task_here(wanted)?));
        }
        let word = self.scan.string(wanted)?;
        match &*word {
            "timer" => Ok(Cause::Timer),
            "callback" => Ok(Cause::Callback),
            "outside" => Ok(Cause::Outside),
            other => self.unknown(other, wanted),
        }
    }

    fn wait(&mut self) -> Found<WaitReason> {
        let wanted = text!("what the task waits for, such as \"timer\" or \"get\"");
        let word = self.word(wanted)?;
        Ok(match &*word {
            "turn" => WaitReason::Turn,
            "timer" => WaitReason::Timer(self.delay_or_unknown()?),
            "future" => WaitReason::Future,
            "task" => WaitReason::Task(self.task()?),
            "tasks" => WaitReason::Tasks(self.count(text!("the number of tasks"))?),
            "io" => WaitReason::Io(self.text()?),
            name => match Op::ALL.iter().find(|op| op.name() == name) {
                Some(op) => WaitReason::Resource(self.resource()?, *op),
                None => return self.unknown(name, wanted),
            },
        })
    }

    fn end(&mut self) -> Found<Outcome> {
        let wanted = text!("how the task ended: \"done\", \"failed\" or \"cancelled\"");
        let word = self.word(wanted)?;
        match OutcomeKind::ALL.iter().find(|kind| kind.name() == word) {
            Some(OutcomeKind::Done) => Ok(Outcome::Done),
            Some(OutcomeKind::Failed) => Ok(Outcome::Failed(self.text()?)),
            Some(OutcomeKind::Cancelled) => Ok(Outcome::Cancelled),
            None => self.unknown(&word, wanted),
        }
    }

    fn resource_kind(&mut self) -> Found<ResourceKind> {
        let wanted = text!("the kind of resource, such as \"Queue\" or \"Lock\"");
        let word = self.word(wanted)?;
        match ResourceKind::ALL.iter().find(|kind| kind.name() == word) {
            Some(kind) => Ok(*kind),
            None => self.unknown(&word, wanted),
        }
    }
}
