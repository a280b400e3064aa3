//! The virtual clock: a driver on which time advances to the next deadline, when nothing can run.

use super::driver::{Driver, Enter, Entry};
use core::cell::{Cell, RefCell};
use core::task::Waker;
use coroscope_trace::time::{Duration, Instant};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Wake;

/// A driver with simulated time: the time does not change while anything can run, and then jumps to the next
/// deadline. The same program always records the same log.
#[derive(Default)]
pub struct VirtualClock {
    enter: RefCell<Option<Enter>>,
    now: Cell<Instant>,
    requested: Cell<Option<Entry>>,
    deadline: Cell<Option<Instant>>,
    woken: Arc<WokenFlag>,
}

#[derive(Default)]
struct WokenFlag(AtomicBool);

impl Wake for WokenFlag {
    fn wake(self: Arc<WokenFlag>) {
        self.0.store(true, Ordering::Release);
    }
}

impl VirtualClock {
    /// Takes a [turn](VirtualClock::turn), or else [jumps](VirtualClock::jump) to the next timer.
    /// Returns false if there is nothing to do.
    pub fn step(&self) -> bool {
        self.turn() || self.jump()
    }

    /// Enters the loop if it requested that, or if a task was woken from outside. The time does not change.
    /// Returns false if neither is so.
    pub fn turn(&self) -> bool {
        if let Some(requested) = self.requested.take() {
            return self.enter(requested);
        }
        self.woken.0.swap(false, Ordering::AcqRel) && self.enter(Entry::Woken)
    }

    /// Advances the time to the next deadline and enters the loop. Returns false if there is no deadline.
    pub fn jump(&self) -> bool {
        let Some(deadline) = self.deadline.take() else {
            return false;
        };
        self.now.set(self.now.get().max(deadline));
        self.enter(Entry::Timer)
    }

    /// The time to which the next [jump](VirtualClock::jump) leads; `None` if there is no timer.
    pub fn next_deadline(&self) -> Option<Instant> {
        self.deadline.get()
    }

    fn enter(&self, entry: Entry) -> bool {
        let enter = self.enter.borrow().clone();
        enter.is_some_and(|enter| enter(entry))
    }

    /// Advances the time, as a computation of that duration would on a real clock.
    pub fn advance(&self, by: Duration) {
        self.now.set(self.now.get() + by);
    }
}

impl Driver for VirtualClock {
    fn attach(&self, enter: Enter) {
        self.enter.replace(Some(enter));
    }

    fn now(&self) -> Instant {
        self.now.get()
    }

    fn microtask(&self) {
        self.requested.set(Some(Entry::Microtask));
    }

    fn macrotask(&self) {
        self.requested.set(Some(Entry::Macrotask));
    }

    fn wake_at(&self, deadline: Option<Instant>) {
        self.deadline.set(deadline);
    }

    fn waker(&self) -> Waker {
        self.woken.clone().into()
    }

    fn block(&self, duration: Duration) {
        self.advance(duration);
    }
}
