//! The interface between the event loop and its platform: a clock, and ways to schedule the loop.

use core::task::Waker;
use coroscope_trace::time::{Duration, Instant};
use std::rc::Rc;

/// Why the driver enters the loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// The requested microtask runs.
    Microtask,
    /// The requested macrotask runs.
    Macrotask,
    /// The requested deadline has passed.
    Timer,
    /// The driver's waker was woken.
    Woken,
    /// The previous entry did not return: an exception of the platform left the loop, and nothing was dropped.
    AfterException,
}

/// Enters the loop. Returns false if the loop no longer exists.
pub type Enter = Rc<dyn Fn(Entry) -> bool>;

/// The platform of an event loop. Implemented for the browser and for the virtual clock.
///
/// The loop requests at most one microtask or macrotask at a time. For each request the driver enters
/// the loop once, after the method that requested it has returned.
pub trait Driver {
    /// Stores the function that enters the loop. Called once, before the other methods.
    fn attach(&self, enter: Enter);

    /// Time since the run began. It never decreases.
    fn now(&self) -> Instant;

    /// Requests a microtask.
    fn microtask(&self);

    /// Requests a macrotask, so that the page can paint and handle input first.
    fn macrotask(&self);

    /// Requests to be entered at `deadline`, which replaces the previous one. `None` cancels it.
    fn wake_at(&self, deadline: Option<Instant>);

    /// A waker that enters the loop with [`Entry::Woken`]. Used when a task is woken from outside of the loop.
    fn waker(&self) -> Waker;

    /// Returns when this much time has passed, and keeps the thread until then. A clock that passes by itself is read
    /// over and over: the main thread of a page has no other way. A simulated clock advances instead.
    fn block(&self, duration: Duration) {
        let until = self.now() + duration;
        while self.now() < until {
            core::hint::spin_loop();
        }
    }
}
