//! The lane of one task, of one thread, or of one process.

use super::mark::Mark;
use coroscope_trace::time::Instant;
use coroscope_trace::{OutcomeKind, TaskId, TaskState, WaitKind};

/// One task's row.
#[derive(Clone, Debug, PartialEq)]
pub struct Lane {
    /// Its index among all rows.
    pub row: usize,
    /// The task.
    pub task: TaskId,
    /// The task's name.
    pub name: String,
    /// How many ancestors it has.
    pub depth: u32,
    /// Where the task begins, or the left edge.
    pub x_from: f64,
    /// Where the task ends, or the right edge.
    pub x_to: f64,
    /// Whether it is a function in a thread, or a process, and not a task.
    pub is_thread: bool,
    /// Which of them: a function in another process, or a program.
    pub is_process: bool,
    /// Whether it is a callback of the loop, and not a task.
    pub is_callback: bool,
    /// The frames of its cleanups, drawn below its bars: those inside of it, then the one that ended it.
    pub cleanups: Vec<Cleanup>,
    /// The time limits that it set.
    pub limits: Vec<Limit>,
    /// States that last at least a pixel, from left to right.
    pub bars: Vec<Bar>,
    /// Between the bars, columns shared by several states, from left to right.
    pub shares: Vec<Shares>,
    /// Left edges of ticks, in whole pixels. A tick represents one or more polls that are too short to draw. There is at
    /// most one tick in every [`TICK_PITCH`](crate::sizes::TICK_PITCH) pixels, and no two touch.
    pub ticks: Vec<f64>,
    /// The overdue parts of its waits, drawn over the bars of those waits.
    pub overdue: Vec<Overdue>,
    /// The wait in which it is deadlocked, drawn through the space after the end of the run. A cap comes after it.
    pub forever: Option<Bar>,
    /// How it ended, if that is visible.
    pub cap: Option<Cap>,
    /// Where the lane becomes faded: at the end of a cancelled task.
    pub faded_from: Option<f64>,
    /// Whether it has descendants, visible or folded away.
    pub foldable: bool,
    /// How many of its descendants are folded away.
    pub hidden: u32,
    /// When one of the folded tasks ran.
    pub summary: Vec<Stretch>,
    /// Whether it is only shown because a descendant matches the filter.
    pub faded: bool,
    /// Its printed lines and notes, including those of folded tasks; then the requests to cancel that it refused, and the
    /// moments at which it was deadlocked.
    pub marks: Vec<Mark>,
}

impl Lane {
    /// A lane with nothing on it.
    pub fn empty(task: TaskId) -> Lane {
        Lane {
            row: 0,
            task,
            name: String::new(),
            depth: 0,
            x_from: 0.0,
            x_to: 0.0,
            is_thread: false,
            is_process: false,
            is_callback: false,
            cleanups: Vec::new(),
            limits: Vec::new(),
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

/// A stretch of a lane in one state.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Bar {
    /// The state.
    pub state: TaskState,
    /// Its left edge. A bar that begins before the viewport is clipped one pixel outside.
    pub x: f64,
    /// Its width; at least one pixel.
    pub width: f64,
    /// Its span, as an index into the track's spans.
    pub span: usize,
}

/// A time limit of a task: from where it was set to where it is, or was, reached.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limit {
    /// Where it was set; one pixel outside if that is left of the viewport.
    pub from: f64,
    /// Where the limit is, or the right edge.
    pub x: f64,
    /// Whether the limit is in the viewport, and has a flag.
    pub has_flag: bool,
    /// Whether it was reached, or may still be.
    pub end: LimitEnd,
    /// The limit, as an index into the track's limits.
    pub index: usize,
}

/// What became of a time limit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum LimitEnd {
    /// The work under it has not ended, and the limit is not reached.
    Open,
    /// The work under it ended before, at this x.
    Kept(f64),
    /// It was reached. The x at which the work had ended, with its cleanup, if that is known.
    Expired(Option<f64>),
}

/// The frame around what a task did from the moment a cancellation took effect to the end of what was cancelled.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cleanup {
    /// Its left edge.
    pub x: f64,
    /// Its width; at least one pixel.
    pub width: f64,
    /// Its first span, as an index into the track's spans.
    pub span: usize,
}

/// Spans shorter than a pixel, in one or more columns of pixels: which part of the time each state takes.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Shares {
    /// Its left edge.
    pub x: f64,
    /// Its width.
    pub width: f64,
    /// The part of the time in which the task was polled: 1 is all of it.
    pub running: f64,
    /// The part in which it was ready.
    pub ready: f64,
    /// What it waited for in the rest of the time; `None` if there is no rest.
    pub waiting: Option<WaitKind>,
}

/// The part of a wait after the deadline of its timer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overdue {
    /// The deadline; one pixel outside if it is left of the viewport.
    pub x: f64,
    /// The width of the rest of the wait.
    pub width: f64,
    /// The span of the wait, as an index into the track's spans.
    pub span: usize,
    /// When the timer was due.
    pub deadline: Instant,
}

/// The mark at a task's end.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Cap {
    /// How it ended.
    pub kind: OutcomeKind,
    /// Where.
    pub x: f64,
}

/// A horizontal stretch in which something happened.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Stretch {
    /// Its left edge.
    pub x: f64,
    /// Its width. Where activities alternate faster than a pixel, their share of the pixel.
    pub width: f64,
    /// Whether it is a tick for something too short to draw.
    pub is_tick: bool,
}
