//! What stands in the ready queue, and what the loop keeps of those who are not in it.

use super::call::Callback;
use super::header::{AnyTask, Watch};
use super::inbox::Address;
use super::timers::TimerKey;
use core::pin::Pin;
use core::task::Waker;
use std::rc::Rc;

/// An entry of the ready queue.
pub(super) enum Ready {
    Task(Address),
    Call(Callback),
    /// A timer that is due.
    Timer(TimerKey),
    /// The first of the loop's endings.
    Ending,
}

/// A task that has ended, and who is told: an operation over several tasks, with its own name for
/// this one.
pub(super) struct Ending {
    pub(super) task: Rc<dyn AnyTask>,
    pub(super) watch: Rc<dyn Watch>,
    pub(super) number: usize,
}

/// A task that has not ended.
pub(super) struct Slot {
    pub(super) task: Rc<dyn AnyTask>,
    /// Taken out while it is polled.
    pub(super) run: Option<Run>,
}

/// What is needed to poll a task.
pub(super) struct Run {
    pub(super) body: Pin<Box<dyn Future<Output = ()>>>,
    pub(super) waker: Waker,
}
