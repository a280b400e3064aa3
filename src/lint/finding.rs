//! One finding, as plain data.

use crate::time::Instant;
use crate::trace::{PlaceId, ResourceId, TaskId};

/// Which rule found it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Nothing can ever go on.
    Deadlock,
    /// A task has failed, and nobody saw it.
    Unretrieved,
    /// A task has ended, and nobody awaited it.
    Unawaited,
    /// One poll took so long that others had to wait.
    Blocked,
    /// A task did all of its work in one poll, while others were ready.
    NeverYielded,
    /// A task woke itself over and over, and did nothing else.
    Spinning,
    /// Waits came one after the other that could have run together.
    InTurn,
    /// A queue without a limit grew faster than it was emptied.
    GrowingQueue,
    /// A lock was held across a long wait, while others waited for it.
    HeldLock,
    /// A coroutine was called and never awaited, so it did nothing.
    NeverAwaited,
    /// A task was asked to cancel and went on.
    RefusedCancel,
    /// `gather` failed, and other tasks that it waited for went on without anybody.
    LeftRunning,
    /// A task ended as cancelled because another task that it awaited was cancelled.
    CancelledIndirectly,
    /// A task took an item from a queue and was cancelled before it was done with it.
    ItemLost,
    /// Nothing could go on until a timeout ended the wait.
    StuckUntilTimeout,
    /// A task has not returned to the loop for a long time.
    EndlessTurn,
    /// A callback of the loop took so long that others had to wait.
    BlockingCallback,
    /// Many short polls in a row made a ready task wait long.
    ShortTurns,
    /// A function given to a thread ran on the loop's own thread.
    RanOnLoopThread,
    /// Items waited in a queue behind one that took long, because a single task takes them.
    HeadOfLine,
    /// A semaphore was held around `gather`, so it limits nothing inside.
    LimiterAroundGather,
    /// A lock, permit or connection was never given back.
    NeverReleased,
    /// An asynchronous generator was left before its end and not closed.
    GeneratorLeftOpen,
    /// A task was destroyed while it was pending.
    DestroyedPending,
}

impl Kind {
    /// All of them, the most serious first.
    pub const ALL: [Kind; 24] = [
        Kind::Deadlock,
        Kind::EndlessTurn,
        Kind::Unretrieved,
        Kind::NeverAwaited,
        Kind::ItemLost,
        Kind::NeverReleased,
        Kind::DestroyedPending,
        Kind::RefusedCancel,
        Kind::LeftRunning,
        Kind::CancelledIndirectly,
        Kind::StuckUntilTimeout,
        Kind::Unawaited,
        Kind::Blocked,
        Kind::BlockingCallback,
        Kind::RanOnLoopThread,
        Kind::ShortTurns,
        Kind::NeverYielded,
        Kind::Spinning,
        Kind::InTurn,
        Kind::HeadOfLine,
        Kind::LimiterAroundGather,
        Kind::GrowingQueue,
        Kind::HeldLock,
        Kind::GeneratorLeftOpen,
    ];

    /// A short name for links and style sheets.
    ///
    /// # Examples
    /// ```
    /// assert_eq!(coroscope::lint::Kind::HeldLock.id(), "held-lock");
    /// ```
    pub fn id(self) -> &'static str {
        match self {
            Kind::Deadlock => "deadlock",
            Kind::Unretrieved => "unretrieved",
            Kind::Unawaited => "unawaited",
            Kind::Blocked => "blocked",
            Kind::NeverYielded => "never-yielded",
            Kind::Spinning => "spinning",
            Kind::InTurn => "in-turn",
            Kind::GrowingQueue => "growing-queue",
            Kind::HeldLock => "held-lock",
            Kind::NeverAwaited => "never-awaited",
            Kind::RefusedCancel => "refused-cancel",
            Kind::LeftRunning => "left-running",
            Kind::CancelledIndirectly => "cancelled-indirectly",
            Kind::ItemLost => "item-lost",
            Kind::StuckUntilTimeout => "stuck-until-timeout",
            Kind::EndlessTurn => "endless-turn",
            Kind::BlockingCallback => "blocking-callback",
            Kind::ShortTurns => "short-turns",
            Kind::RanOnLoopThread => "ran-on-loop-thread",
            Kind::HeadOfLine => "head-of-line",
            Kind::LimiterAroundGather => "limiter-around-gather",
            Kind::NeverReleased => "never-released",
            Kind::GeneratorLeftOpen => "generator-left-open",
            Kind::DestroyedPending => "destroyed-pending",
        }
    }
}

/// Something remarkable about a run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// Which rule found it.
    pub kind: Kind,
    /// When it began.
    pub at: Instant,
    /// When it was over.
    pub until: Instant,
    /// The tasks it is about, first the one to look at. None where it is about a queue and the log does not
    /// tell who filled it.
    pub tasks: Vec<TaskId>,
    /// The tasks that had to wait because of it, the longest wait first.
    pub victims: Vec<TaskId>,
    /// The lines it is about, the one to look at first.
    pub places: Vec<PlaceId>,
    /// The queue or lock it is about.
    pub resource: Option<ResourceId>,
    /// A few words.
    pub title: String,
    /// What happened, and to whom.
    pub sentence: String,
    /// What would help.
    pub advice: String,
}

impl Finding {
    /// Whether another finding is about the same thing: as a run goes on, a worse case of it may be the one described.
    ///
    /// # Examples
    /// ```
    /// use coroscope::lint::{Options, findings};
    /// use coroscope::{Event, Runtime, trace::Model};
    /// let rt = Runtime::virtual_clock();
    /// let hangs = rt.block_on(async { Event::new().wait().await; Ok(()) });
    /// assert!(hangs.is_err());
    /// let found = rt.with_log(|log| findings(&Model::of(log), log, &Options::default()));
    /// assert!(found[0].is_same(&found[0].clone()));
    /// ```
    pub fn is_same(&self, other: &Finding) -> bool {
        let about = |it: &Finding| (it.kind, it.resource, it.places.first().copied());
        about(self) == about(other)
    }
}
