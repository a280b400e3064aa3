//! The scheduler's timers: adding, firing and cancelling them.

use super::choices::Choices;
use super::ready::ReadyEntry;
use super::scheduler::Scheduler;
use super::timers::{Purpose, TimerAction, TimerKey};
use core::task::Waker;
use coroscope_trace::time::Instant;
use std::rc::Rc;

impl Scheduler {
    /// Adds a timer. A deadline in the past is due in the next pass.
    pub(crate) fn insert_timer(
        &self,
        deadline: Instant,
        action: TimerAction,
        purpose: Purpose,
    ) -> TimerKey {
        let (purpose, latest) = self.answer(deadline, &action, purpose);
        let key = (self.timers.borrow_mut()).insert(deadline, action, purpose, latest);
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

    /// The purpose of a new timer, and the latest time to which a schedule may postpone it, if it stands for an answer.
    #[inline]
    fn answer(
        &self,
        deadline: Instant,
        action: &TimerAction,
        purpose: Purpose,
    ) -> (Purpose, Option<Instant>) {
        let is_sleep = purpose == Purpose::Wake && matches!(action, TimerAction::Wake(_));
        if purpose == Purpose::Wake && self.in_io.get() {
            return (Purpose::Answer, None);
        }
        let times = self.choices().filter(|_| is_sleep);
        match times.and_then(|choices| choices.sleeps_as_answers()) {
            Some(times) => {
                let now = self.tick();
                let longest = (deadline - now).saturating_mul(times.max(1));
                (Purpose::Answer, Some(now + longest))
            }
            None => (purpose, None),
        }
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

    /// Who decides what asyncio leaves open.
    #[inline]
    pub(super) fn choices(&self) -> Option<Rc<dyn Choices>> {
        self.choices.borrow().clone()
    }

    /// Lets a schedule decide which timer fires next. Called when nothing is ready.
    #[inline]
    pub(super) fn choose_next_timer(&self) {
        let Some(choices) = self.choices() else {
            return;
        };
        let now = self.tick();
        let pending = self.timers.borrow().pending();
        if pending.len() > 1 && self.inbox().is_empty() {
            let next = choices.next_timer(now, &pending);
            self.timers.borrow_mut().reorder(now, next);
        }
    }

    /// Polls a wait for the outside. Timers that are made meanwhile simulate its answer.
    pub(crate) fn in_io<R>(&self, poll: impl FnOnce() -> R) -> R {
        let before = self.in_io.replace(true);
        let result = poll();
        self.in_io.set(before);
        result
    }
}
