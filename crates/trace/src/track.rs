//! The parts of the model about one task and about one resource.

use super::id::{PlaceId, ResourceId, TaskId, TextId};
use super::kind::ResourceKind;
pub use super::level::Level;
use super::level::Peaks;
use super::means::{Change, Sums};
use super::outcome::Outcome;
pub use super::span::{Span, Waited, WokenBy};
use super::spans::Spans;
use super::task_state::PerState;
use crate::time::{Duration, Instant};
use core::ops::Range;

/// A request to cancel a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CancelRequest {
    /// When it was requested.
    pub at: Instant,
    /// Sequence number of the event.
    pub seq: u64,
    /// The task that requested it; `None` if code outside of tasks did, or the end of the run.
    pub by: Option<TaskId>,
    /// The reason.
    pub why: TextId,
}

/// A time limit that a task set for a part of its work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TimeLimit {
    /// Its number in the run.
    pub number: u32,
    /// When it was set.
    pub set: Instant,
    /// The limit.
    pub deadline: Instant,
    /// When it was reached. `None` if it was not.
    pub expired: Option<Instant>,
    /// When the work under it had ended, with its cleanup. `None` if it has not.
    pub ended: Option<Instant>,
}

/// A task began to await the end of another task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// When it began.
    pub at: Instant,
    /// Sequence number of its event.
    pub seq: u64,
    /// The other task.
    pub on: TaskId,
}

/// The end of a task began to be awaited by another task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AwaitedBy {
    /// When it began.
    pub at: Instant,
    /// Sequence number of its event.
    pub seq: u64,
    /// The task that awaits.
    pub by: TaskId,
}

/// The life of one task.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskTrack {
    /// The task.
    pub id: TaskId,
    /// Its name. The default name is the `Display` of its [`TaskId`], as in asyncio.
    pub name: Option<TextId>,
    /// The task that spawned it.
    pub parent: Option<TaskId>,
    /// Number of its ancestors in the log.
    pub depth: u32,
    /// Where it was spawned.
    pub place: Option<PlaceId>,
    /// When it was spawned.
    pub spawned: Instant,
    /// Its states in order, without gaps.
    pub spans: Spans,
    /// Waits of polls with more than one wait, with their sequence numbers.
    pub waits: Vec<(u64, Waited)>,
    /// The last wait, with its sequence number.
    pub(super) last_wait: Option<(u64, Waited)>,
    /// Requests to cancel it.
    pub cancels: Vec<CancelRequest>,
    /// When requests to cancel it were uncancelled, with the sequence numbers of those events.
    pub uncancels: Vec<(Instant, u64)>,
    /// Time limits that it set, in order.
    pub limits: Vec<TimeLimit>,
    /// Changes of the coroutine call in which it waits: (sequence number, number of the call).
    pub calls: Vec<(u64, u32)>,
    /// Whether it is a function in a thread instead of a task.
    pub is_thread: bool,
    /// Whether that is a function in another process, or a program.
    pub is_process: bool,
    /// Whether it is a callback of the loop instead of a task.
    pub is_callback: bool,
    /// Whether the runtime made it to run the cleanup of a future that was dropped without an awaiter.
    pub is_cleanup: bool,
    /// Tasks that it awaits or has awaited.
    pub awaits: Vec<Awaited>,
    /// Tasks that await it or have awaited it.
    pub awaited_by: Vec<AwaitedBy>,
    /// When its result was first retrieved after its end, if no task had awaited it.
    pub retrieved: Option<Instant>,
    /// The first task that retrieved it. `None` if only code outside of tasks did.
    pub retrieved_by: Option<TaskId>,
    /// When its last handle was dropped, if it failed and its result was never retrieved.
    pub unretrieved: Option<Instant>,
    /// When and how it ended.
    pub end: Option<(Instant, Outcome)>,
    /// Sequence number of the event that ended it.
    pub end_seq: Option<u64>,
}

impl TaskTrack {
    /// The span at `at`. If several begin at the same time, the last one.
    pub fn span_at(&self, at: Instant) -> Option<Span> {
        let after = self.spans.begun_by(at);
        let span = self.spans.get(after.checked_sub(1)?)?;
        span.to.is_none_or(|to| at <= to).then_some(span)
    }

    /// The span that the task was in after the event with sequence number `seq`.
    pub fn span_at_seq(&self, seq: u64) -> Option<Span> {
        let after = self.spans.partition_point(|span| span.seq <= seq);
        self.spans.get(after.checked_sub(1)?)
    }

    /// Time spent in each state, up to `now`.
    pub fn times(&self, now: Instant) -> PerState<Duration> {
        let totals = self.spans.totals(0..self.spans.len(), now);
        PerState(totals.micros.0.map(Duration::from_micros))
    }

    /// Whether it is a task, and not a thread or a callback.
    pub fn is_task(&self) -> bool {
        !self.is_thread && !self.is_callback
    }

    /// Whether its end was awaited or its result was retrieved.
    pub fn is_awaited(&self) -> bool {
        !self.awaited_by.is_empty() || self.retrieved.is_some()
    }

    /// Whether it had ended after the event with sequence number `seq`.
    pub fn has_ended_at_seq(&self, seq: u64) -> bool {
        self.end_seq.is_some_and(|end| end <= seq)
    }

    /// When it ended, or `now` if it has not.
    pub fn until(&self, now: Instant) -> Instant {
        self.end.map_or(now, |(at, _)| at)
    }
}

/// The life of one resource, such as a queue or a lock.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceTrack {
    /// The resource.
    pub id: ResourceId,
    /// Its kind.
    pub kind: ResourceKind,
    /// Its name.
    pub name: Option<TextId>,
    /// Its capacity; 0 if unbounded.
    pub capacity: u32,
    /// Where it was created.
    pub place: Option<PlaceId>,
    /// When it was created.
    pub created: Instant,
    /// Its levels in order.
    pub levels: Vec<Level>,
    /// An index of the highest levels.
    pub(super) peaks: Peaks,
    pub(super) sums: Sums,
}

impl ResourceTrack {
    /// Its level at `at`. If it changed several times at the same time, the last one.
    pub fn level_at(&self, at: Instant) -> Option<&Level> {
        let after = self.levels.partition_point(|level| level.at <= at);
        self.levels.get(after.checked_sub(1)?)
    }

    /// Its highest level.
    pub fn highest(&self) -> u32 {
        let highest = self.highest_in(0..self.levels.len());
        highest.map_or(0, |index| self.levels[index].level)
    }

    /// The index of its highest level in a range of levels. Of equal levels, the last.
    pub fn highest_in(&self, range: Range<usize>) -> Option<usize> {
        self.peaks.highest(&self.levels, range)
    }

    /// Adds a level.
    pub(super) fn push(&mut self, level: Level) {
        self.levels.push(level);
        self.peaks.push(&self.levels);
        let levels = &self.levels;
        self.sums
            .update(levels.len(), |index| change(levels, index));
    }

    /// The time of a change, with the new level and the numbers of tasks that wait to take and to put.
    pub fn change(&self, index: usize) -> Change {
        change(&self.levels, index)
    }

    /// The sums over a range of changes, each up to the next: numbers times microseconds.
    pub fn sum(&self, range: Range<usize>) -> [u128; 3] {
        self.sums.of(range, |index| self.change(index))
    }
}

fn change(levels: &[Level], index: usize) -> Change {
    let level = &levels[index];
    let waiters = [level.takers, level.putters].map(u32::from);
    (level.at, [level.level, waiters[0], waiters[1]])
}
