//! Divides stretches of time into those wide enough to draw alone and those that share a column of pixels.

use crate::scale::TimeScale;
use core::ops::Range;
use coroscope_trace::time::Instant;

/// A stretch narrower than this shares its pixel with its neighbours.
pub(super) const PIXEL: f64 = 1.0;
/// Tolerance for floating-point rounding.
pub(super) const NEARLY: f64 = 1e-6;

/// Up to this many stretches in a column are scanned; beyond that, binary search is faster.
const FEW: usize = 16;

/// Stretches in order, each ending where the next one begins.
pub(super) trait Stretches {
    /// When the stretch at an index begins.
    fn from(&self, place: usize) -> Instant;

    /// When it ends, or until when it is known.
    fn to(&self, place: usize) -> Instant;
}

/// A visible part of the stretches. Parts come from left to right, without gaps.
pub(super) enum Part {
    /// A stretch that is at least one pixel wide.
    Wide {
        /// Its index.
        place: usize,
        /// Its edges, at most one pixel outside the viewport.
        edges: (f64, f64),
    },
    /// Narrow stretches that share a column.
    Shared(SharedColumn),
}

/// Narrow stretches in one column of pixels.
#[derive(Clone, Debug)]
pub(super) struct SharedColumn {
    /// Their indexes. The first may begin and the last may end in a neighbouring column.
    pub(super) places: Range<usize>,
    /// The part of the column that they cover; empty if none of them takes time.
    pub(super) edges: (f64, f64),
    /// The column's left edge.
    pub(super) column: f64,
    /// How many microseconds the first began before this part, and the last continues after it.
    pub(super) outside: (f64, f64),
    /// The indexes of those that begin here.
    pub(super) begun: Range<usize>,
}

impl SharedColumn {
    /// Its width.
    pub(super) fn width(&self) -> f64 {
        self.edges.1 - self.edges.0
    }
}

/// An edge of a part: in pixels, and in microseconds from the left edge of the viewport.
#[derive(Clone, Copy)]
struct Edge {
    x: f64,
    micros: f64,
}

/// Iterates over the visible parts.
pub(super) struct Columns<'a, S> {
    stretches: &'a S,
    scale: &'a TimeScale,
    micros_per_px: f64,
    /// The viewport's length, in microseconds.
    span: f64,
    /// When the viewport begins, in microseconds.
    from: f64,
    /// One pixel right of the viewport.
    right: Edge,
    next: usize,
    end: usize,
    /// How many stretches the last column had: a guess for the next one.
    pace: usize,
    /// Where the next part begins.
    at: Edge,
}

impl<'a, S: Stretches> Columns<'a, S> {
    /// The parts of the stretches at these indexes; the first may begin before the viewport.
    pub(super) fn new(stretches: &'a S, scale: &'a TimeScale, places: Range<usize>) -> Self {
        let micros_per_px = scale.micros_per_px();
        let edge = |x: f64| Edge {
            x,
            micros: x * micros_per_px,
        };
        let mut columns = Columns {
            stretches,
            scale,
            micros_per_px,
            span: scale.span().as_micros() as f64,
            from: micros(scale.from()),
            right: edge(scale.width() + PIXEL),
            next: places.start,
            end: places.end,
            pace: 1,
            at: edge(-PIXEL),
        };
        if !places.is_empty() {
            let from = columns.offset(stretches.from(places.start));
            columns.at = columns.edge(from);
        }
        columns
    }

    /// A moment in microseconds from the left edge.
    fn offset(&self, at: Instant) -> f64 {
        micros(at) - self.from
    }

    /// The edge at an offset in microseconds, at most one pixel outside the viewport.
    fn edge(&self, micros: f64) -> Edge {
        let x = micros * self.scale.width() / self.span;
        if x < -PIXEL {
            return Edge {
                x: -PIXEL,
                micros: -self.micros_per_px,
            };
        }
        match x > self.right.x {
            true => self.right,
            false => Edge { x, micros },
        }
    }

    /// The first index after `place` whose stretch begins at `moment` or later.
    fn after(&self, place: usize, moment: Instant) -> usize {
        let is_before = |place: usize| self.stretches.from(place) < moment;
        let (mut low, mut high) = (place + 1, self.end);
        if self.pace <= FEW {
            // For so few, scanning is faster than searching.
            let near = high.min(low + FEW);
            while low < near && is_before(low) {
                low += 1;
            }
            if low < near {
                return low;
            }
        }
        let guess = (place + self.pace).clamp(low, high);
        let mut step = 1;
        if guess > low && !is_before(guess - 1) {
            high = guess - 1;
            while high > low + step && !is_before(high - step) {
                high -= step;
                step *= 2;
            }
            low = low.max(high.saturating_sub(step));
        } else {
            low = guess;
            while low + step <= high && is_before(low + step - 1) {
                low += step;
                step *= 2;
            }
            high = high.min(low + step - 1);
        }
        while low < high {
            let middle = low + (high - low) / 2;
            if is_before(middle) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }
}

/// A moment in microseconds. Converting a signed integer to a float is faster.
fn micros(at: Instant) -> f64 {
    at.as_micros().min(i64::MAX as u64) as i64 as f64
}

impl<S: Stretches> Iterator for Columns<'_, S> {
    type Item = Part;

    fn next(&mut self) -> Option<Part> {
        let first = self.next;
        if first >= self.end {
            return None;
        }
        let least = self.micros_per_px - NEARLY;
        let is_wide = |from: f64, to: f64| to.min(self.right.micros) - from >= least;
        let (first_from, mut last_to) = (
            self.offset(self.stretches.from(first)),
            self.offset(self.stretches.to(first)),
        );
        let begin = self.at;
        let goes_on = first_from < begin.micros && begin.x > -PIXEL;
        if !goes_on && is_wide(begin.micros, last_to) {
            (self.next, self.at) = (first + 1, self.edge(last_to));
            let (place, edges) = (first, (begin.x, self.at.x));
            return Some(Part::Wide { place, edges });
        }
        let column = (begin.x + NEARLY).floor();
        let column_end = Edge {
            x: column + PIXEL,
            micros: (column + PIXEL) * self.micros_per_px,
        };
        let after = self.after(first, self.scale.first_after(column_end.micros));
        let last = after - 1;
        self.pace = after - first;
        let mut places_end = after;
        if last > first {
            let last_from = self.offset(self.stretches.from(last));
            last_to = self.offset(self.stretches.to(last));
            if is_wide(last_from, last_to) {
                (places_end, last_to) = (last, last_from);
            }
        }
        if last_to > column_end.micros + NEARLY {
            (self.next, self.at) = (last, column_end);
        } else {
            (self.next, self.at) = (places_end, self.edge(last_to));
        }
        Some(Part::Shared(SharedColumn {
            places: first..places_end,
            edges: (begin.x, self.at.x),
            column,
            outside: (
                (begin.micros - first_from).max(0.0),
                (last_to - self.at.micros).max(0.0),
            ),
            begun: first + usize::from(goes_on)..places_end,
        }))
    }
}
