//! Ticks: the marks of what is too short to be seen. They never join into a bar.

use super::columns::{NEARLY, PIXEL};
use super::scale::TimeScale;

/// Of so many pixels, one has a tick at most, and no two ticks are next to each other.
pub const TICK_PITCH: f64 = 3.0;
/// Width of a tick.
pub const TICK: f64 = 1.0;
/// What fills less of a column of pixels than this is hard to see, and has a tick.
pub(super) const FAINT: f64 = 0.25;
/// Least distance from the left edge of a tick to that of the next one.
const APART: f64 = 2.0 * TICK;

/// Chooses where ticks are, from left to right.
pub(super) struct Ticks {
    /// How many pixels the view is after the beginning of the run, so that ticks move with what they stand for.
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

    /// Whether there is room for a tick at a column of pixels in sight. Then it is taken.
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

/// Takes back the last tick where a bar begins at `x` in the same column of pixels and is seen there.
pub(super) fn give_way(ticks: &mut Vec<f64>, x: f64) {
    let column = (x + NEARLY).floor();
    ticks.pop_if(|tick| *tick == column && column + PIXEL - x >= FAINT);
}
