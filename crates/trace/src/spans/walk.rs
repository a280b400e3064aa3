//! Iteration over packed spans, which is faster than building each [`Span`](crate::span::Span).

use super::Spans;
use super::packed::Packed;
use crate::id::TaskId;
use crate::span::Waited;
use crate::task_state::TaskState;
use crate::time::Instant;

/// A span in its packed form.
#[derive(Clone, Copy)]
pub struct PackedSpan(Packed);

impl Spans {
    /// All spans in order, in their packed form.
    pub fn packed_iter(&self) -> impl ExactSizeIterator<Item = PackedSpan> {
        self.packed.iter().map(|packed| PackedSpan(*packed))
    }

    /// The wait with this [number](PackedSpan::wait).
    pub fn waited(&self, wait: u32) -> Option<Waited> {
        self.waits.get((wait as usize).checked_sub(1)?).copied()
    }

    /// All waits of the task. Equal waits may occur more than once.
    pub fn all_waited(&self) -> &[Waited] {
        &self.waits
    }
}

impl PackedSpan {
    /// The state of the task.
    pub fn state(self) -> TaskState {
        self.0.state()
    }

    /// Whether the task was running.
    pub fn is_running(self) -> bool {
        self.0.state() == TaskState::Running
    }

    /// When it began.
    pub fn from(self) -> Instant {
        self.0.from
    }

    /// Sequence number of the event that began it.
    pub fn seq(self) -> u64 {
        self.0.seq()
    }

    /// The number of its wait; 0 if it has none.
    pub fn wait(self) -> u32 {
        self.0.wait
    }

    /// Whether it is part of the task's cleanup.
    pub fn is_cleanup(self) -> bool {
        self.0.is_cleanup()
    }

    /// Whether `task` woke it.
    pub fn is_woken_by(self, task: TaskId) -> bool {
        self.0.is_woken_by(task)
    }
}
