//! A timer that wakes a task, used by sleeps and timeouts.

use crate::runtime::{self, Core, Purpose, TimerAction, TimerKey};
use core::task::{Context, Waker};
use coroscope_trace::time::{Duration, Instant};
use std::rc::Rc;

/// A timer that wakes a task. Dropping it removes it from the loop.
pub(super) struct Timer {
    core: Rc<Core>,
    key: TimerKey,
}

impl Timer {
    /// Wakes `waker` at `when`, or in the next pass if that has passed.
    pub(super) fn new(when: Instant, waker: &Waker) -> Timer {
        Timer::insert(when, waker, Purpose::Wake)
    }

    /// [`new`](Timer::new) for the deadline of a timeout.
    pub(super) fn for_timeout(when: Instant, waker: &Waker) -> Timer {
        Timer::insert(when, waker, Purpose::Timeout)
    }

    fn insert(when: Instant, waker: &Waker, purpose: Purpose) -> Timer {
        let core = runtime::current("a timer");
        let action = TimerAction::Wake(waker.clone());
        let key = if when <= core.tick() {
            core.scheduler.insert_due_timer(action)
        } else {
            core.scheduler.insert_timer(when, action, purpose)
        };
        Timer { core, key }
    }

    pub(super) fn has_fired(&self) -> bool {
        !self.core.scheduler.is_timer_armed(self.key)
    }

    /// Replaces the waker. False if the timer has fired.
    pub(super) fn set_waker(&self, waker: &Waker) -> bool {
        self.core.scheduler.set_timer_waker(self.key, waker)
    }
}

impl Drop for Timer {
    fn drop(&mut self) {
        self.core.scheduler.cancel_timer(self.key);
    }
}

/// The time limit of an operation. It counts from the first poll.
pub(super) enum WaitLimit {
    After(Duration),
    At(Timer),
    Reached,
}

impl WaitLimit {
    /// Whether the limit is reached. If not, wakes the task when it is.
    pub(super) fn poll_reached(&mut self, cx: &mut Context<'_>) -> bool {
        match self {
            WaitLimit::After(duration) => {
                let when = super::now() + *duration;
                *self = WaitLimit::At(Timer::for_timeout(when, cx.waker()));
                false
            }
            WaitLimit::At(timer) if timer.set_waker(cx.waker()) => false,
            WaitLimit::At(_) | WaitLimit::Reached => {
                *self = WaitLimit::Reached;
                true
            }
        }
    }
}
