//! What the model keeps of one task and of one resource.

use super::event::{Cause, Wait};
use super::id::{PlaceId, ResourceId, TaskId, TextId};
use super::kind::ResourceKind;
use super::means::{Change, Sums};
use super::peaks::Peaks;
use super::spans::Spans;
use crate::time::{Duration, Instant};
use core::ops::Range;

/// What a task was doing during a [`Span`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum State {
    /// Woken, and waiting for its turn.
    Ready,
    /// Being polled.
    Running,
    /// Suspended until something wakes it.
    Waiting,
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// With a value.
    Done,
    /// With an error; its message.
    Failed(TextId),
    /// Cancelled.
    Cancelled,
}

/// Who ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WokenBy {
    /// Another task, or the task itself.
    Task(TaskId),
    /// A timer.
    Timer,
    /// The end of the I/O operation that it waited for.
    Io,
    /// A callback of the loop.
    Callback,
    /// Something outside the loop.
    Outside,
    /// Its spawning: the first thing that makes a task ready.
    Spawn(Option<TaskId>),
}

impl WokenBy {
    pub(crate) fn new(cause: Cause, wait: Option<Wait>) -> WokenBy {
        match (cause, wait) {
            (Cause::Task(task), _) => WokenBy::Task(task),
            (Cause::Timer, _) => WokenBy::Timer,
            (Cause::Callback, _) => WokenBy::Callback,
            (Cause::Outside, Some(Wait::Io(_))) => WokenBy::Io,
            (Cause::Outside, _) => WokenBy::Outside,
        }
    }
}

/// What a task waited for, and where in the source it said so.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waited {
    /// For what.
    pub on: Wait,
    /// Where in the source.
    pub place: PlaceId,
}

/// A stretch of one task's life in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// What the task was doing.
    pub state: State,
    /// When it began.
    pub from: Instant,
    /// When it ended; none while it goes on.
    pub to: Option<Instant>,
    /// Sequence number of the event that began it.
    pub seq: u64,
    /// Whether the task was cleaning up after a cancellation.
    pub cleanup: bool,
    /// Of a waiting span: for what. Of a ready or running one: what it had waited for before.
    pub waited: Option<Waited>,
    /// Of a ready span: who made it so. Of a waiting one: who ended it.
    pub woken_by: Option<WokenBy>,
}

impl Span {
    /// How long it lasted, up to `now` where it goes on.
    pub fn duration(&self, now: Instant) -> Duration {
        self.to.unwrap_or(now) - self.from
    }
}

/// A request to cancel a task.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CancelRequest {
    /// When it was asked.
    pub at: Instant,
    /// Sequence number of the event.
    pub seq: u64,
    /// By whom; none for the page or the end of the run.
    pub by: Option<TaskId>,
    /// Why, in words.
    pub why: TextId,
}

/// That a task began to await the end of another.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Awaited {
    /// When it began.
    pub at: Instant,
    /// Sequence number of its event.
    pub seq: u64,
    /// The other task.
    pub on: TaskId,
}

/// That somebody began to await a task's end.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct AwaitedBy {
    /// When it began.
    pub at: Instant,
    /// Sequence number of its event.
    pub seq: u64,
    /// Who awaits.
    pub by: TaskId,
}

/// The life of one task.
#[derive(Clone, Debug, PartialEq)]
pub struct TaskTrack {
    /// The task.
    pub id: TaskId,
    /// The name it was given; asyncio's default name is [`TaskId`]'s `Display`.
    pub name: Option<TextId>,
    /// Who spawned it.
    pub parent: Option<TaskId>,
    /// How many ancestors it has in the log.
    pub depth: u32,
    /// Where it was spawned.
    pub place: Option<PlaceId>,
    /// When it was spawned.
    pub spawned: Instant,
    /// Its states in order, without gaps.
    pub spans: Spans,
    /// Everything that it told to wait for, where it was more than one thing at once: (sequence number, what).
    pub waits: Vec<(u64, Waited)>,
    /// What it told last to wait for, and the sequence number of that.
    pub(super) told: Option<(u64, Waited)>,
    /// Requests to cancel it.
    pub cancels: Vec<CancelRequest>,
    /// When requests to cancel it were taken back, with the sequence numbers of those events.
    pub uncancels: Vec<(Instant, u64)>,
    /// Where its waits went on in another call of a coroutine: (sequence number, number of the call).
    pub calls: Vec<(u64, u32)>,
    /// Whether it is a function in a thread beside the loop, and not a task.
    pub is_thread: bool,
    /// Other tasks whose ends it began to await.
    pub awaits: Vec<Awaited>,
    /// Who began to await its end.
    pub awaited_by: Vec<AwaitedBy>,
    /// When, after its end, its result was first looked at, where nobody had awaited it.
    pub retrieved: Option<Instant>,
    /// The first task that looked; none where only the page or a callback of the loop did.
    pub retrieved_by: Option<TaskId>,
    /// When the last who could have looked at its failure was gone.
    pub unretrieved: Option<Instant>,
    /// When and how it ended.
    pub end: Option<(Instant, Outcome)>,
    /// Sequence number of the event that ended it.
    pub end_seq: Option<u64>,
}

