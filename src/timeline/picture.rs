//! The picture as plain data: what a renderer needs to know, and nothing of how it draws.

use super::block::Block;
use super::browser_time::BrowserTime;
use super::edge::Edge;
use super::layout::WaitKind;
use super::loop_lane::LoopLane;
use super::overdue::Overdue;
use super::scale::Tick;
use super::strip::Strip;
use crate::trace::track::Outcome;
use crate::trace::{Moment, TaskId};

/// Everything that is drawn of a viewport.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// The rows in sight, top to bottom.
    pub lanes: Vec<Lane>,
    /// The axis.
    pub ticks: Vec<Tick>,
    /// One for each resource that has levels.
    pub strips: Vec<Strip>,
    /// Where the loop went on in a macrotask, at most one a pixel.
    pub hops: Vec<f64>,
    /// The width that the viewport's time is drawn over.
    pub width: f64,
    /// How many rows there are in all.
    pub lanes_total: usize,
    /// Where the run has got to; none where that is out of sight, or the run is over.
    pub now_x: Option<f64>,
    /// What the loop itself did.
    pub loop_lane: LoopLane,
    /// Where one poll kept the loop for long: bands over all lanes.
    pub blocks: Vec<Block>,
    /// Where tasks were ready while the browser had the thread: bands over all lanes, too.
    pub browser_times: Vec<BrowserTime>,
    /// Who woke, spawned, cancelled and awaits whom, as far as it was asked for; by x.
    pub edges: Vec<Edge>,
    /// So many edges were too many to be drawn.
    pub edges_left_off: usize,
}

/// One task's row.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Its place among all rows, counted from the top.
    pub row: usize,
    /// The task.
    pub task: TaskId,
    /// The task's name.
    pub name: String,
    /// How many tasks it is nested in.
    pub depth: u32,
    /// Where its life begins, or the left edge.
    pub x_from: f64,
    /// Where its life ends, or the right edge.
    pub x_to: f64,
    /// Whether it is a function in a thread beside the loop, and not a task.
    pub is_thread: bool,
    /// What it did for as long as a pixel or longer, from left to right; before those, the frame of its cleanup.
    pub bars: Vec<Bar>,
    /// Between them, what several states share that alternate faster; from left to right.
    pub shares: Vec<Shares>,
    /// Left edges of ticks, in whole pixels: each stands for one or more polls that are too short to be seen. Of
    /// any [`TICK_PITCH`](super::shapes::TICK_PITCH) pixels one has a tick, and no two of them touch.
    pub ticks: Vec<f64>,
    /// The parts of its waits that went on past the deadline of their timer; they lie on the bars of those waits.
    pub overdue: Vec<Overdue>,
    /// The wait in which it is stuck, drawn from the lane's end through the room after the end of the run. It has no
    /// end; the cap of a task that the end of the run cancelled comes after it.
    pub forever: Option<Bar>,
    /// How it ended, where that is in sight.
    pub cap: Option<Cap>,
    /// From where on the lane is faded: from the end of a task that was cancelled.
    pub faded_from: Option<f64>,
    /// Whether it has tasks below it that can be folded away, or are.
    pub foldable: bool,
    /// How many tasks below it are folded away.
    pub hidden: u32,
    /// When one of those ran.
    pub summary: Vec<Stretch>,
    /// Whether it is only seen because a task below it was searched for.
    pub faded: bool,
    /// What it printed, and remarks about it; for what is folded away below it, too. Then the requests to cancel it
    /// that it refused, and the moments in which it was stuck.
    pub marks: Vec<Mark>,
}

impl Lane {
    /// The lane of a task of which nothing is drawn.
    pub fn empty(task: TaskId) -> Lane {
        Lane {
            row: 0,
            task,
            name: String::new(),
            depth: 0,
            x_from: 0.0,
            x_to: 0.0,
            is_thread: false,
            bars: Vec::new(),
            overdue: Vec::new(),
            forever: None,
            shares: Vec::new(),
            ticks: Vec::new(),
            cap: None,
            faded_from: None,
            foldable: false,
            hidden: 0,
            summary: Vec::new(),
            faded: false,
            marks: Vec::new(),
        }
    }
}

/// From where to where something went on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Its left edge.
    pub x: f64,
    /// How wide it is. What alternates with something else faster than a pixel has its part of each pixel.
    pub width: f64,
    /// Whether it only marks what is too short to be seen.
    pub is_tick: bool,
}

/// What was printed in one pixel of a lane, or happened there in a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// What it stands for.
    pub kind: MarkKind,
    /// Where.
    pub x: f64,
    /// The moment after the first of them.
    pub moment: Moment,
    /// The first of them.
    pub text: String,
    /// How many there are; at least so many where they are dense.
    pub merged: u32,
}

/// What a mark stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum MarkKind {
    /// A printed line.
    Printed,
    /// A remark of the program or the runtime.
    Noted,
    /// A request to cancel the task, which went on. The text says who asked, and how it went on.
    Refused,
    /// A wait in which the task was stuck: nothing could ever continue. The text says for what it waited.
    Stuck,
}

/// One stretch of a lane in one state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// The state.
    pub kind: BarKind,
    /// Its left edge. A bar that begins before the viewport is cut off a pixel outside.
    pub x: f64,
    /// How wide it is; at least one pixel.
    pub width: f64,
    /// The span that it stands for, as an index into the track's spans; of a cleanup the first.
    pub span: usize,
    /// How many spans it stands for; more than one only for a cleanup.
    pub merged: u32,
}

/// Spans that are each shorter than a pixel, in one column of pixels or in several alike: how much of the time
/// there was what.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares {
    /// Its left edge.
    pub x: f64,
    /// How wide it is.
    pub width: f64,
    /// The part of the time in which the task was polled: 1 is all of it.
    pub running: f64,
    /// The part in which it waited for its turn.
    pub ready: f64,
    /// What it waited for in the rest of the time; none where there is no rest.
    pub waiting: Option<WaitKind>,
}

/// What a bar tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum BarKind {
    /// From the moment its cancellation took effect to its end: a frame round what it did then.
    Cleanup,
    /// Suspended, and for what.
    Waiting(WaitKind),
    /// Woken, and waiting for its turn.
    Ready,
    /// Being polled.
    Running,
}

/// The mark at a task's end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cap {
    /// How it ended.
    pub kind: CapKind,
    /// Where.
    pub x: f64,
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum CapKind {
    /// With a value.
    Done,
    /// With an error.
    Failed,
    /// Cancelled.
    Cancelled,
}

impl CapKind {
    /// The mark of an outcome.
    pub fn of(outcome: Outcome) -> CapKind {
        match outcome {
            Outcome::Done => CapKind::Done,
            Outcome::Failed(_) => CapKind::Failed,
            Outcome::Cancelled => CapKind::Cancelled,
        }
    }
}
