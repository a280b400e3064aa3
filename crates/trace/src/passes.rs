//! The passes of the loop, with maxima and sums for fast queries.

use super::means::{Change, Sums};
use crate::time::Instant;
use core::ops::Range;

/// One pass of the loop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pass {
    /// When it began.
    pub from: Instant,
    /// When it ended. `None` if it has not.
    pub to: Option<Instant>,
    /// Sequence number of its first event.
    pub seq: u64,
    /// Number of entries in its snapshot of the ready queue.
    pub ready: u32,
    /// Number of pending timers at its beginning.
    pub timers: u32,
    /// Number of entries in the ready queue at its end.
    pub ready_after: u32,
    /// Number of pending timers at its end.
    pub timers_after: u32,
    /// Number of those that are deadlines of timeouts.
    pub timeouts_after: u32,
}

/// Number of passes in a block of maxima.
const PASSES: usize = 16;

/// Maxima and sums over the passes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PassSums {
    /// For each block of [`PASSES`] passes, the highest numbers of ready entries and of timers.
    peaks: Vec<(u32, u32)>,
    sums: Sums,
}

impl PassSums {
    /// Updates the sums after a pass was added.
    pub(super) fn update(&mut self, passes: &[Pass]) {
        let count = passes.len();
        if count.is_multiple_of(PASSES) {
            let peak = |of: fn(&Pass) -> u32| {
                let block = passes[count - PASSES..].iter();
                block.map(of).max().unwrap_or(0)
            };
            let peaks = (peak(|pass| pass.ready), peak(|pass| pass.timers));
            self.peaks.push(peaks);
        }
        // The last pass may still change.
        self.sums
            .update(2 * count - 1, |index| change(passes, index));
    }

    /// The sums over a range of changes, each up to the next: numbers times microseconds.
    pub(super) fn sum(&self, passes: &[Pass], range: Range<usize>) -> [u128; 3] {
        self.sums.of(range, |index| change(passes, index))
    }

    /// The highest numbers of ready entries and of pending timers at the beginnings of a range of passes.
    pub(super) fn peak(&self, passes: &[Pass], range: Range<usize>) -> (u32, u32) {
        let (start, end) = (range.start, range.end.min(passes.len()));
        let (first, last) = (start.div_ceil(PASSES), end / PASSES);
        let one = |range: Range<usize>| {
            let passes = passes.get(range).unwrap_or_default();
            passes.iter().map(|pass| (pass.ready, pass.timers))
        };
        let both = |a: (u32, u32), b: (u32, u32)| (a.0.max(b.0), a.1.max(b.1));
        match self.peaks.get(first..last) {
            Some(blocks) if first < last => {
                let ends = one(start..first * PASSES).chain(one(last * PASSES..end));
                ends.chain(blocks.iter().copied()).fold((0, 0), both)
            }
            _ => one(start..end).fold((0, 0), both),
        }
    }
}

/// The time of a change, and its numbers: [`Model::pass_change`](super::Model::pass_change).
pub(super) fn change(passes: &[Pass], index: usize) -> Change {
    let pass = &passes[index / 2];
    if index.is_multiple_of(2) {
        return (pass.from, [1, pass.ready, pass.timers]);
    }
    match (pass.to, passes.get(index / 2 + 1)) {
        (Some(to), _) => (to, [0, pass.ready_after, pass.timers_after]),
        // If the log does not have the end of a pass, it lasts until the next one.
        (None, Some(next)) => (next.from, [1, next.ready, next.timers]),
        (None, None) => (pass.from, [1, pass.ready, pass.timers]),
    }
}
