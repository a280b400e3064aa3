//! The real clock of a script: turns that the driver runs, or that the script runs while it blocks.

use crate::host::Host;
use core::cell::{Cell, RefCell};
use core::task::{Poll, Waker};
use coroscope_runtime::runtime::{Driver, Enter, Entry};
use coroscope_trace::time::Instant;
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
    /// Wakes the task that awaits the next turn, or the caller that blocks until then.
    waiter: RefCell<Option<Waker>>,
    /// Whether all turns are run by a caller that can block, while what comes from outside still arrives.
    is_blocking: bool,
    /// Whether that caller is blocked.
    is_blocked: Cell<bool>,
    /// The entries that came meanwhile.
    arrived: RefCell<Vec<Entry>>,
}

impl RealClock {
    /// `is_blocking`: all turns will be run by [`turn_blocking`](RealClock::turn_blocking).
    pub(crate) fn new(driver: Rc<dyn Driver>, is_blocking: bool) -> Rc<RealClock> {
        Rc::new(RealClock {
            driver,
            enter: RefCell::default(),
            entry_wrapper: RefCell::default(),
            requested: Cell::default(),
            deadline: Cell::default(),
            waiter: RefCell::default(),
            is_blocking,
            is_blocked: Cell::default(),
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

    /// Awaits the driver's next turn. Returns false if there will be none: no turn is requested, no deadline is set, and
    /// no response of the host is awaited.
    pub(crate) async fn turn(&self, is_awaiting_host: bool) -> bool {
        if self.is_idle() && !is_awaiting_host {
            return false;
        }
        let mut waited = false;
        core::future::poll_fn(|cx| {
            if core::mem::replace(&mut waited, true) {
                return Poll::Ready(true);
            }
            self.waiter.replace(Some(cx.waker().clone()));
            Poll::Pending
        })
        .await
    }

    /// Runs the driver's next turn, and blocks until then. Returns false as [`turn`](RealClock::turn) does.
    pub(crate) fn turn_blocking(&self, host: &dyn Host, is_awaiting_host: bool) -> bool {
        if self.is_idle() && !is_awaiting_host {
            return false;
        }
        // Nothing from outside is due before a microtask.
        if self.requested.get() == Some(Entry::Microtask) {
            self.requested.set(None);
            return self.enter_loop(Entry::Microtask);
        }
        self.is_blocked.set(true);
        host.block_on(Box::pin(core::future::poll_fn(|cx| {
            if !self.arrived.borrow().is_empty() {
                return Poll::Ready(());
            }
            self.waiter.replace(Some(cx.waker().clone()));
            Poll::Pending
        })));
        self.is_blocked.set(false);
        for entry in self.arrived.take() {
            self.enter_loop(entry);
        }
        true
    }

    /// Whether no turn is requested, neither for now nor for later.
    fn is_idle(&self) -> bool {
        self.requested.get().is_none() && self.deadline.get().is_none()
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
        if self.is_blocked.get() {
            self.arrived.borrow_mut().push(entry);
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
        if let Some(waiter) = self.waiter.take() {
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
        // The caller that blocks runs it without the driver.
        if !self.0.is_blocking || self.0.is_blocked.get() {
            self.0.driver.microtask();
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
