//! Entries of the ready queue, and the loop's storage of tasks and done callbacks.

use super::call::Callback;
use super::header::{AnyTask, DoneCallback};
use super::inbox::Address;
use super::timers::TimerKey;
use core::pin::Pin;
use core::task::Waker;
use std::rc::Rc;

/// An entry of the ready queue.
pub(super) enum ReadyEntry {
    Task(Address),
    Call(Callback),
    /// A due timer.
    Timer(TimerKey),
    /// The first of the scheduled done callbacks.
    DoneCallback,
}

/// A done callback that was scheduled because `task` has ended.
pub(super) struct ScheduledCallback {
    pub(super) task: Rc<dyn AnyTask>,
    pub(super) callback: Rc<dyn DoneCallback>,
    /// The callback's own index of the task.
    pub(super) index: usize,
}

/// A task that has not ended.
pub(super) struct Slot {
    pub(super) task: Rc<dyn AnyTask>,
    /// `None` while the task is being polled.
    pub(super) pollable: Option<Pollable>,
}

/// The parts of a task that polling needs.
pub(super) struct Pollable {
    pub(super) body: Pin<Box<dyn Future<Output = ()>>>,
    pub(super) waker: Waker,
}
