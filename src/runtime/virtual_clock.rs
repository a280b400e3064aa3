//! The virtual clock: time stands still while anything runs, and jumps to the next deadline when nothing can.

use super::driver::{Driver, Enter, Entry};
use crate::time::{Duration, Instant};
use core::cell::{Cell, RefCell};
use core::task::Waker;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Wake;

/// A driver whose time is a number. The same program gives the same log, to the event.
#[derive(Default)]
pub struct VirtualClock {
    enter: RefCell<Option<Enter>>,
    now: Cell<Instant>,
    asked: Cell<Option<Entry>>,
    deadline: Cell<Option<Instant>>,
    bell: Arc<Bell>,
}

#[derive(Default)]
struct Bell(AtomicBool);

impl Wake for Bell {
    fn wake(self: Arc<Bell>) {
        self.0.store(true, Ordering::Release);
    }
}

impl VirtualClock {
    /// Does the next thing: the turn that the loop asked for, a wake from outside, or the
    /// nearest timer, for which time jumps. False where there is nothing to do.
    pub fn step(&self) -> bool {
        let entry = if let Some(asked) = self.asked.take() {
            asked
        } else if self.bell.0.swap(false, Ordering::AcqRel) {
            Entry::Woken
        } else if let Some(deadline) = self.deadline.take() {
            self.now.set(self.now.get().max(deadline));
            Entry::Timer
        } else {
            return false;
        };
        let enter = self.enter.borrow().clone();
        enter.is_some_and(|enter| enter(entry))
    }

    /// Lets time pass, as work that takes that long would.
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
        self.asked.set(Some(Entry::Microtask));
    }

    fn macrotask(&self) {
        self.asked.set(Some(Entry::Macrotask));
    }

    fn wake_at(&self, deadline: Option<Instant>) {
        self.deadline.set(deadline);
    }

    fn waker(&self) -> Waker {
        self.bell.clone().into()
    }
}