impl TaskTrack {
    /// The span at `at`: of spans that begin at the same moment, the last.
    pub fn span_at(&self, at: Instant) -> Option<Span> {
        let after = self.spans.begun(at);
        let span = self.spans.get(after.checked_sub(1)?)?;
        span.to.is_none_or(|to| at <= to).then_some(span)
    }

    /// The span that the event with sequence number `seq`, or the last before it, left the task in.
    pub fn span_at_seq(&self, seq: u64) -> Option<Span> {
        let after = self.spans.partition_point(|span| span.seq <= seq);
        self.spans.get(after.checked_sub(1)?)
    }

    /// Time spent in `state`, up to `now`.
    pub fn total(&self, state: State, now: Instant) -> Duration {
        self.spans
            .iter()
            .filter(|span| span.state == state)
            .map(|span| span.duration(now))
            .sum()
    }

    /// Whether somebody awaited its end or looked at its result.
    pub fn is_awaited(&self) -> bool {
        !self.awaited_by.is_empty() || self.retrieved.is_some()
    }

    /// Whether it had ended when the event with sequence number `seq` had happened.
    pub fn has_ended_at_seq(&self, seq: u64) -> bool {
        self.end_seq.is_some_and(|end| end <= seq)
    }

    /// When it ended, or `now` while it goes on.
    pub fn until(&self, now: Instant) -> Instant {
        self.end.map_or(now, |(at, _)| at)
    }
}

/// A resource's level at a moment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// From when on.
    pub at: Instant,
    /// Sequence number of the event.
    pub seq: u64,
    /// Items in a queue, permits of a semaphore, parties at a barrier; 1 for a held lock.
    pub level: u32,
    /// How many tasks wait to take.
    pub takers: u16,
    /// How many tasks wait to put.
    pub putters: u16,
    /// Of a lock: who holds it.
    pub holder: Option<TaskId>,
}

/// The life of one queue, lock or other shared thing.
#[derive(Clone, Debug, PartialEq)]
pub struct ResourceTrack {
    /// The resource.
    pub id: ResourceId,
    /// What it is.
    pub kind: ResourceKind,
    /// The name it was given.
    pub name: Option<TextId>,
    /// How much it takes at most; 0 is unbounded.
    pub capacity: u32,
    /// Where it was made.
    pub place: Option<PlaceId>,
    /// When it was made.
    pub made: Instant,
    /// Its changes in order.
    pub levels: Vec<Level>,
    /// Where they are highest.
    pub(crate) peaks: Peaks,
    pub(super) sums: Sums,
}

impl ResourceTrack {
    /// Its level at `at`: of changes at the same moment, the last.
    pub fn level_at(&self, at: Instant) -> Option<&Level> {
        let after = self.levels.partition_point(|level| level.at <= at);
        self.levels.get(after.checked_sub(1)?)
    }

    /// The highest level it had.
    pub fn highest(&self) -> u32 {
        let highest = self.peaks.highest(&self.levels, 0..self.levels.len());
        highest.map_or(0, |place| self.levels[place].level)
    }

    /// Takes in a change.
    pub(super) fn push(&mut self, level: Level) {
        self.levels.push(level);
        self.peaks.push(&self.levels);
        let levels = &self.levels;
        self.sums
            .update(levels.len(), |place| change(levels, place));
    }

    /// A change: from when on there are what level, and how many who wait to take and to put.
    pub(crate) fn change(&self, place: usize) -> Change {
        change(&self.levels, place)
    }

    /// The sums over some changes, each up to the one after it: numbers times microseconds.
    pub(crate) fn sum(&self, range: Range<usize>) -> [u128; 3] {
        self.sums.of(range, |place| self.change(place))
    }
}

fn change(levels: &[Level], place: usize) -> Change {
    let level = &levels[place];
    let waiters = [level.takers, level.putters].map(u32::from);
    (level.at, [level.level, waiters[0], waiters[1]])
}
