//! What a task does, and one value for each state.

use super::kind::Op;
use super::reason::WaitReason;
use crate::time::Duration;
use core::ops::{Index, IndexMut};
use strum::VariantArray;

/// What a task does from its spawn to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum TaskState {
    /// Suspended until something wakes it; with the kind of its wait.
    Waiting(WaitKind),
    /// In the ready queue.
    Ready,
    /// Being polled.
    Running,
}

/// The kind of a wait, which determines how the timeline draws it. The order is that of the legend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, VariantArray)]
pub enum WaitKind {
    /// A timer.
    Timer,
    /// I/O, for example a response from the network.
    Io,
    /// A queue.
    Queue,
    /// A lock or another resource.
    Lock,
    /// Other tasks.
    Task,
    /// It yields to the other tasks.
    Turn,
    /// Unknown.
    Other,
}

impl TaskState {
    /// Number of states.
    pub const COUNT: usize = WaitKind::ALL.len() + 2;

    /// All states, in order.
    pub const ALL: [TaskState; TaskState::COUNT] = {
        let mut all = [TaskState::Ready; TaskState::COUNT];
        let mut wait = 0;
        while wait < WaitKind::ALL.len() {
            all[wait] = TaskState::Waiting(WaitKind::ALL[wait]);
            wait += 1;
        }
        all[TaskState::Running.index()] = TaskState::Running;
        all
    };

    /// The position of this state in [`ALL`](TaskState::ALL).
    pub const fn index(self) -> usize {
        match self {
            TaskState::Waiting(kind) => kind as usize,
            TaskState::Ready => WaitKind::ALL.len(),
            TaskState::Running => WaitKind::ALL.len() + 1,
        }
    }

    /// Whether it waits, for anything.
    pub fn is_waiting(self) -> bool {
        matches!(self, TaskState::Waiting(_))
    }
}

impl WaitKind {
    /// All kinds, in order.
    pub const ALL: &'static [WaitKind] = WaitKind::VARIANTS;

    /// The kind of a wait.
    pub fn of(wait: Option<WaitReason>) -> WaitKind {
        match wait {
            Some(WaitReason::Turn) => WaitKind::Turn,
            Some(WaitReason::Timer(_)) => WaitKind::Timer,
            Some(WaitReason::Task(_) | WaitReason::Tasks(_)) => WaitKind::Task,
            Some(WaitReason::Resource(_, Op::Get | Op::Put | Op::Join)) => WaitKind::Queue,
            Some(WaitReason::Resource(_, Op::Acquire | Op::Wait)) => WaitKind::Lock,
            Some(
                WaitReason::Io(_)
                | WaitReason::Resource(_, Op::Read | Op::Drain | Op::Accept | Op::WaitClosed),
            ) => WaitKind::Io,
            Some(WaitReason::Future) | None => WaitKind::Other,
        }
    }
}

/// One value for each [`TaskState`].
///
/// # Examples
/// ```
/// use coroscope::trace::{PerState, TaskState};
/// let mut counts = PerState::<u32>::default();
/// counts[TaskState::Ready] += 2;
/// assert_eq!(counts.iter().map(|(_, count)| count).sum::<u32>(), 2);
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PerState<T>(pub(super) [T; TaskState::COUNT]);

impl<T: Copy> PerState<T> {
    /// Each state with its value, in order.
    pub fn iter(&self) -> impl Iterator<Item = (TaskState, T)> {
        TaskState::ALL.into_iter().zip(self.0)
    }

    /// The values of the kinds of waits.
    pub fn waits(&self) -> &[T] {
        &self.0[..WaitKind::ALL.len()]
    }
}

impl PerState<Duration> {
    /// The sum of all waits.
    pub fn waiting(&self) -> Duration {
        self.waits().iter().sum()
    }
}

impl<T> Index<TaskState> for PerState<T> {
    type Output = T;

    fn index(&self, state: TaskState) -> &T {
        &self.0[state.index()]
    }
}

impl<T> IndexMut<TaskState> for PerState<T> {
    fn index_mut(&mut self, state: TaskState) -> &mut T {
        &mut self.0[state.index()]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn states_are_in_the_order_of_their_indices() {
        for (index, state) in TaskState::ALL.into_iter().enumerate() {
            assert_eq!(state.index(), index);
        }
        assert!(TaskState::ALL.is_sorted());
    }
}
