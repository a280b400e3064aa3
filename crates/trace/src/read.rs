//! Adding events to the model, one after the other.

use super::count::saturating_u16;
use super::event::{Event, EventKind};
use super::id::{PlaceId, TaskId, TextId};
use super::level::Level;
use super::model::{
    LONG_POLL, LongCallback, LongPoll, MadeChoice, Model, PrintedLine, RecordedPoint,
    ReportedWarning,
};
use super::passes::Pass;
use super::reason::Cause;
use super::span::{Waited, WokenBy};
use super::task_state::{TaskState, WaitKind};
use super::track::{Awaited, AwaitedBy, CancelRequest, TimeLimit};
use crate::time::Instant;

impl Model {
    /// Adds the event with sequence number `seq`. Events must be added in order.
    pub(super) fn apply(&mut self, seq: u64, event: &Event) {
        self.next = seq + 1;
        self.now = self.now.max(event.at);
        let at = self.now;
        match event.kind {
            EventKind::PassBegun { ready, timers } => self.begin_pass(Pass {
                from: at,
                to: None,
                seq,
                ready,
                timers,
                ready_after: 0,
                timers_after: 0,
                timeouts_after: 0,
            }),
            EventKind::PassEnded {
                ready,
                timers,
                timeouts,
            } => {
                if let Some(pass) = self.passes.last_mut() {
                    (pass.to, pass.ready_after, pass.timers_after) = (Some(at), ready, timers);
                    pass.timeouts_after = timeouts;
                }
            }
            EventKind::Hopped => self.hops.push(at),
            EventKind::TaskSpawned {
                task,
                parent,
                place,
                is_cleanup,
            } => {
                self.spawned(at, seq, task, parent, place);
                self.track(task).is_cleanup = is_cleanup;
            }
            EventKind::CallScheduled {
                call,
                parent,
                after,
                place,
            } => {
                self.spawned(at, seq, call, parent, place);
                self.scheduled_calls += 1;
                self.track(call).schedule(at, seq, after, place);
            }
            EventKind::TimeoutSet {
                task,
                timeout,
                after,
            } => self.track(task).limits.push(TimeLimit {
                number: timeout,
                set: at,
                deadline: at + after.get().unwrap_or_default(),
                expired: None,
                ended: None,
            }),
            EventKind::TimeoutExpired { task, timeout } => {
                if let Some(limit) = self.track(task).limit(timeout) {
                    limit.expired = Some(at);
                }
            }
            EventKind::TimeoutEnded { task, timeout } => {
                if let Some(limit) = self.track(task).limit(timeout) {
                    limit.ended = Some(at);
                }
            }
            EventKind::TaskNamed { task, name } => self.track(task).name = Some(name),
            EventKind::TaskWoken { task, by } => self.woken(at, seq, task, by),
            EventKind::PollBegun { task } => {
                self.polling = Some(LongPoll {
                    task,
                    from: at,
                    to: at,
                    seq,
                });
                self.track(task).spans.enter(at, seq, TaskState::Running);
            }
            EventKind::PollEnded { task } => {
                self.record_long_poll(at, task);
                self.poll_ended(at, seq, task);
            }
            EventKind::Waits { task, on, place } => {
                self.track(task).add_wait(seq, Waited { on, place });
            }
            EventKind::Awaits { task, on } => {
                self.track(task).awaits.push(Awaited { at, seq, on });
                let by = AwaitedBy { at, seq, by: task };
                self.track(on).awaited_by.push(by);
            }
            EventKind::Retrieved { task, by } => {
                let track = self.track(task);
                track.retrieved.get_or_insert(at);
                track.retrieved_by = track.retrieved_by.or(by);
            }
            EventKind::Unretrieved { task } => self.track(task).unretrieved = Some(at),
            EventKind::CancelRequested { task, by, why } => {
                self.track(task)
                    .cancels
                    .push(CancelRequest { at, seq, by, why });
            }
            EventKind::Uncancelled { task } => {
                let track = self.track(task);
                track.uncancels.push((at, seq));
                // A script's task takes the request of its timeout back when the work under it has ended.
                let open =
                    |limit: &&mut TimeLimit| limit.expired.is_some() && limit.ended.is_none();
                if let Some(limit) = track.limits.iter_mut().rev().find(open) {
                    limit.ended = Some(at);
                }
            }
            EventKind::CleanupBegun { task } => {
                // The dropped future may have woken the task itself, which counts when its poll ends.
                let spans = &mut self.track(task).spans;
                let woken_by = spans.last().and_then(|span| span.woken_by);
                spans.enter(at, seq, TaskState::Running);
                spans.set_cleanup();
                spans.set_woken_by(woken_by);
            }
            EventKind::TaskEnded { task, end } => {
                self.record_long_poll(at, task);
                let track = self.track(task);
                track.spans.set_end(at);
                (track.end, track.end_seq) = (Some((at, end)), Some(seq));
            }
            EventKind::ResourceCreated {
                resource,
                kind,
                capacity,
                place,
            } => {
                let track = self.resource_track(resource);
                (track.kind, track.capacity, track.place, track.created) =
                    (kind, capacity, Some(place), at);
            }
            EventKind::ResourceNamed { resource, name } => {
                self.resource_track(resource).name = Some(name)
            }
            EventKind::ResourceChanged {
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
            EventKind::LockHolderChanged {
                resource,
                by,
                waiters,
            } => {
                self.resource_track(resource).push(Level {
                    at,
                    seq,
                    level: u32::from(by.is_some()),
                    takers: saturating_u16(waiters),
                    putters: 0,
                    holder: by,
                });
            }
            EventKind::Printed { task, text } => self.printed.push(PrintedLine {
                at,
                seq,
                task,
                text,
            }),
            EventKind::Noted { task, text } => self.notes.push(PrintedLine {
                at,
                seq,
                task,
                text,
            }),
            EventKind::PointRecorded { series, x, y } => {
                self.points.push(RecordedPoint { seq, series, x, y });
            }
            EventKind::Deadlocked => self.deadlocks.push((at, seq)),
            EventKind::Called { task, call } => self.track(task).calls.push((seq, call)),
            EventKind::CallbackRan { took, name, place } => {
                let took = took.get().unwrap_or_default();
                self.callbacks.push(LongCallback {
                    from: Instant::ZERO + (at - Instant::ZERO).saturating_sub(took),
                    to: at,
                    seq,
                    name,
                    place,
                });
            }
            EventKind::ThreadStarted {
                thread,
                parent,
                name,
                place,
                is_process,
            } => {
                self.spawned(at, seq, thread, parent, place);
                self.thread_started(at, seq, thread, name);
                self.track(thread).is_process = is_process;
            }
            EventKind::ThreadEnded { thread, end } => {
                let track = self.track(thread);
                track.spans.set_end(at);
                (track.end, track.end_seq) = (Some((at, end)), Some(seq));
            }
            EventKind::Chosen {
                choice,
                alternative,
            } => self.choices.push(MadeChoice {
                at,
                seq,
                choice,
                alternative,
            }),
            EventKind::Warned {
                warning,
                task,
                subject,
                place,
            } => self.warnings.push(ReportedWarning {
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
        track.spans.enter(at, seq, TaskState::Ready);
        track.spans.set_woken_by(Some(WokenBy::Spawn(parent)));
    }

    /// A thread is in the state `Running` from its start to its end.
    fn thread_started(&mut self, at: Instant, seq: u64, thread: TaskId, name: TextId) {
        self.threads += 1;
        let track = self.track(thread);
        (track.is_thread, track.name) = (true, Some(name));
        track.spans.enter(at, seq, TaskState::Running);
    }

    fn woken(&mut self, at: Instant, seq: u64, task: TaskId, by: Cause) {
        let spans = &mut self.track(task).spans;
        let Some(span) = spans.last() else {
            return spans.enter(at, seq, TaskState::Ready);
        };
        let by = Some(WokenBy::new(by, span.waited.map(|waited| waited.on)));
        match span.state {
            TaskState::Waiting(_) => {
                spans.set_woken_by(by);
                spans.enter(at, seq, TaskState::Ready);
                spans.set_woken_by(by);
            }
            // Stored until the end of the poll, when the task goes back to the ready queue.
            TaskState::Running => spans.set_woken_by(by),
            TaskState::Ready => {}
        }
    }

    fn poll_ended(&mut self, at: Instant, seq: u64, task: TaskId) {
        let track = self.track(task);
        let Some(poll) = track.spans.last() else {
            return;
        };
        let last_wait = track.last_wait.filter(|(wait, _)| *wait > poll.seq);
        let new_wait = last_wait.map(|(_, waited)| waited);
        let next = match poll.woken_by {
            Some(_) => TaskState::Ready,
            None => {
                let waited = new_wait.or(poll.waited);
                TaskState::Waiting(WaitKind::of(waited.map(|waited| waited.on)))
            }
        };
        track.spans.enter(at, seq, next);
        if let Some(waited) = new_wait {
            track.spans.set_waited(waited);
        }
        track.spans.set_woken_by(poll.woken_by);
    }

    fn record_long_poll(&mut self, to: Instant, task: TaskId) {
        let Some(poll) = self.polling.take_if(|poll| poll.task == task) else {
            return;
        };
        if to - poll.from >= LONG_POLL {
            self.long_polls.push(LongPoll { to, ..poll });
        }
    }
}
