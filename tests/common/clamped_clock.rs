//! The browser's driver with a clock that does not depend on the load of the machine.

use std::cell::Cell;
use std::rc::Rc;
use std::task::Waker;

use coroscope::runtime::{Driver, Enter};
use coroscope::time::Instant;
use coroscope::web::driver::browser;

/// The browser's driver with a clock that stops at the next deadline until that timer has fired. So timers with
/// different deadlines fire in different passes, even if both are overdue.
pub struct ClampedClock {
    browser: Rc<dyn Driver>,
    next: Cell<Option<Instant>>,
}

impl ClampedClock {
    pub fn new() -> ClampedClock {
        ClampedClock {
            browser: browser(),
            next: Cell::new(None),
        }
    }
}

impl Driver for ClampedClock {
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
