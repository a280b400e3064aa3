//! Reading events into the model, one after the other.

use super::event::{Cause, End, Event, What};
use super::id::{PlaceId, TaskId, TextId};
use super::model::{LONG_POLL, Line, LongCallback, LongPoll, Model, Pass, Warned};
use super::track::{
    Awaited, AwaitedBy, CancelRequest, Level, Outcome, State, TaskTrack, Waited, WokenBy,
};
use crate::time::Instant;

impl Model {
    /// Takes in the event with sequence number `seq`, which comes after all before.
    pub(super) fn apply(&mut self, seq: u64, event: &Event) {
        self.next = seq + 1;
        self.now = self.now.max(event.at);
        let at = self.now;
        match event.what {
            What::PassBegun { ready, timers } => self.begin_pass(Pass {
                from: at,
                to: None,
                seq,
                ready,
                timers,
                ready_after: 0,
                timers_after: 0,
                timeouts_after: 0,
            }),
            What::PassEnded {
                ready,
                timers,
                timeouts,
            } => {
                if let Some(pass) = self.passes.last_mut() {
                    (pass.to, pass.ready_after, pass.timers_after) = (Some(at), ready, timers);
                    pass.timeouts_after = timeouts;
                }
            }
            What::Hopped => self.hops.push(at),
            What::Spawned {
                task,
                parent,
                place,
            } => self.spawned(at, seq, task, parent, place),
            What::Named { task, name } => self.track(task).name = Some(name),
            What::Woken { task, by } => self.woken(at, seq, task, by),
            What::PollBegun { task } => {
                self.polling = Some(LongPoll {
                    task,
                    from: at,
                    to: at,
                    seq,
                });
                self.track(task).spans.enter(at, seq, State::Running);
            }
            What::PollEnded { task } => {
                self.keep_long_poll(at, task);
                self.poll_ended(at, seq, task);
            }
            What::Waits { task, on, place } => {
                self.track(task).tell(seq, Waited { on, place });
            }
            What::Awaits { task, on } => {
                self.track(task).awaits.push(Awaited { at, seq, on });
                let by = AwaitedBy { at, seq, by: task };
                self.track(on).awaited_by.push(by);
            }
            What::Retrieved { task, by } => {
                let track = self.track(task);
                track.retrieved.get_or_insert(at);
                track.retrieved_by = track.retrieved_by.or(by);
            }
            What::Unretrieved { task } => self.track(task).unretrieved = Some(at),
            What::CancelRequested { task, by, why } => {
                self.track(task)
                    .cancels
                    .push(CancelRequest { at, seq, by, why });
            }
            What::Uncancelled { task } => self.track(task).uncancels.push((at, seq)),
            What::CleanupBegun { task } => {
                // What was dropped may have woken the task itself, which counts when its poll ends.
                let spans = &mut self.track(task).spans;
                let woken_by = spans.last().and_then(|span| span.woken_by);
                spans.enter(at, seq, State::Running);
                spans.set_cleanup();
                spans.set_woken_by(woken_by);
            }
            What::Ended { task, end } => {
                self.keep_long_poll(at, task);
                let track = self.track(task);
                track.spans.set_end(at);
                (track.end, track.end_seq) = (Some((at, end.into())), Some(seq));
            }
            What::Made {
                resource,
                kind,
                capacity,
                place,
            } => {
                let track = self.resource_track(resource);
                (track.kind, track.capacity, track.place, track.made) =
                    (kind, capacity, Some(place), at);
            }
            What::Labelled { resource, name } => self.resource_track(resource).name = Some(name),
            What::Changed {
                resource,
                level,
                takers,
                putters,
            } => {
                self.resource_track(resource).push(Level {
                    at,
                    seq,
                    level,
                    takers,
                    putters,
                    holder: None,
                });
            }
            What::Held {
                resource,
                by,
                waiters,
            } => {
                self.resource_track(resource).push(Level {
                    at,
                    seq,
                    level: u32::from(by.is_some()),
                    takers: u16::try_from(waiters).unwrap_or(u16::MAX),
                    putters: 0,
                    holder: by,
                });
            }
            What::Printed { task, text } => self.printed.push(Line {
                at,
                seq,
                task,
                text,
            }),
            What::Noted { task, text } => self.notes.push(Line {
                at,
                seq,
                task,
                text,
            }),
            What::Deadlocked => self.deadlocks.push((at, seq)),
            What::Called { task, call } => self.track(task).calls.push((seq, call)),
            What::CallbackRan { took, name, place } => {
                let took = took.get().unwrap_or_default();
                self.callbacks.push(LongCallback {
                    from: Instant::ZERO + (at - Instant::ZERO).saturating_sub(took),
                    to: at,
                    seq,
                    name,
                    place,
                });
            }
            What::ThreadStarted {
                thread,
                parent,
                name,
                place,
            } => self.thread_started(at, seq, (thread, parent), name, place),
            What::ThreadEnded { thread, end } => {
                let track = self.track(thread);
                track.spans.set_end(at);
                (track.end, track.end_seq) = (Some((at, end.into())), Some(seq));
            }
            What::Warned {
                warning,
                task,
                subject,
                place,
            } => self.warnings.push(Warned {
                at,
                seq,
                warning,
                task,
                subject,
                place,
            }),
        }
    }

