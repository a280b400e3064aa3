//! Ticks: marks for polls and passes that are too short to draw. They never merge into a bar.

use super::columns::{NEARLY, PIXEL};
use crate::scale::TimeScale;
use crate::sizes::{TICK, TICK_PITCH};

/// A part of a pixel below this is hard to see, and gets a tick.
pub(super) const FAINT: f64 = 0.25;
/// Minimum distance between the left edges of two ticks.
const APART: f64 = 2.0 * TICK;

/// Chooses the positions of ticks, from left to right.
pub(super) struct Ticks {
    /// The viewport's distance from the beginning of the run, in pixels, so that ticks move with the content.
    offset: f64,
    last: f64,
}

impl Ticks {
    pub(super) fn new(scale: &TimeScale) -> Ticks {
        let from = scale.from().as_micros() as f64;
        Ticks {
            offset: (from / scale.micros_per_px()).round(),
            last: f64::NEG_INFINITY,
        }
    }

    /// Takes a column for a tick, if there is space; returns whether there was.
    pub(super) fn take(&mut self, column: f64) -> bool {
        let cell = |column: f64| ((column + self.offset) / TICK_PITCH).floor();
        let is_free = column >= self.last + APART && cell(column) > cell(self.last);
        let has_room = column >= 0.0 && is_free;
        if has_room {
            self.last = column;
        }
        has_room
    }

    /// Moves the last tick to the right.
    pub(super) fn move_to(&mut self, column: f64) {
        self.last = self.last.max(column);
    }
}

/// Removes the last tick if a visible bar begins at `x` in the same column.
pub(super) fn give_way(ticks: &mut Vec<f64>, x: f64) {
    let column = (x + NEARLY).floor();
    ticks.pop_if(|tick| *tick == column && column + PIXEL - x >= FAINT);
}
