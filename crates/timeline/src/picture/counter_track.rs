//! The level of a resource over time.

use super::loop_lane::Peak;
use coroscope_trace::{ResourceId, ResourceKind, TaskId};

/// The level of a resource over time.
#[derive(Clone, Debug, PartialEq)]
pub struct CounterTrack {
    /// The resource.
    pub resource: ResourceId,
    /// Its kind.
    pub kind: ResourceKind,
    /// Its name; if it has none, its kind and where it was created: `queue, line 12`.
    pub name: String,
    /// The level from each `x` to the next step, and from the last to [`x_to`](CounterTrack::x_to).
    pub steps: Vec<CounterStep>,
    /// Higher levels that lasted less than a pixel, so no step shows them.
    pub peaks: Vec<Peak>,
    /// For a lock: which task held it, and when.
    pub lock_holds: Vec<LockHoldBar>,
    /// For a recorded value: where it was set to what it was already. At least as far apart as ticks.
    pub unchanged: Vec<Unchanged>,
    /// Where the known levels end, or the right edge.
    pub x_to: f64,
    /// The highest level of the whole run.
    pub highest: u32,
    /// Its capacity; 0 means unbounded.
    pub capacity: u32,
}

/// A level from `x` on; the mean over a column of pixels where it changes faster.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CounterStep {
    /// Where it begins.
    pub x: f64,
    /// Items in a queue, permits of a semaphore; 1 for a held lock.
    pub level: f64,
    /// How many tasks waited to take.
    pub takers: f64,
    /// How many tasks waited to put.
    pub putters: f64,
}

/// A stretch in which a task held a lock.
#[derive(Clone, Debug, PartialEq)]
pub struct LockHoldBar {
    /// Its left edge.
    pub x: f64,
    /// How wide it is; at least one pixel.
    pub width: f64,
    /// The holder; the first, if several share a pixel.
    pub task: TaskId,
    /// That task's name.
    pub name: String,
    /// How many changes of the lock it represents.
    pub merged: u32,
}

/// Where a value was set to what it was already.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Unchanged {
    /// Where.
    pub x: f64,
    /// How often in this pixel; a lower bound where changes are dense.
    pub times: u32,
}
