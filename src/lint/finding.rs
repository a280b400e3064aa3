//! A finding, as plain data.

use crate::time::Instant;
use crate::trace::{PlaceId, ResourceId, TaskId};

/// The kind of a finding: which rule found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FindingKind {
    /// No task can ever continue.
    Deadlock,
    /// A task failed, and its error was never retrieved.
    Unretrieved,
    /// A task ended and was never awaited.
    Unawaited,
    /// One poll took so long that other tasks had to wait.
    Blocked,
    /// A task did all its work in one poll, while other tasks were ready.
    NeverYielded,
    /// A task woke itself repeatedly and did nothing else.
    Spinning,
    /// Waits that could have run concurrently came one after the other.
    InTurn,
    /// An unbounded queue grew faster than it was emptied.
    GrowingQueue,
    /// A lock was held during a long wait, while other tasks waited for it.
    HeldLock,
    /// A coroutine was called and never awaited, so it did nothing.
    NeverAwaited,
    /// A task was asked to cancel and continued.
    RefusedCancel,
    /// `gather` failed, and its other tasks continued although nothing awaited them.
    LeftRunning,
    /// A task ended as cancelled because another task that it awaited was cancelled.
    CancelledIndirectly,
    /// A task took an item from a queue and was cancelled before it was done with it.
    ItemLost,
    /// No task could continue until a timeout ended the wait.
    StuckUntilTimeout,
    /// A task has not returned to the loop for a long time.
    EndlessTurn,
    /// A callback of the loop took so long that tasks had to wait.
    BlockingCallback,
    /// Many short polls in a row delayed a ready task for long.
    ShortTurns,
    /// A function meant for a thread ran on the loop's own thread.
    RanOnLoopThread,
    /// Items waited in a queue behind a slow one, because a single task takes them.
    HeadOfLine,
    /// A semaphore was acquired around `gather`, so it limits nothing inside.
    LimiterAroundGather,
    /// A lock, permit or connection was never released.
    NeverReleased,
    /// An asynchronous generator was abandoned before its end and not closed.
    GeneratorLeftOpen,
    /// A task was destroyed while it was pending.
    DestroyedPending,
}

impl FindingKind {
    /// All kinds, the most serious first.
    pub const ALL: [FindingKind; 24] = [
        FindingKind::Deadlock,
        FindingKind::EndlessTurn,
        FindingKind::Unretrieved,
        FindingKind::NeverAwaited,
        FindingKind::ItemLost,
        FindingKind::NeverReleased,
        FindingKind::DestroyedPending,
        FindingKind::RefusedCancel,
        FindingKind::LeftRunning,
        FindingKind::CancelledIndirectly,
        FindingKind::StuckUntilTimeout,
        FindingKind::Unawaited,
        FindingKind::Blocked,
        FindingKind::BlockingCallback,
        FindingKind::RanOnLoopThread,
        FindingKind::ShortTurns,
        FindingKind::NeverYielded,
        FindingKind::Spinning,
        FindingKind::InTurn,
        FindingKind::HeadOfLine,
        FindingKind::LimiterAroundGather,
        FindingKind::GrowingQueue,
        FindingKind::HeldLock,
        FindingKind::GeneratorLeftOpen,
    ];

    /// The id, for links and style sheets.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(coroscope::lint::FindingKind::HeldLock.id(), "held-lock");
    /// ```
    pub fn id(self) -> &'static str {
        match self {
            FindingKind::Deadlock => "deadlock",
            FindingKind::Unretrieved => "unretrieved",
            FindingKind::Unawaited => "unawaited",
            FindingKind::Blocked => "blocked",
            FindingKind::NeverYielded => "never-yielded",
            FindingKind::Spinning => "spinning",
            FindingKind::InTurn => "in-turn",
            FindingKind::GrowingQueue => "growing-queue",
            FindingKind::HeldLock => "held-lock",
            FindingKind::NeverAwaited => "never-awaited",
            FindingKind::RefusedCancel => "refused-cancel",
            FindingKind::LeftRunning => "left-running",
            FindingKind::CancelledIndirectly => "cancelled-indirectly",
            FindingKind::ItemLost => "item-lost",
            FindingKind::StuckUntilTimeout => "stuck-until-timeout",
            FindingKind::EndlessTurn => "endless-turn",
            FindingKind::BlockingCallback => "blocking-callback",
            FindingKind::ShortTurns => "short-turns",
            FindingKind::RanOnLoopThread => "ran-on-loop-thread",
            FindingKind::HeadOfLine => "head-of-line",
            FindingKind::LimiterAroundGather => "limiter-around-gather",
            FindingKind::NeverReleased => "never-released",
            FindingKind::GeneratorLeftOpen => "generator-left-open",
            FindingKind::DestroyedPending => "destroyed-pending",
        }
    }
}

/// A problem that was found in a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Its kind.
    pub kind: FindingKind,
    /// When it began.
    pub at: Instant,
    /// When it was over.
    pub until: Instant,
    /// The tasks it is about; the most relevant one is first. Empty if it is about a queue and the log does not show which
    /// tasks filled it.
    pub tasks: Vec<TaskId>,
    /// The tasks that had to wait because of it, the longest wait first.
    pub victims: Vec<TaskId>,
    /// The lines it is about; the most relevant one is first.
    pub places: Vec<PlaceId>,
    /// The queue or lock it is about.
    pub resource: Option<ResourceId>,
    /// A short summary.
    pub title: String,
    /// What happened, and to which tasks.
    pub sentence: String,
    /// What would help.
    pub advice: String,
}

impl Finding {
    /// Whether another finding is about the same problem: while a run continues, a worse case of it may replace this one.
    ///
    /// # Examples
    /// ```
    /// use coroscope::lint::{Options, findings};
    /// use coroscope::{Event, Runtime, trace::{Model, RunView}};
    /// let rt = Runtime::virtual_clock();
    /// let hangs = rt.block_on(async { Event::new().wait().await; Ok(()) });
    /// assert!(hangs.is_err());
    /// let found = rt.with_log(|log| findings(RunView::new(log, &Model::of(log)), &Options::default()));
    /// assert!(found[0].is_same(&found[0].clone()));
    /// ```
    pub fn is_same(&self, other: &Finding) -> bool {
        let about = |it: &Finding| (it.kind, it.resource, it.places.first().copied());
        about(self) == about(other)
    }
}
