<<<<<<<< HEAD:tests/common/clamped_clock.rs
//! The browser's driver with a clock that does not depend on the load of the machine.
========
//! The browser's driver with a clock that waits for timers, so that a busy machine does not change the order of events.
>>>>>>>> ef54bdc (Tests of the browser, the pages and the page's data: plain names and comments):tests/common/patient_driver.rs

use std::cell::Cell;
use std::rc::Rc;
use std::task::Waker;

use coroscope::runtime::{Driver, Enter};
use coroscope::time::Instant;
use coroscope::web::driver::browser;

<<<<<<<< HEAD:tests/common/clamped_clock.rs
/// The browser's driver with a clock that stops at the next deadline until that timer has fired. So timers with
/// different deadlines fire in different passes, even if both are overdue.
pub struct ClampedClock {
========
/// The browser's driver with a clock that does not pass the next deadline before the timer has fired. So timers with
/// different deadlines fire in different passes, even if both are overdue.
pub struct PatientDriver {
>>>>>>>> ef54bdc (Tests of the browser, the pages and the page's data: plain names and comments):tests/common/patient_driver.rs
    browser: Rc<dyn Driver>,
    next: Cell<Option<Instant>>,
}

<<<<<<<< HEAD:tests/common/clamped_clock.rs
impl ClampedClock {
    pub fn new() -> ClampedClock {
        ClampedClock {
========
impl PatientDriver {
    pub fn new() -> PatientDriver {
        PatientDriver {
>>>>>>>> ef54bdc (Tests of the browser, the pages and the page's data: plain names and comments):tests/common/patient_driver.rs
            browser: browser(),
            next: Cell::new(None),
        }
    }
}

<<<<<<<< HEAD:tests/common/clamped_clock.rs
impl Driver for ClampedClock {
========
impl Driver for PatientDriver {
>>>>>>>> ef54bdc (Tests of the browser, the pages and the page's data: plain names and comments):tests/common/patient_driver.rs
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
