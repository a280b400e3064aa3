//! Entries of the ready queue.

use super::call::Callback;
use super::header::{AnyTask, DoneCallback};
use super::inbox::Address;
use super::timers::TimerKey;
use std::rc::Rc;

/// An entry of the ready queue.
pub(super) enum ReadyEntry {
    Task(Address),
    Call(Callback),
    /// A due timer.
    Timer(TimerKey),
    DoneCallback(ScheduledCallback),
}

/// A done callback that was scheduled because `task` has ended.
pub(super) struct ScheduledCallback {
    pub(super) task: Rc<dyn AnyTask>,
    pub(super) callback: Rc<dyn DoneCallback>,
    /// The callback's own index of the task.
    pub(super) index: usize,
}
