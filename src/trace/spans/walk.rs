//! Iteration over packed spans, which is faster than building each [`Span`](crate::trace::track::Span).

use super::{CLEANUP, Packed, SEQ_SHIFT, Spans, WOKEN, WOKEN_SHIFT};
use crate::time::Instant;
use crate::trace::id::TaskId;
use crate::trace::totals::SpanKind;
use crate::trace::track::Waited;

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
    /// Its state, and the kind of wait.
    pub fn kind(self) -> SpanKind {
        self.0.kind()
    }

    /// Whether the task was running.
    pub fn is_running(self) -> bool {
        self.0.kind() == SpanKind::Running
    }

    /// When it began.
    pub fn from(self) -> Instant {
        self.0.from
    }

    /// Sequence number of the event that began it.
    pub fn seq(self) -> u64 {
        self.0.seq_and_tag >> SEQ_SHIFT
    }

    /// The number of its wait; 0 if it has none.
    pub fn wait(self) -> u32 {
        self.0.wait
    }

    /// Whether it is part of the task's cleanup.
    pub fn is_cleanup(self) -> bool {
        self.0.seq_and_tag & CLEANUP != 0
    }

    /// Whether `task` woke it.
    pub fn is_woken_by(self, task: TaskId) -> bool {
        const TASK: u64 = 1 << WOKEN_SHIFT;
        self.0.seq_and_tag & WOKEN == TASK && self.0.by == task.number()
    }
}
