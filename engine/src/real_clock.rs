//! The real clock of a script: turns that the driver runs, or that the script runs while it blocks.

use crate::host::Suspend;
use crate::state::Progress;
use crate::suspension;
use core::cell::{Cell, RefCell};
use core::future::poll_fn;
use core::task::{Poll, Waker};
use coroscope_runtime::runtime::{Driver, Enter, Entry};
use coroscope_trace::time::Instant;
use std::collections::VecDeque;
use std::rc::Rc;

/// Wraps each entry into the loop, for example to enter the interpreter.
pub(crate) type EntryWrapper = Rc<dyn Fn(&mut dyn FnMut())>;

/// A driver whose turns can also be run at once by a caller that blocks.
pub(crate) struct RealClock {
    driver: Rc<dyn Driver>,
    enter: RefCell<Option<Enter>>,
    entry_wrapper: RefCell<Option<EntryWrapper>>,
    requested: Cell<Option<Entry>>,
    deadline: Cell<Option<Instant>>,
    /// Wakes what waits for the next turn.
    waiter: RefCell<Option<Waker>>,
    /// Whether the script runs on a stack that can be suspended. It then runs all turns itself.
    can_suspend: bool,
    /// The driver's entries that a suspended script has not handled yet.
    arrived: RefCell<VecDeque<Entry>>,
}

impl RealClock {
    pub(crate) fn new(driver: Rc<dyn Driver>, suspend: Option<Suspend>) -> Rc<RealClock> {
        Rc::new(RealClock {
            driver,
            enter: RefCell::default(),
            entry_wrapper: RefCell::default(),
            requested: Cell::default(),
            deadline: Cell::default(),
            waiter: RefCell::default(),
            can_suspend: suspend.is_some(),
            arrived: RefCell::default(),
        })
    }

    pub(crate) fn set_entry_wrapper(&self, wrapper: Option<EntryWrapper>) {
        let before = self.entry_wrapper.replace(wrapper);
        drop(before);
    }

    /// Whether a turn is requested for now, not for a later deadline.
    pub(crate) fn is_requested(&self) -> bool {
        self.requested.get().is_some()
    }

    /// Runs the requested turn, or blocks until the nearest deadline and runs its turn. Returns false if there is neither.
    pub(crate) fn block_for_turn(&self) -> bool {
        if let Some(entry) = self.requested.take() {
            return self.enter_loop(entry);
        }
        let Some(deadline) = self.deadline.take() else {
            return false;
        };
        while self.driver.now() < deadline {
            core::hint::spin_loop();
        }
        self.enter_loop(Entry::Timer)
    }

    /// Runs the next turn, and suspends the stack until then. Returns false if there will be none.
    pub(crate) fn suspended_turn(&self, suspend: Suspend, is_awaiting_host: bool) -> bool {
        if self.requested.get() == Some(Entry::Microtask) {
            self.requested.set(None);
            return self.enter_loop(Entry::Microtask);
        }
        if !self.will_turn(is_awaiting_host) {
            return false;
        }
        let why = match self.is_requested() {
            true => Progress::Step,
            false => Progress::Pause,
        };
        let arrives = poll_fn(|cx| {
            if !self.arrived.borrow().is_empty() || self.requested.get() == Some(Entry::Microtask) {
                return Poll::Ready(());
            }
            self.waiter.replace(Some(cx.waker().clone()));
            Poll::Pending
        });
        suspension::wait(suspend, why, arrives);
        let arrived = self.arrived.borrow_mut().pop_front();
        arrived.is_none_or(|entry| self.enter_loop(entry))
    }

    /// Whether there will be a turn: one is requested, a deadline is set, or a response of the host is awaited.
    fn will_turn(&self, is_awaiting_host: bool) -> bool {
        self.is_requested()
            || self.deadline.get().is_some()
            || !self.arrived.borrow().is_empty()
            || is_awaiting_host
    }

    /// Awaits the driver's next turn. Returns false if there will be none.
    pub(crate) async fn turn(&self, is_awaiting_host: bool) -> bool {
        if !self.will_turn(is_awaiting_host) {
            return false;
        }
        let mut waited = false;
        poll_fn(|cx| {
            if core::mem::replace(&mut waited, true) {
                return Poll::Ready(true);
            }
            self.waiter.replace(Some(cx.waker().clone()));
            Poll::Pending
        })
        .await
    }

    fn enter_loop(&self, entry: Entry) -> bool {
        let enter = self.enter.borrow().clone();
        enter.is_some_and(|enter| enter(entry))
    }

    /// Handles an entry from the driver: runs the requested turn, unless a blocking caller has run it.
    fn on_entry(&self, entry: Entry) -> bool {
        match entry {
            Entry::Microtask | Entry::Macrotask if self.requested.take().is_none() => return true,
            Entry::Timer => self.deadline.set(None),
            _ => {}
        }
        if self.can_suspend {
            self.arrived.borrow_mut().push_back(entry);
            self.wake_waiter();
            return true;
        }
        let wrapper = self.entry_wrapper.borrow().clone();
        let mut continues = true;
        match wrapper {
            Some(wrapper) => wrapper(&mut || continues = self.enter_loop(entry)),
            None => continues = self.enter_loop(entry),
        }
        self.wake_waiter();
        continues
    }

    fn wake_waiter(&self) {
        let waiter = self.waiter.take();
        if let Some(waiter) = waiter {
            waiter.wake();
        }
    }
}

/// The driver of the runtime, on the engine's clock.
pub(crate) struct ClockDriver(pub(crate) Rc<RealClock>);

impl Driver for ClockDriver {
    fn attach(&self, enter: Enter) {
        self.0.enter.replace(Some(enter));
        let clock = Rc::downgrade(&self.0);
        self.0.driver.attach(Rc::new(move |entry| {
            clock.upgrade().is_some_and(|clock| clock.on_entry(entry))
        }));
    }

    fn now(&self) -> Instant {
        self.0.driver.now()
    }

    fn microtask(&self) {
        self.0.requested.set(Some(Entry::Microtask));
        match self.0.can_suspend {
            // The script runs the turn itself. Its stack is suspended if the answer of a worker requests it.
            true => self.0.wake_waiter(),
            false => self.0.driver.microtask(),
        }
    }

    fn macrotask(&self) {
        self.0.requested.set(Some(Entry::Macrotask));
        self.0.driver.macrotask();
    }

    fn wake_at(&self, deadline: Option<Instant>) {
        self.0.deadline.set(deadline);
        self.0.driver.wake_at(deadline);
    }

    fn waker(&self) -> Waker {
        self.0.driver.waker()
    }
}
