//! The passes of the loop, with maxima and sums for fast queries.

use super::means::{Change, Sums};
use super::model::{Model, Pass};
use core::ops::Range;

/// Number of passes in a block of maxima.
const PASSES: usize = 16;

/// Maxima and sums over the passes.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct PassSums {
    /// For each block of [`PASSES`] passes, the highest numbers of ready entries and of timers.
    peaks: Vec<(u32, u32)>,
    sums: Sums,
}

impl Model {
    pub(super) fn begin_pass(&mut self, pass: Pass) {
        self.passes.push(pass);
        let count = self.passes.len();
        if count.is_multiple_of(PASSES) {
            let peak = |of: fn(&Pass) -> u32| {
                let passes = self.passes[count - PASSES..].iter();
                passes.map(of).max().unwrap_or(0)
            };
            let peaks = (peak(|pass| pass.ready), peak(|pass| pass.timers));
            self.pass_sums.peaks.push(peaks);
        }
        let passes = &self.passes;
        // The last pass may still change.
        let sums = &mut self.pass_sums.sums;
        sums.update(2 * count - 1, |index| change(passes, index));
    }

    /// Number of changes: beginnings and ends of passes.
    pub fn pass_changes(&self) -> usize {
        let open = self.passes.last().is_some_and(|pass| pass.to.is_none());
        2 * self.passes.len() - usize::from(open)
    }

    /// A change by its index. Each pass has two: its beginning and its end. The numbers are 1 while a pass runs, else 0;
    /// the number of ready entries; and the number of pending timers.
    pub fn pass_change(&self, index: usize) -> Change {
        change(&self.passes, index)
    }

    /// The sums over a range of changes, each up to the next: numbers times microseconds.
    pub fn pass_sum(&self, range: Range<usize>) -> [u128; 3] {
        let change = |index| change(&self.passes, index);
        self.pass_sums.sums.of(range, change)
    }

    /// The highest numbers of ready entries and of pending timers at the beginnings of a range of passes.
    pub fn pass_peak(&self, range: Range<usize>) -> (u32, u32) {
        let (start, end) = (range.start, range.end.min(self.passes.len()));
        let (first, last) = (start.div_ceil(PASSES), end / PASSES);
        let one = |range: Range<usize>| {
            let passes = self.passes.get(range).unwrap_or_default();
            passes.iter().map(|pass| (pass.ready, pass.timers))
        };
        let both = |a: (u32, u32), b: (u32, u32)| (a.0.max(b.0), a.1.max(b.1));
        match self.pass_sums.peaks.get(first..last) {
            Some(blocks) if first < last => {
                let ends = one(start..first * PASSES).chain(one(last * PASSES..end));
                ends.chain(blocks.iter().copied()).fold((0, 0), both)
            }
            _ => one(start..end).fold((0, 0), both),
        }
    }
}

fn change(passes: &[Pass], index: usize) -> Change {
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
