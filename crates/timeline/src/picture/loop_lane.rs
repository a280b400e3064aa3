//! The loop's lane.

use super::mark::Mark;

/// The loop's lane.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LoopLane {
    /// Its passes.
    pub passes: Vec<PassBar>,
    /// Left edges of ticks for passes that are too short to draw, as in [`Lane::ticks`](super::Lane::ticks).
    pub ticks: Vec<f64>,
    /// The length of the ready queue, at the beginning and end of each pass.
    pub ready: Gauge,
    /// The number of pending timers, at the beginning and end of each pass.
    pub timers: Gauge,
    /// Printed lines and notes that belong to no task.
    pub marks: Vec<Mark>,
    /// Long callbacks.
    pub callbacks: Vec<CallbackBar>,
}

impl LoopLane {
    /// Whether there was no pass up to the end of the viewport.
    pub fn is_empty(&self) -> bool {
        self.passes.is_empty() && self.ready.steps.is_empty()
    }
}

/// A pass that is at least a pixel wide, or the share of shorter passes in one or more columns of pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct PassBar {
    /// Its left edge.
    pub x: f64,
    /// How wide it is.
    pub width: f64,
    /// The part of its time that passes take: 1 is all of it.
    pub share: f64,
    /// The index of the first pass in the model.
    pub first: usize,
    /// How many passes begin here.
    pub merged: u32,
}

/// A number over time, as steps.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Gauge {
    /// Each x with the number from there on, a few per pixel; the mean where it changes faster.
    pub steps: Vec<(f64, f64)>,
    /// Higher numbers that lasted less than a pixel.
    pub peaks: Vec<Peak>,
    /// The highest visible number.
    pub highest: u32,
    /// Where the last step ends.
    pub x_to: f64,
}

/// A long callback, or several that share a pixel.
#[derive(Clone, Debug, PartialEq)]
pub struct CallbackBar {
    /// Its left edge.
    pub x: f64,
    /// How wide it is; at least one pixel.
    pub width: f64,
    /// The name of its function; of the longest, if there are several.
    pub name: String,
    /// Its index in the model's callbacks.
    pub index: usize,
    /// How many callbacks it represents; a lower bound where they are dense.
    pub merged: u32,
}

/// The highest number in one or more columns of pixels, if it lasted less than a pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peak {
    /// The left edge of its column. Peaks are at least as far apart as ticks.
    pub x: f64,
    /// The number.
    pub level: u32,
}
