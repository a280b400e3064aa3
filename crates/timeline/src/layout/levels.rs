//! Changing numbers as steps: the mean where they change faster than a pixel, and marks for peaks.

use super::columns::{Columns, NEARLY, Part, SharedColumn, Stretches};
use super::tick::Ticks;
use crate::picture::Peak;
use crate::scale::TimeScale;
use crate::sizes::TICK;
use core::ops::Range;
use coroscope_trace::Change;
use coroscope_trace::time::Instant;

/// A peak that exceeds the drawn level by less than this part of the full height is not visible.
const UNSEEN: f64 = 0.1;

/// A sequence of changing numbers.
pub(super) trait Changes {
    /// The number of changes.
    fn len(&self) -> usize;
    /// The change at an index.
    fn change(&self, place: usize) -> Change;
    /// The integral over a range of changes: numbers times microseconds.
    fn sum(&self, range: Range<usize>) -> [u128; 3];
}

/// The changes up to a moment, as stretches.
struct KnownChanges<'a, C> {
    changes: &'a C,
    until: Instant,
}

impl<C: Changes> Stretches for KnownChanges<'_, C> {
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

/// A number, or the mean of several, between two edges.
pub(super) struct Level {
    pub(super) edges: (f64, f64),
    pub(super) numbers: [f64; 3],
    /// The changes that share the column, if there are several.
    pub(super) shared: Option<SharedColumn>,
    /// The index of the first change.
    pub(super) place: usize,
}

/// Calls `each` with the visible levels, from left to right. A change that lasts a pixel has its own level.
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
    let seen = KnownChanges { changes, until };
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

/// The means of several changes within a column.
fn means<C: Changes>(seen: &KnownChanges<C>, scale: &TimeScale, shared: &SharedColumn) -> [f64; 3] {
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

/// How many changes at the front satisfy a condition on their time.
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

/// Chooses which of the highest numbers of the columns are marked, from left to right. `drawn` is the level drawn at an x,
/// `full` the highest possible level. Of peaks that are too close to each other, the highest is used.
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
