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
    /// Does the next thing: a [turn](VirtualClock::turn), or else a [jump](VirtualClock::jump).
    /// False where there is nothing to do.
    pub fn step(&self) -> bool {
        self.turn() || self.jump()
    }

    /// Does what can be done at this time: the turn that the loop asked for, or what a wake from
    /// outside asks for. False where there is nothing.
    pub fn turn(&self) -> bool {
        if let Some(asked) = self.asked.take() {
            return self.go(asked);
        }
        self.bell.0.swap(false, Ordering::AcqRel) && self.go(Entry::Woken)
    }

    /// Jumps to the nearest timer. False where there is none.
    pub fn jump(&self) -> bool {
        let Some(deadline) = self.deadline.take() else {
            return false;
        };
        self.now.set(self.now.get().max(deadline));
        self.go(Entry::Timer)
    }

    fn go(&self, entry: Entry) -> bool {
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
