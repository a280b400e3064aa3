//! A period of time in which a task was in one state.

use super::id::{PlaceId, TaskId};
use super::reason::{Cause, WaitReason};
use super::task_state::TaskState;
use crate::time::{Duration, Instant};

/// What ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WokenBy {
    /// Another task, or the task itself.
    Task(TaskId),
    /// A timer.
    Timer,
    /// The end of the I/O operation that the task waited for.
    Io,
    /// A callback of the loop.
    Callback,
    /// Something outside the loop.
    Outside,
    /// The spawn of the task, which makes it ready for the first time; with the parent.
    Spawn(Option<TaskId>),
}

impl WokenBy {
    /// What ended a wait, from the cause of the wake and what the task waited for.
    pub fn new(cause: Cause, wait: Option<WaitReason>) -> WokenBy {
        match (cause, wait) {
            (Cause::Task(task), _) => WokenBy::Task(task),
            (Cause::Timer, _) => WokenBy::Timer,
            (Cause::Callback, _) => WokenBy::Callback,
            (Cause::Outside, Some(WaitReason::Io(_))) => WokenBy::Io,
            (Cause::Outside, _) => WokenBy::Outside,
        }
    }
}

/// What a task waited for, and where in the source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Waited {
    /// What it waited for.
    pub on: WaitReason,
    /// Where in the source.
    pub place: PlaceId,
}

/// A period of time in which a task was in one state.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Span {
    /// The state.
    pub state: TaskState,
    /// When it began.
    pub from: Instant,
    /// When it ended. `None` if it has not.
    pub to: Option<Instant>,
    /// Sequence number of the event that began it.
    pub seq: u64,
    /// Whether the task was running cleanups after a cancellation.
    pub cleanup: bool,
    /// In a waiting span: what the task waits for. In a ready or running span: what it waited for before.
    pub waited: Option<Waited>,
    /// What made the task ready. In a waiting span: what ended the wait.
    pub woken_by: Option<WokenBy>,
}

impl Span {
    /// Its duration, up to `now` if it has not ended.
    pub fn duration(&self, now: Instant) -> Duration {
        self.to.unwrap_or(now) - self.from
    }
}
