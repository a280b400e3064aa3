//! The candidates that rules check: long polls, and sequences of spans.

use coroscope_trace::time::Instant;
use coroscope_trace::{PlaceId, TaskId};

/// A long poll.
#[derive(Clone, Copy, Debug)]
pub(super) struct Poll {
    pub(super) task: TaskId,
    pub(super) from: Instant,
    pub(super) to: Instant,
    pub(super) seq: u64,
    /// Where the task continued, or was spawned.
    pub(super) before: Option<PlaceId>,
    /// Where it waited next.
    pub(super) after: Option<PlaceId>,
}

impl Poll {
    /// The lines between which the time was spent.
    pub(super) fn places(&self) -> Vec<PlaceId> {
        let mut places: Vec<PlaceId> = self.before.into_iter().chain(self.after).collect();
        places.dedup();
        places
    }
}

/// Consecutive spans of a task, by their indexes.
#[derive(Clone, Copy, Debug)]
pub(super) struct SpanRange {
    pub(super) first: usize,
    pub(super) last: usize,
    /// The number of waits or polls among them.
    pub(super) count: u32,
}
