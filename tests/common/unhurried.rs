//! The browser's queues under a clock that a busy machine can't hurry.

use std::cell::Cell;
use std::rc::Rc;
use std::task::Waker;

use coroscope::runtime::{Driver, Enter};
use coroscope::time::Instant;
use coroscope::web::driver::browser;

/// The browser's driver, whose clock goes no further than the next timer until that has fired. Timers of different
/// deadlines so fire in different passes, though both may be overdue.
pub struct Unhurried {
    browser: Rc<dyn Driver>,
    next: Cell<Option<Instant>>,
}

impl Unhurried {
    pub fn new() -> Unhurried {
        Unhurried {
            browser: browser(),
            next: Cell::new(None),
        }
    }
}

impl Driver for Unhurried {
    fn attach(&self, enter: Enter) {
        self.browser.attach(enter);
    }

    fn now(&self) -> Instant {
        let now = self.browser.now();
        self.next.get().map_or(now, |next| now.min(next))
    }

    fn microtask(&self) {
        self.browser.microtask();
    }

    fn macrotask(&self) {
        self.browser.macrotask();
    }

    fn wake_at(&self, deadline: Option<Instant>) {
        self.next.set(deadline);
        self.browser.wake_at(deadline);
    }

    fn waker(&self) -> Waker {
        self.browser.waker()
    }
}
