//! The real clock under a script: a driver's own turns, or turn by turn where the script blocks on them.

use core::cell::{Cell, RefCell};
use core::task::{Poll, Waker};
use coroscope::runtime::{Driver, Enter, Entry};
use coroscope::time::Instant;
use std::rc::Rc;

/// What is around each entry into the loop, such as the interpreter.
pub(crate) type Around = Rc<dyn Fn(&mut dyn FnMut())>;

/// A driver whose turns can also be taken at once, by who blocks until something has happened.
pub(crate) struct RealClock {
    driver: Rc<dyn Driver>,
    enter: RefCell<Option<Enter>>,
    around: RefCell<Option<Around>>,
    asked: Cell<Option<Entry>>,
    deadline: Cell<Option<Instant>>,
    /// Who awaits the next turn.
    waiter: RefCell<Option<Waker>>,
}

impl RealClock {
    pub(crate) fn new(driver: Rc<dyn Driver>) -> Rc<RealClock> {
        Rc::new(RealClock {
            driver,
            enter: RefCell::default(),
            around: RefCell::default(),
            asked: Cell::default(),
            deadline: Cell::default(),
            waiter: RefCell::default(),
        })
    }

    pub(crate) fn set_around(&self, around: Option<Around>) {
        let before = self.around.replace(around);
        drop(before);
    }

    /// Whether a turn is asked for, and not only awaited for later.
    pub(crate) fn is_asked(&self) -> bool {
        self.asked.get().is_some()
    }

    /// Takes the turn that was asked for, or waits for the nearest deadline and takes that. False where
    /// there is none. Nothing else of the thread's goes on meanwhile.
    pub(crate) fn block_for_turn(&self) -> bool {
        if let Some(asked) = self.asked.take() {
            return self.go(asked);
        }
        let Some(deadline) = self.deadline.take() else {
            return false;
        };
        while self.driver.now() < deadline {
            core::hint::spin_loop();
        }
        self.go(Entry::Timer)
    }

    /// Awaits the driver's next turn. False where none will ever come: nothing was asked for, no deadline is
    /// set, and no answer from outside is awaited.
    pub(crate) async fn turn(&self, is_awaited: bool) -> bool {
        if self.asked.get().is_none() && self.deadline.get().is_none() && !is_awaited {
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

    fn go(&self, entry: Entry) -> bool {
        let enter = self.enter.borrow().clone();
        enter.is_some_and(|enter| enter(entry))
    }

    /// A turn that the driver takes: what is asked for, unless it was taken before.
    fn entered(&self, entry: Entry) -> bool {
        match entry {
            Entry::Microtask | Entry::Macrotask if self.asked.take().is_none() => return true,
            Entry::Timer => self.deadline.set(None),
            _ => {}
        }
        let around = self.around.borrow().clone();
        let mut goes_on = true;
        match around {
            Some(around) => around(&mut || goes_on = self.go(entry)),
            None => goes_on = self.go(entry),
        }
        if let Some(waiter) = self.waiter.take() {
            waiter.wake();
        }
        goes_on
    }
}

/// The driver that a runtime is given: it only refers to the clock, which outlives it.
pub(crate) struct Seat(pub(crate) Rc<RealClock>);

impl Driver for Seat {
    fn attach(&self, enter: Enter) {
        self.0.enter.replace(Some(enter));
        let clock = Rc::downgrade(&self.0);
        self.0.driver.attach(Rc::new(move |entry| {
            clock.upgrade().is_some_and(|clock| clock.entered(entry))
        }));
    }

    fn now(&self) -> Instant {
        self.0.driver.now()
    }

    fn microtask(&self) {
        self.0.asked.set(Some(Entry::Microtask));
        self.0.driver.microtask();
    }

    fn macrotask(&self) {
        self.0.asked.set(Some(Entry::Macrotask));
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
