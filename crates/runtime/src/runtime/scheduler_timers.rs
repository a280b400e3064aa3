//! The scheduler's timers: adding, firing and cancelling them.

use super::ready::ReadyEntry;
use super::scheduler::Scheduler;
use super::timers::{Purpose, TimerAction, TimerKey};
use core::task::Waker;
use coroscope_trace::time::Instant;

impl Scheduler {
    /// Adds a timer. A deadline in the past is due in the next pass.
    pub(crate) fn insert_timer(
        &self,
        deadline: Instant,
        action: TimerAction,
        purpose: Purpose,
    ) -> TimerKey {
        let key = self.timers.borrow_mut().insert(deadline, action, purpose);
        if self.is_closed() {
            drop(self.timers.take());
            return key;
        }
        if self.is_idle() {
            let next = self.timers.borrow_mut().next();
            self.driver.wake_at(next);
        }
        key
    }

    /// Adds a timer that is already due: it fires in the next pass.
    pub(crate) fn insert_due_timer(&self, action: TimerAction) -> TimerKey {
        let key = self.timers.borrow_mut().insert_due(action);
        if self.is_closed() {
            drop(self.timers.take());
        }
        self.push(ReadyEntry::Timer(key));
        key
    }

    /// Whether the timer has not fired yet.
    pub(crate) fn is_timer_armed(&self, key: TimerKey) -> bool {
        self.timers.borrow().is_armed(key)
    }

    /// Replaces the waker of a timer. False if the timer has fired.
    pub(crate) fn set_timer_waker(&self, key: TimerKey, waker: &Waker) -> bool {
        self.timers.borrow_mut().set_waker(key, waker)
    }

    /// Removes a timer and returns its action. `None` if it has fired or was cancelled.
    pub(super) fn fire_timer(&self, key: TimerKey) -> Option<TimerAction> {
        self.timers.borrow_mut().fire(key)
    }

    /// Removes a timer.
    pub(crate) fn cancel_timer(&self, key: TimerKey) {
        self.timers.borrow_mut().cancel(key);
    }
}
