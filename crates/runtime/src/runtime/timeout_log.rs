//! What the log says about timeouts and named callbacks.

use super::core::Core;
use core::panic::Location;
use coroscope_trace::time::Instant;
use coroscope_trace::{Delay, EventKind, TaskId};

/// A timeout in the log.
#[derive(Clone, Copy)]
pub(crate) struct LoggedTimeout {
    task: TaskId,
    number: u32,
}

impl Core {
    /// Records that the running task set a time limit at `when`. `None` if no task is running, or nothing is recorded.
    pub(crate) fn record_timeout(&self, when: Instant) -> Option<LoggedTimeout> {
        let task = self.current().filter(|_| self.is_recording())?;
        let number = self.recorder.next_timeout();
        let after = Delay::of(when - self.tick());
        self.record(EventKind::TimeoutSet {
            task,
            timeout: number,
            after,
        });
        Some(LoggedTimeout { task, number })
    }

    /// Records that the limit was reached.
    pub(crate) fn record_timeout_expired(&self, timeout: LoggedTimeout) {
        self.tick();
        self.record(EventKind::TimeoutExpired {
            task: timeout.task,
            timeout: timeout.number,
        });
    }

    /// Records that the work under the limit has ended.
    pub(crate) fn record_timeout_end(&self, timeout: LoggedTimeout) {
        self.tick();
        self.record(EventKind::TimeoutEnded {
            task: timeout.task,
            timeout: timeout.number,
        });
    }

    /// Records that a callback was scheduled for `when`, or for the next pass. Returns its number in the log; `None` if
    /// nothing is recorded.
    pub(super) fn record_call(
        &self,
        name: &str,
        when: Option<Instant>,
        place: &'static Location<'static>,
    ) -> Option<TaskId> {
        if !self.is_recording() {
            return None;
        }
        let now = self.tick();
        let (call, parent) = (self.tasks.next_id(), self.current());
        let after = when.map_or(Delay::UNKNOWN, |when| Delay::of(when - now));
        self.record_at(place, |place| EventKind::CallScheduled {
            call,
            parent,
            after,
            place,
        });
        self.record_with(|log| EventKind::TaskNamed {
            task: call,
            name: log.intern(name),
        });
        Some(call)
    }
}
