//! An edge of the picture: who did what to whom, from lane to lane.

use crate::time::Instant;
use crate::trace::TaskId;

/// A line from one lane to another at one moment.
///
/// Edges between the same two ends in the same pixel are one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Edge {
    /// What happened.
    pub kind: EdgeKind,
    /// Where.
    pub x: f64,
    /// Where it comes from.
    pub from: EdgeEnd,
    /// Where it goes to.
    pub to: EdgeEnd,
    /// When the first of them happened.
    pub at: Instant,
    /// Sequence number of its event.
    pub seq: u64,
    /// Who did it; none where that was no task.
    pub by: Option<TaskId>,
    /// To whom it was done.
    pub task: TaskId,
    /// How many there are; at least so many where they are dense.
    pub merged: u32,
}

/// What an edge stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EdgeKind {
    /// One task, or something else, made another ready.
    Wake,
    /// One task spawned another.
    Spawn,
    /// One task began to wait for another to end.
    Await,
    /// One task asked that another be cancelled.
    Cancel,
}

/// Where an edge ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EdgeEnd {
    /// At a row in sight, counted from the top of all.
    Row(usize),
    /// At a row above those in sight.
    Above,
    /// At a row below those in sight.
    Below,
    /// At a task that has no row: it was filtered out, or the log does not know it.
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

/// Which edges are drawn.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Edges {
    /// None.
    #[default]
    None,
    /// Those of one task: who woke it and whom it woke, who spawned it and whom it spawned, who
    /// awaits it and whom it awaits; and of its cancellation the whole chain.
    Of(TaskId),
    /// All that have an end in sight.
    All,
}
