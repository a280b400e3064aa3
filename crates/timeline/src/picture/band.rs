//! Bands and lines over all lanes: where the loop was blocked, where the browser had the thread, where a failure cancelled
//! other tasks.

use coroscope_trace::time::Instant;
use coroscope_trace::{TaskId, TextId};

/// A stretch in which one poll or callback ran and no other task could.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its left edge.
    pub x: f64,
    /// How wide it is; at least one pixel.
    pub width: f64,
    /// What ran; the longest, if several share a pixel.
    pub runnable: Runnable,
    /// The name of what ran: `primes`, `the callback flush`.
    pub name: String,
    /// When it began.
    pub from: Instant,
    /// When it ended.
    pub to: Instant,
    /// Sequence number of the event that began the poll, or that reported the callback.
    pub seq: u64,
    /// How many polls or callbacks it represents.
    pub merged: u32,
}

/// Something that runs on the loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Runnable {
    /// A task.
    Task(TaskId),
    /// A callback of the loop, by the name of its function.
    Callback(TextId),
}

/// A stretch in which tasks were ready while the browser had the thread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BrowserTime {
    /// Its left edge.
    pub x: f64,
    /// How wide it is; at least two pixels.
    pub width: f64,
    /// When the pass before it ended.
    pub from: Instant,
    /// When the next one began.
    pub to: Instant,
    /// How many entries the ready queue held.
    pub ready: u32,
}

/// The failure of a task that cancelled others.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Failure {
    /// Where.
    pub x: f64,
    /// When.
    pub at: Instant,
    /// The task that failed.
    pub task: TaskId,
    /// How many tasks were asked to cancel because of it.
    pub cancelled: u32,
}
