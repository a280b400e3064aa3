//! Questions about ranges of spans, answered from the sums of blocks instead of span by span.

use super::{BLOCK, Spans};
use crate::time::Instant;
use crate::trace::totals::{Kind, Mix, READY, RUNNING, Totals};
use core::ops::Range;

impl Spans {
    /// The first place after `index`, and not after `end`, whose span begins at `moment` or later.
    pub(crate) fn next_from(&self, index: usize, end: usize, moment: Instant) -> usize {
        let is_before = |place: usize| self.packed.get(place).is_some_and(|s| s.from < moment);
        let near = (index + 1 + BLOCK).min(end);
        if let Some(place) = (index + 1..near).find(|place| !is_before(*place)) {
            return place;
        }
        // Farther away the steps get longer.
        let (mut low, mut step) = (near.max(index + 1), BLOCK);
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

    /// What there is in a range of places, as seen at a moment at which all of them had begun.
    pub(crate) fn mix(&self, range: Range<usize>, until: Instant) -> Mix {
        if range.len() <= 2 * BLOCK
            && let Some(mix) = self.plain_mix(range.clone())
        {
            return mix;
        }
        let mut totals = Totals::default();
        let first = range.start.div_ceil(BLOCK);
        let last = (range.end / BLOCK).min(self.sums.len());
        if first < last {
            self.add(&mut totals, range.start..first * BLOCK, until);
            totals.add_between(self.sum(first), self.sum(last));
            self.add(&mut totals, last * BLOCK..range.end, until);
        } else {
            self.add(&mut totals, range, until);
        }
        totals.mix()
    }

    /// The same, where nothing needs to be measured, because all that wait are of one kind.
    fn plain_mix(&self, range: Range<usize>) -> Option<Mix> {
        let (mut mix, mut wait) = (Mix::default(), None);
        for span in self.packed.get(range)? {
            let kind = span.kind_index();
            match kind {
                READY => mix.ready += 1,
                RUNNING => mix.running += 1,
                _ => {
                    mix.waiting += 1;
                    if *wait.get_or_insert(kind) != kind {
                        return None;
                    }
                }
            }
        }
        if let Some(Kind::Waiting(wait)) = wait.map(Kind::from_index) {
            mix.wait = Some(wait);
        }
        Some(mix)
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