    fn spawned(
        &mut self,
        at: Instant,
        seq: u64,
        task: TaskId,
        parent: Option<TaskId>,
        place: PlaceId,
    ) {
        let depth = parent
            .and_then(|parent| self.task(parent))
            .map_or(0, |parent| parent.depth + 1);
        let track = self.track(task);
        (track.parent, track.depth, track.place, track.spawned) = (parent, depth, Some(place), at);
        track.spans.enter(at, seq, State::Ready);
        track.spans.set_woken_by(Some(WokenBy::Spawn(parent)));
    }

    /// A thread runs from its beginning to its end, whatever the loop does.
    fn thread_started(
        &mut self,
        at: Instant,
        seq: u64,
        (thread, parent): (TaskId, Option<TaskId>),
        name: TextId,
        place: PlaceId,
    ) {
        self.spawned(at, seq, thread, parent, place);
        self.threads += 1;
        let track = self.track(thread);
        (track.is_thread, track.name) = (true, Some(name));
        track.spans.enter(at, seq, State::Running);
    }

    fn woken(&mut self, at: Instant, seq: u64, task: TaskId, by: Cause) {
        let spans = &mut self.track(task).spans;
        let Some(span) = spans.last() else {
            return spans.enter(at, seq, State::Ready);
        };
        let by = Some(WokenBy::new(by, span.waited.map(|waited| waited.on)));
        match span.state {
            State::Waiting => {
                spans.set_woken_by(by);
                spans.enter(at, seq, State::Ready);
                spans.set_woken_by(by);
            }
            // Kept until the poll's end decides whether the task goes back to the ready queue.
            State::Running => spans.set_woken_by(by),
            State::Ready => {}
        }
    }

    fn poll_ended(&mut self, at: Instant, seq: u64, task: TaskId) {
        let track = self.track(task);
        let Some(poll) = track.spans.last() else {
            return;
        };
        let told = track.told.filter(|(told, _)| *told > poll.seq);
        let next = match poll.woken_by {
            Some(_) => State::Ready,
            None => State::Waiting,
        };
        track.spans.enter(at, seq, next);
        if let Some((_, waited)) = told {
            track.spans.set_waited(waited);
        }
        track.spans.set_woken_by(poll.woken_by);
    }

    fn keep_long_poll(&mut self, to: Instant, task: TaskId) {
        let Some(poll) = self.polling.take_if(|poll| poll.task == task) else {
            return;
        };
        if to - poll.from >= LONG_POLL {
            self.long_polls.push(LongPoll { to, ..poll });
        }
    }
}

impl TaskTrack {
    /// Keeps what a poll told last; and everything, where it told more than one thing.
    fn tell(&mut self, seq: u64, waited: Waited) {
        let poll = self.spans.last().map_or(0, |span| span.seq);
        let before = self.told.replace((seq, waited));
        if let Some(before) = before.filter(|(seq, _)| *seq > poll) {
            if self.waits.last() != Some(&before) {
                self.waits.push(before);
            }
            self.waits.push((seq, waited));
        }
    }
}

impl From<End> for Outcome {
    fn from(end: End) -> Outcome {
        match end {
            End::Value => Outcome::Done,
            End::Error(text) => Outcome::Failed(text),
            End::Cancelled => Outcome::Cancelled,
        }
    }
}
