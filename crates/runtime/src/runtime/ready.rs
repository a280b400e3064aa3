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

impl ReadyEntry {
    /// Whether this is the task at `address`.
    pub(super) fn is_task(&self, address: Address) -> bool {
        matches!(self, ReadyEntry::Task(task) if task.id == address.id)
    }
}

/// A done callback that was scheduled because `task` has ended.
pub(super) struct ScheduledCallback {
    pub(super) task: Rc<dyn AnyTask>,
    pub(super) callback: Rc<dyn DoneCallback>,
    /// The callback's own index of the task.
    pub(super) index: usize,
}
