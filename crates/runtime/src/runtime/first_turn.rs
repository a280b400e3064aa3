//! A driver whose clock starts at the first turn of the loop.

use super::driver::{Driver, Enter, Entry};
use core::cell::Cell;
use core::task::Waker;
use coroscope_trace::time::{Duration, Instant};
use std::rc::Rc;

/// A driver whose time is zero until the first turn of the loop. So the time before it, such as for loading and
/// painting the page, does not count as time of the run.
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

/// Whether the clock has started.
#[derive(Clone, Copy)]
enum Start {
    /// The loop has not had a turn.
    Pending,
    /// The first turn has begun, but has not read the clock.
    Begun,
    /// The clock started at this time of the inner clock.
    At(Instant),
}

impl FirstTurn {
    /// A driver on top of `inner`.
    pub fn of(inner: Rc<dyn Driver>) -> FirstTurn {
        FirstTurn {
            inner,
            start: Rc::new(Cell::new(Start::Pending)),
            is_in_macrotask: false,
        }
    }

    /// Takes the first turn in a macrotask instead of a microtask. If a run is started in an animation frame, the
    /// browser then paints that frame first, and not between the turn's first tasks.
    #[must_use = "returns the changed driver"]
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
            if let Start::Pending = start.get() {
                start.set(Start::Begun);
            }
            enter(entry)
        }));
    }

    fn now(&self) -> Instant {
        match self.start.get() {
            Start::Pending => Instant::ZERO,
            Start::Begun => {
                self.start.set(Start::At(self.inner.now()));
                Instant::ZERO
            }
            Start::At(zero) => Instant::ZERO + (self.inner.now() - zero),
        }
    }

    fn microtask(&self) {
        match self.start.get() {
            Start::Pending if self.is_in_macrotask => self.inner.macrotask(),
            _ => self.inner.microtask(),
        }
    }

    fn macrotask(&self) {
        self.inner.macrotask();
    }

    fn wake_at(&self, deadline: Option<Instant>) {
        let zero = match self.start.get() {
            Start::At(zero) => zero,
            Start::Pending | Start::Begun => self.inner.now(),
        };
        self.inner.wake_at(deadline.map(|at| zero + at.elapsed()));
    }

    fn waker(&self) -> Waker {
        self.inner.waker()
    }

    fn block(&self, duration: Duration) {
        self.inner.block(duration);
    }
}
