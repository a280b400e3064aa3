//! A driver whose clock begins with the first turn of the loop.

use super::driver::{Driver, Enter, Entry};
use crate::time::Instant;
use core::cell::Cell;
use core::task::Waker;
use std::rc::Rc;

/// A driver whose time is zero until the loop's first turn. What its thread does before that turn, such as loading
/// a page and painting it, is then not time of the run.
///
/// # Examples
/// ```
/// use coroscope::runtime::{FirstTurn, Options, VirtualClock};
/// use coroscope::{Runtime, time::ms};
/// use std::rc::Rc;
/// let clock = Rc::new(VirtualClock::default());
/// let rt = Runtime::new(Rc::new(FirstTurn::of(clock.clone())), Options::default());
/// drop(rt.start(async { Ok(()) }));
/// clock.advance(ms(40));
/// while clock.step() {}
/// assert_eq!(rt.time().elapsed(), ms(0));
/// ```
pub struct FirstTurn {
    inner: Rc<dyn Driver>,
    start: Rc<Cell<Start>>,
    is_in_macrotask: bool,
}

/// Whether the clock has begun.
#[derive(Clone, Copy)]
enum Start {
    /// The loop has not had a turn.
    Ahead,
    /// The first turn goes on, and has not read the clock.
    Now,
    /// It began at this time of the inner clock.
    At(Instant),
}

impl FirstTurn {
    /// A clock over the one of `inner`.
    pub fn of(inner: Rc<dyn Driver>) -> FirstTurn {
        FirstTurn {
            inner,
            start: Rc::new(Cell::new(Start::Ahead)),
            is_in_macrotask: false,
        }
    }

    /// Takes the first turn in a macrotask, though the loop asks for a microtask. Where a run begins in an animation
    /// frame, that frame is painted before the turn, and not while the first tasks are ready.
    #[must_use = "returns the driver that does"]
    pub fn in_macrotask(self) -> FirstTurn {
        FirstTurn {
            is_in_macrotask: true,
            ..self
        }
    }
}

impl Driver for FirstTurn {
    fn attach(&self, enter: Enter) {
        let start = self.start.clone();
        self.inner.attach(Rc::new(move |entry: Entry| {
            if let Start::Ahead = start.get() {
                start.set(Start::Now);
            }
            enter(entry)
        }));
    }

    fn now(&self) -> Instant {
        match self.start.get() {
            Start::Ahead => Instant::ZERO,
            Start::Now => {
                self.start.set(Start::At(self.inner.now()));
                Instant::ZERO
            }
            Start::At(zero) => Instant::ZERO + (self.inner.now() - zero),
        }
    }

    fn microtask(&self) {
        match self.start.get() {
            Start::Ahead if self.is_in_macrotask => self.inner.macrotask(),
            _ => self.inner.microtask(),
        }
    }

    fn macrotask(&self) {
        self.inner.macrotask();
    }

    fn wake_at(&self, deadline: Option<Instant>) {
        let zero = match self.start.get() {
            Start::At(zero) => zero,
            Start::Ahead | Start::Now => self.inner.now(),
        };
        self.inner.wake_at(deadline.map(|at| zero + at.elapsed()));
    }

    fn waker(&self) -> Waker {
        self.inner.waker()
    }
}
