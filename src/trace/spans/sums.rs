//! Questions about ranges of spans, answered from the sums of blocks instead of span by span.

use super::{BLOCK, Spans};
use crate::time::Instant;
use crate::trace::totals::{Kind, Totals};
use core::ops::Range;

impl Spans {
    /// The spans from `index` on that begin before `moment`, but at least one and none from `end` on: the
    /// place after the last of them, how many there are of each kind, and how long they waited. It is asked at
    /// a moment `until`, at which all before `end` have begun.
    pub(crate) fn sum_up(
        &self,
        index: usize,
        end: usize,
        moment: Instant,
        until: Instant,
    ) -> (usize, Totals) {
        let mut totals = Totals::default();
        let block_end = index.next_multiple_of(BLOCK).min(end);
        let mut next = self.add_while(&mut totals, index..block_end, moment, until);
        if next == block_end && next < end {
            let last = (end / BLOCK).min(self.sums.len());
            let blocks = self.blocks_before(next / BLOCK, last, moment);
            totals.add_between(self.sum(next / BLOCK), self.sum(blocks));
            next = self.add_while(&mut totals, blocks * BLOCK..end, moment, until);
        }
        if next == index {
            self.add(&mut totals, index..index + 1, until);
            next += 1;
        }
        (next, totals)
    }

    /// Adds spans one by one, up to the first that begins at `moment` or later.
    fn add_while(
        &self,
        totals: &mut Totals,
        range: Range<usize>,
        moment: Instant,
        until: Instant,
    ) -> usize {
        let Some((last, others)) = self.packed.get(range.clone()).and_then(<[_]>::split_last)
        else {
            return range.end;
        };
        // All but the last end where the next one begins, and that is not after `until`.
        for (place, (span, next)) in others
            .iter()
            .zip(&self.packed[range.start + 1..])
            .enumerate()
        {
            if span.from >= moment {
                return range.start + place;
            }
            let micros = next.from.as_micros() - span.from.as_micros();
            totals.add(span.kind_index(), micros);
        }
        if last.from >= moment {
            return range.end - 1;
        }
        self.add(totals, range.end - 1..range.end, until);
        range.end
    }

    /// How many whole blocks, at least `first` and at most `last`, end before `moment`.
    fn blocks_before(&self, first: usize, last: usize, moment: Instant) -> usize {
        // It is near, so the steps are short at first.
        let ends_before = |blocks: usize| self.from(blocks * BLOCK - 1) < moment;
        let (mut low, mut step) = (first, 1);
        while low + step <= last && ends_before(low + step) {
            low += step;
            step *= 2;
        }
        let mut high = (low + step - 1).min(last);
        while low < high {
            let middle = low + (high - low).div_ceil(2);
            if ends_before(middle) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        low
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
            totals.add(self.packed[place].kind_index(), self.micros(place, until));
        }
    }

    /// Takes one away again.
    pub(crate) fn take(&self, totals: &mut Totals, place: usize, until: Instant) {
        totals.take(self.packed[place].kind_index(), self.micros(place, until));
    }

    fn micros(&self, place: usize, until: Instant) -> u64 {
        let to = self.to(place).unwrap_or(until).min(until);
        to.as_micros().saturating_sub(self.from(place).as_micros())
    }
}
