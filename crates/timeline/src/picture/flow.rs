//! Flows: arrows from lane to lane that show which task woke, spawned, awaited or cancelled which.

use coroscope_trace::TaskId;
use coroscope_trace::time::Instant;

/// An arrow from one lane to another at one moment.
///
/// Flows of one kind between the same ends in the same pixel are merged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Flow {
    /// What happened.
    pub kind: FlowKind,
    /// Where.
    pub x: f64,
    /// Where it starts.
    pub from: FlowEnd,
    /// Where it ends.
    pub to: FlowEnd,
    /// When the first of them happened.
    pub at: Instant,
    /// Sequence number of its event.
    pub seq: u64,
    /// The task that did it; `None` if it was not a task.
    pub by: Option<TaskId>,
    /// The task it was done to.
    pub task: TaskId,
    /// How many flows it represents; a lower bound where they are dense.
    pub merged: u32,
}

/// What a flow shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FlowKind {
    /// A task, or something else, made a task ready.
    Wake,
    /// A task spawned another.
    Spawn,
    /// A task began to await another.
    Await,
    /// A task asked another to cancel.
    Cancel,
}

/// An end of a flow.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum FlowEnd {
    /// At a visible row, as an index into all rows.
    Row(usize),
    /// At a row above the viewport.
    Above,
    /// At a row below the viewport.
    Below,
    /// At a task without a row: it was filtered out, or the log does not know it.
    Hidden,
    /// At a timer.
    Timer,
    /// At the end of an I/O operation.
    Io,
    /// At a callback of the loop.
    Callback,
    /// Outside of the loop: the page, or the end of the run.
    Outside,
}

/// Which flows are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Flows {
    /// None.
    #[default]
    None,
    /// Flows of one task: wakes, spawns and awaits in both directions, and the whole chain of its cancellation.
    Of(TaskId),
    /// All with a visible end.
    All,
}
