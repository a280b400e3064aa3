//! Writing an event in a few bytes: a code for its kind, and then only what the events before do not let expect.

use super::code::{Before, CODE_SHIFT, Code, difference};
use super::encode_parts::{Encoder, ROOM};
use crate::{Cause, Event, EventKind, Outcome, PlaceId, TaskId, WaitReason};

/// Writes an event, and returns its size in bytes.
#[inline(always)]
pub(super) fn encode(event: Event, before: &mut Before, room: &mut [u8; ROOM]) -> usize {
    let mut encoder = Encoder::new(before, room);
    encoder.time(event.at.as_micros());
    let code = encoder.kind(event.kind);
    encoder.finish((code as u8) << CODE_SHIFT)
}

impl Encoder<'_> {
    #[inline(always)]
    fn kind(&mut self, kind: EventKind) -> Code {
        match kind {
            EventKind::PassBegun { ready, timers } => {
                self.number(ready).rare([timers]);
                Code::PassBegun
            }
            EventKind::PassEnded {
                ready,
                timers,
                timeouts,
            } => {
                self.number(ready).rare([timers, timeouts]);
                Code::PassEnded
            }
            EventKind::Hopped => Code::Hopped,
            EventKind::TaskSpawned {
                task,
                parent,
                place,
                is_cleanup,
            } => {
                self.new_task(task).task_or_none(parent).place(place);
                match is_cleanup {
                    false => Code::TaskSpawned,
                    true => Code::CleanupSpawned,
                }
            }
            EventKind::CallScheduled {
                call,
                parent,
                after,
                place,
            } => {
                self.new_task(call).task_or_none(parent).place(place);
                self.delay(after);
                Code::CallScheduled
            }
            EventKind::TimeoutSet {
                task,
                timeout,
                after,
            } => {
                self.running(task).number(timeout).delay(after);
                Code::TimeoutSet
            }
            EventKind::TimeoutExpired { task, timeout } => {
                self.other(task).number(timeout);
                Code::TimeoutExpired
            }
            EventKind::TimeoutEnded { task, timeout } => {
                self.running(task).number(timeout);
                Code::TimeoutEnded
            }
            EventKind::TaskNamed { task, name } => {
                self.named(task).text(name);
                Code::TaskNamed
            }
            EventKind::TaskWoken { task, by } => self.woken(task, by),
            EventKind::PollBegun { task } => {
                self.running(task);
                self.before.running = task.number();
                Code::PollBegun
            }
            EventKind::PollEnded { task } => {
                self.running(task);
                Code::PollEnded
            }
            EventKind::Waits { task, on, place } => {
                self.running(task).place(place);
                self.wait(on)
            }
            EventKind::Awaits { task, on } => {
                self.running(task).awaited(on);
                Code::Awaits
            }
            EventKind::Retrieved { task, by } => {
                self.other(task).task_or_none(by);
                Code::Retrieved
            }
            EventKind::Unretrieved { task } => {
                self.other(task);
                Code::Unretrieved
            }
            EventKind::CancelRequested { task, by, why } => {
                self.other(task).task_or_none(by).text(why);
                Code::CancelRequested
            }
            EventKind::Uncancelled { task } => {
                self.running(task);
                Code::Uncancelled
            }
            EventKind::CleanupBegun { task } => {
                self.running(task);
                Code::CleanupBegun
            }
            EventKind::TaskEnded { task, end } => {
                self.running(task);
                self.end(end, [Code::TaskDone, Code::TaskFailed, Code::TaskCancelled])
            }
            EventKind::ResourceCreated {
                resource,
                kind,
                capacity,
                place,
            } => {
                self.resource(resource).byte(kind as u8);
                self.number(capacity).place(place);
                Code::ResourceCreated
            }
            EventKind::ResourceNamed { resource, name } => {
                self.resource(resource).text(name);
                Code::ResourceNamed
            }
            EventKind::ResourceChanged {
                resource,
                level,
                takers,
                putters,
            } => {
                self.resource(resource).number(level);
                self.rare([takers.into(), putters.into()]);
                Code::ResourceChanged
            }
            EventKind::LockHolderChanged {
                resource,
                by,
                waiters,
            } => {
                self.resource(resource).task_or_none(by).number(waiters);
                Code::LockHolderChanged
            }
            EventKind::Printed { task, text } => {
                self.task_or_none(task).text(text);
                Code::Printed
            }
            EventKind::Noted { task, text } => {
                self.task_or_none(task).text(text);
                Code::Noted
            }
            EventKind::PointRecorded { series, x, y } => {
                self.text(series).coordinate(x).coordinate(y);
                Code::PointRecorded
            }
            EventKind::Deadlocked => Code::Deadlocked,
            EventKind::Called { task, call } => {
                self.running(task).number(call);
                Code::Called
            }
            EventKind::CallbackRan { took, name, place } => {
                self.delay(took).text(name).place(place);
                Code::CallbackRan
            }
            EventKind::ThreadStarted {
                thread,
                parent,
                name,
                place,
                is_process,
            } => {
                self.new_task(thread).task_or_none(parent);
                self.text(name).place(place);
                match is_process {
                    false => Code::ThreadStarted,
                    true => Code::ProcessStarted,
                }
            }
            EventKind::ThreadEnded { thread, end } => {
                self.other(thread);
                let codes = [Code::ThreadDone, Code::ThreadFailed, Code::ThreadCancelled];
                self.end(end, codes)
            }
            EventKind::Chosen {
                choice,
                alternative,
            } => {
                self.number(choice).number(alternative);
                Code::Chosen
            }
            EventKind::Warned {
                warning,
                task,
                subject,
                place,
            } => {
                self.byte(warning as u8).task_or_none(task).text(subject);
                self.number(place.map_or(0, PlaceId::number));
                Code::Warned
            }
        }
    }

    #[inline(always)]
    fn woken(&mut self, task: TaskId, by: Cause) -> Code {
        let running = self.before.running;
        match by {
            Cause::Task(by) if by == task && by.number() == running => return Code::WokenByItself,
            _ => self.other(task),
        };
        match by {
            Cause::Task(by) if by.number() == running => Code::WokenByRunning,
            Cause::Task(by) => {
                self.number(difference(by.number(), running));
                Code::WokenByTask
            }
            Cause::Timer => Code::WokenByTimer,
            Cause::Callback => Code::WokenByCallback,
            Cause::Outside => Code::WokenByOutside,
        }
    }

    #[inline(always)]
    fn wait(&mut self, on: WaitReason) -> Code {
        match on {
            WaitReason::Turn => Code::WaitsForTurn,
            WaitReason::Timer(delay) => {
                self.delay(delay);
                Code::WaitsForTimer
            }
            WaitReason::Task(task) => {
                self.awaited(task);
                Code::WaitsForTask
            }
            WaitReason::Tasks(count) => {
                self.number(count);
                Code::WaitsForTasks
            }
            WaitReason::Resource(resource, op) => {
                self.resource(resource).byte(op as u8);
                Code::WaitsForResource
            }
            WaitReason::Io(text) => {
                self.text(text);
                Code::WaitsForIo
            }
            WaitReason::Future => Code::WaitsForFuture,
        }
    }

    #[inline(always)]
    fn end(&mut self, end: Outcome, [done, failed, cancelled]: [Code; 3]) -> Code {
        match end {
            Outcome::Done => done,
            Outcome::Failed(message) => {
                self.text(message);
                failed
            }
            Outcome::Cancelled => cancelled,
        }
    }
}
