//! Numbers that change over time as steps: where they change faster than a pixel, their mean, and marks for peaks.

use super::columns::{Columns, NEARLY, Part, Shared, Stretches};
use super::scale::TimeScale;
use super::tick::{TICK, Ticks};
use crate::time::Instant;
use crate::trace::Change;
use core::ops::Range;

/// A peak that rises less than this part of the whole height above what is drawn can't be seen.
const UNSEEN: f64 = 0.1;

/// The highest number in one or more columns of pixels, where it did not last for a pixel.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Peak {
    /// The left edge of its column. Peaks are as far apart as ticks.
    pub x: f64,
    /// The number.
    pub level: u32,
}

/// Numbers that change.
pub(super) trait Changes {
    /// How many changes there are.
    fn len(&self) -> usize;
    /// The one at a place.
    fn change(&self, place: usize) -> Change;
    /// The sums over some changes, each up to the one after it: numbers times microseconds.
    fn sum(&self, range: Range<usize>) -> [u128; 3];
}

/// Changes as stretches that are known up to a moment.
struct Seen<'a, C> {
    changes: &'a C,
    until: Instant,
}

impl<C: Changes> Stretches for Seen<'_, C> {
    fn from(&self, place: usize) -> Instant {
        self.changes.change(place).0
    }

    fn to(&self, place: usize) -> Instant {
        match place + 1 < self.changes.len() {
            true => self.changes.change(place + 1).0.min(self.until),
            false => self.until.max(self.from(place)),
        }
    }
}

/// One number or the mean of several, from an edge to the other.
pub(super) struct Level {
    pub(super) edges: (f64, f64),
    pub(super) numbers: [f64; 3],
    /// Of the changes that share a column of pixels, those that are there and those that begin there.
    pub(super) shared: Option<Shared>,
    /// The first of the changes.
    pub(super) place: usize,
}

/// The levels in sight, from left to right. A change that lasts a pixel has a level of its own.
pub(super) fn levels<C: Changes>(
    changes: &C,
    scale: &TimeScale,
    until: Instant,
    mut each: impl FnMut(Level),
) {
    let begun = |is: &dyn Fn(Instant) -> bool| partition_point(changes, is);
    let last_seen = scale.to().min(until);
    let end = begun(&|at| at <= last_seen);
    let before = begun(&|at| at < scale.from());
    let seen = Seen { changes, until };
    for part in Columns::new(&seen, scale, before.saturating_sub(1)..end) {
        each(match part {
            Part::Wide { place, edges } => Level {
                edges,
                numbers: changes.change(place).1.map(f64::from),
                shared: None,
                place,
            },
            Part::Shared(shared) => Level {
                edges: shared.edges,
                numbers: means(&seen, scale, &shared),
                place: shared.places.start,
                shared: Some(shared),
            },
        });
    }
}

/// The means of what several changes have of a column.
fn means<C: Changes>(seen: &Seen<C>, scale: &TimeScale, shared: &Shared) -> [f64; 3] {
    let (first, last) = (shared.places.start, shared.places.end - 1);
    let numbers = |place: usize| seen.changes.change(place).1.map(f64::from);
    if first == last {
        return numbers(first);
    }
    let (before, after) = shared.outside;
    let lasted = (seen.to(last) - seen.from(last)).as_micros() as f64;
    let all = shared.width() * scale.micros_per_px();
    let sums = seen.changes.sum(first..last);
    let (first, last) = (numbers(first), numbers(last));
    core::array::from_fn(|n| {
        let sum = sums[n] as f64 - first[n] * before + last[n] * (lasted - after);
        match all > NEARLY {
            true => (sum / all).max(0.0),
            false => 0.0,
        }
    })
}

/// How many of the first changes are at moments as asked.
fn partition_point<C: Changes>(changes: &C, is: impl Fn(Instant) -> bool) -> usize {
    let (mut low, mut high) = (0, changes.len());
    while low < high {
        let middle = low + (high - low) / 2;
        if is(changes.change(middle).0) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    low
}

/// Chooses which of the highest numbers of columns are marked, from left to right, where `drawn` tells what is
/// drawn at an x, and `full` is as high as possible. Of those that are too near to each other the highest is kept.
pub(super) fn peaks(
    highest: &[Peak],
    scale: &TimeScale,
    full: u32,
    drawn: impl Fn(f64) -> f64,
) -> Vec<Peak> {
    let mut ticks = Ticks::new(scale);
    let mut found: Vec<Peak> = Vec::new();
    for peak in highest {
        let seen = drawn(peak.x + TICK / 2.0);
        if f64::from(peak.level) <= seen + UNSEEN * f64::from(full) {
            continue;
        }
        if ticks.take(peak.x) {
            found.push(*peak);
        } else if let Some(last) = found.last_mut().filter(|last| last.level < peak.level) {
            ticks.move_to(peak.x);
            *last = *peak;
        }
    }
    found
}
