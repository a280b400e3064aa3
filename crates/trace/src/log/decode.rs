//! Reading events back from their bytes.

use super::code::{CODE_SHIFT, Code, HAS_TIME, add_difference};
use super::decode_parts::Decoder;
use crate::time::Instant;
use crate::{
    Cause, Event, EventKind, Op, Outcome, PlaceId, ResourceKind, TaskId, WaitReason, Warning,
};
use strum::VariantArray;

impl Iterator for Decoder<'_> {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        if self.offset >= self.bytes.len() {
            return None;
        }
        let first = self.byte();
        if first & HAS_TIME != 0 {
            self.before.at = self.before.at.wrapping_add(self.long());
        }
        let code = *Code::VARIANTS.get(usize::from(first >> CODE_SHIFT))?;
        Some(Event {
            kind: self.kind(code, first)?,
            at: Instant::from_micros(self.before.at),
        })
    }
}

impl Decoder<'_> {
    /// What happened. `None` is impossible for what was encoded.
    fn kind(&mut self, code: Code, flags: u8) -> Option<EventKind> {
        Some(match code {
            Code::PassBegun => EventKind::PassBegun {
                ready: self.number(),
                timers: self.rare(flags),
            },
            Code::PassEnded => EventKind::PassEnded {
                ready: self.number(),
                timers: self.rare(flags),
                timeouts: self.rare(flags),
            },
            Code::Hopped => EventKind::Hopped,
            Code::TaskSpawned | Code::CleanupSpawned => EventKind::TaskSpawned {
                task: self.new_task(flags)?,
                parent: self.task_or_none(),
                place: self.place()?,
                is_cleanup: matches!(code, Code::CleanupSpawned),
            },
            Code::CallScheduled => EventKind::CallScheduled {
                call: self.new_task(flags)?,
                parent: self.task_or_none(),
                place: self.place()?,
                after: self.delay(),
            },
            Code::TimeoutSet => EventKind::TimeoutSet {
                task: self.running(flags)?,
                timeout: self.number(),
                after: self.delay(),
            },
            Code::TimeoutExpired => EventKind::TimeoutExpired {
                task: self.other(flags)?,
                timeout: self.number(),
            },
            Code::TimeoutEnded => EventKind::TimeoutEnded {
                task: self.running(flags)?,
                timeout: self.number(),
            },
            Code::TaskNamed => EventKind::TaskNamed {
                task: self.named(flags)?,
                name: self.text()?,
            },
            Code::WokenByItself => {
                let task = TaskId::from_number(self.before.running)?;
                let by = Cause::Task(task);
                EventKind::TaskWoken { task, by }
            }
            Code::WokenByRunning => EventKind::TaskWoken {
                task: self.other(flags)?,
                by: Cause::Task(TaskId::from_number(self.before.running)?),
            },
            Code::WokenByTask => EventKind::TaskWoken {
                task: self.other(flags)?,
                by: Cause::Task(TaskId::from_number(add_difference(
                    self.before.running,
                    self.number(),
                ))?),
            },
            Code::WokenByTimer => EventKind::TaskWoken {
                task: self.other(flags)?,
                by: Cause::Timer,
            },
            Code::WokenByCallback => EventKind::TaskWoken {
                task: self.other(flags)?,
                by: Cause::Callback,
            },
            Code::WokenByOutside => EventKind::TaskWoken {
                task: self.other(flags)?,
                by: Cause::Outside,
            },
            Code::PollBegun => {
                let task = self.running(flags)?;
                self.before.running = task.number();
                EventKind::PollBegun { task }
            }
            Code::PollEnded => EventKind::PollEnded {
                task: self.running(flags)?,
            },
            Code::WaitsForTurn
            | Code::WaitsForTimer
            | Code::WaitsForTask
            | Code::WaitsForTasks
            | Code::WaitsForResource
            | Code::WaitsForIo
            | Code::WaitsForFuture => EventKind::Waits {
                task: self.running(flags)?,
                place: self.place()?,
                on: self.wait(code)?,
            },
            Code::Awaits => EventKind::Awaits {
                task: self.running(flags)?,
                on: self.awaited()?,
            },
            Code::Retrieved => EventKind::Retrieved {
                task: self.other(flags)?,
                by: self.task_or_none(),
            },
            Code::Unretrieved => EventKind::Unretrieved {
                task: self.other(flags)?,
            },
            Code::CancelRequested => EventKind::CancelRequested {
                task: self.other(flags)?,
                by: self.task_or_none(),
                why: self.text()?,
            },
            Code::Uncancelled => EventKind::Uncancelled {
                task: self.running(flags)?,
            },
            Code::CleanupBegun => EventKind::CleanupBegun {
                task: self.running(flags)?,
            },
            Code::TaskDone | Code::TaskFailed | Code::TaskCancelled => EventKind::TaskEnded {
                task: self.running(flags)?,
                end: self.end(code)?,
            },
            Code::ResourceCreated => EventKind::ResourceCreated {
                resource: self.resource()?,
                kind: self.variant(ResourceKind::ALL)?,
                capacity: self.number(),
                place: self.place()?,
            },
            Code::ResourceNamed => EventKind::ResourceNamed {
                resource: self.resource()?,
                name: self.text()?,
            },
            Code::ResourceChanged => EventKind::ResourceChanged {
                resource: self.resource()?,
                level: self.number(),
                takers: self.rare(flags) as u16,
                putters: self.rare(flags) as u16,
            },
            Code::LockHolderChanged => EventKind::LockHolderChanged {
                resource: self.resource()?,
                by: self.task_or_none(),
                waiters: self.number(),
            },
            Code::Printed => EventKind::Printed {
                task: self.task_or_none(),
                text: self.text()?,
            },
            Code::Noted => EventKind::Noted {
                task: self.task_or_none(),
                text: self.text()?,
            },
            Code::PointRecorded => EventKind::PointRecorded {
                series: self.text()?,
                x: self.coordinate(),
                y: self.coordinate(),
            },
            Code::Deadlocked => EventKind::Deadlocked,
            Code::Called => EventKind::Called {
                task: self.running(flags)?,
                call: self.number(),
            },
            Code::CallbackRan => EventKind::CallbackRan {
                took: self.delay(),
                name: self.text()?,
                place: self.place()?,
            },
            Code::ThreadStarted | Code::ProcessStarted => EventKind::ThreadStarted {
                thread: self.new_task(flags)?,
                parent: self.task_or_none(),
                name: self.text()?,
                place: self.place()?,
                is_process: matches!(code, Code::ProcessStarted),
            },
            Code::ThreadDone | Code::ThreadFailed | Code::ThreadCancelled => {
                EventKind::ThreadEnded {
                    thread: self.other(flags)?,
                    end: self.end(code)?,
                }
            }
            Code::Chosen => EventKind::Chosen {
                choice: self.number(),
                alternative: self.number(),
            },
            Code::Warned => EventKind::Warned {
                warning: self.variant(Warning::ALL)?,
                task: self.task_or_none(),
                subject: self.text()?,
                place: PlaceId::from_number(self.number()),
            },
        })
    }

    fn wait(&mut self, code: Code) -> Option<WaitReason> {
        Some(match code {
            Code::WaitsForTurn => WaitReason::Turn,
            Code::WaitsForTimer => WaitReason::Timer(self.delay()),
            Code::WaitsForTask => WaitReason::Task(self.awaited()?),
            Code::WaitsForTasks => WaitReason::Tasks(self.number()),
            Code::WaitsForResource => {
                WaitReason::Resource(self.resource()?, self.variant(Op::ALL)?)
            }
            Code::WaitsForIo => WaitReason::Io(self.text()?),
            _ => WaitReason::Future,
        })
    }

    fn end(&mut self, code: Code) -> Option<Outcome> {
        Some(match code {
            Code::TaskFailed | Code::ThreadFailed => Outcome::Failed(self.text()?),
            Code::TaskCancelled | Code::ThreadCancelled => Outcome::Cancelled,
            _ => Outcome::Done,
        })
    }
}
