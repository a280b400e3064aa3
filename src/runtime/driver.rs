//! The seam between the loop and what it runs on: a clock, and ways to be called again.

use crate::time::Instant;
use core::task::Waker;
use std::rc::Rc;

/// How the loop is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Entry {
    /// By the microtask that was asked for.
    Microtask,
    /// By the macrotask that was asked for.
    Macrotask,
    /// Because the deadline that was asked for has come.
    Timer,
    /// Because the waker was woken.
    Woken,
}

/// Enters the loop. False where the loop is gone and need not be entered again.
pub type Enter = Rc<dyn Fn(Entry) -> bool>;

/// What an event loop runs on. Implemented for the browser and for the virtual clock.
///
/// The loop asks for at most one microtask or macrotask at a time. Each asks to be
/// entered once, from outside of the call that asked.
pub trait Driver {
    /// Keeps the function by which the loop is entered. Called once, before all else.
    fn attach(&self, enter: Enter);

    /// Time since the run began. Never runs backwards.
    fn now(&self) -> Instant;

    /// Asks to be entered in a microtask.
    fn microtask(&self);

    /// Asks to be entered in a macrotask, so that the page can paint and take input before.
    fn macrotask(&self);

    /// Asks to be entered at `deadline`, and no longer at an earlier one; none for never.
    fn wake_at(&self, deadline: Option<Instant>);

    /// A waker that enters the loop with [`Entry::Woken`], for wakes from outside of it.
    fn waker(&self) -> Waker;
}
