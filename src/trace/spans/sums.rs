//! Questions about ranges of spans, answered from the sums of blocks instead of span by span.

use super::{BLOCK, Spans};
use crate::time::Instant;
use crate::trace::totals::{Kind, Totals};
use core::ops::Range;

impl Spans {
    /// The first place after `index`, and not after `end`, whose span begins at `moment` or later.
    pub(crate) fn next_from(&self, index: usize, end: usize, moment: Instant) -> usize {
        // It is near, so the steps are short at first.
        let (mut low, mut step) = (index + 1, 1);
        let is_before = |place: usize| self.packed.get(place).is_some_and(|s| s.from < moment);
        while low + step <= end && is_before(low + step - 1) {
            low += step;
            step *= 2;
        }
        let mut high = (low + step - 1).min(end);
        while low < high {
            let middle = low + (high - low) / 2;
            if is_before(middle) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low.min(end)
    }

    /// How many of each kind there are in a range of places, and how long they waited, as seen at
    /// a moment at which all of them had begun.
    pub(crate) fn totals(&self, range: Range<usize>, until: Instant) -> Totals {
        let mut totals = Totals::default();
        let first_block = range.start.div_ceil(BLOCK);
        let last_block = (range.end / BLOCK).min(self.sums.len());
        if first_block >= last_block {
            self.add(&mut totals, range, until);
            return totals;
        }
        self.add(&mut totals, range.start..first_block * BLOCK, until);
        totals.add_between(self.sum(first_block), self.sum(last_block));
        self.add(&mut totals, last_block * BLOCK..range.end, until);
        totals
    }

    /// The first place in a range that has this kind.
    pub(crate) fn first_of(&self, kind: Kind, range: Range<usize>) -> Option<usize> {
        let is = |place: &usize| self.kind(*place) == kind;
        let block_end = range.start.next_multiple_of(BLOCK).min(range.end);
        if let Some(place) = (range.start..block_end).find(is) {
            return Some(place);
        }
        let before = self.sum(block_end / BLOCK).map_or(0, |sum| sum.count(kind));
        let blocks = self.sums.partition_point(|sum| sum.count(kind) <= before);
        (block_end.max(blocks * BLOCK)..range.end).find(is)
    }

    /// The last place in a range that has this kind.
    pub(crate) fn last_of(&self, kind: Kind, range: Range<usize>) -> Option<usize> {
        let is = |place: &usize| self.kind(*place) == kind;
        let block = range.end / BLOCK;
        let block_start = (block * BLOCK).max(range.start);
        if let Some(place) = (block_start..range.end).rfind(is) {
            return Some(place);
        }
        let before = self.sum(block).map_or(0, |sum| sum.count(kind));
        let blocks = self.sums.partition_point(|sum| sum.count(kind) < before);
        (range.start..block_start.min((blocks + 1) * BLOCK)).rfind(is)
    }

    /// The totals of so many whole blocks from the first on; none of no block.
    fn sum(&self, blocks: usize) -> Option<&Totals> {
        self.sums.get(blocks.checked_sub(1)?)
    }

    pub(super) fn add(&self, totals: &mut Totals, range: Range<usize>, until: Instant) {
        for place in range {
            let to = self.to(place).unwrap_or(until).min(until);
            let micros = to.as_micros().saturating_sub(self.from(place).as_micros());
            totals.add(self.kind(place), micros);
        }
    }
}
