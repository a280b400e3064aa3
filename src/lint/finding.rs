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
}

impl Kind {
    /// All of them, the gravest first.
    pub const ALL: [Kind; 9] = [
        Kind::Deadlock,
        Kind::Unretrieved,
        Kind::Unawaited,
        Kind::Blocked,
        Kind::NeverYielded,
        Kind::Spinning,
        Kind::InTurn,
        Kind::GrowingQueue,
        Kind::HeldLock,
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
