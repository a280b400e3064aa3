//! Questions about ranges of spans, answered from the sums of blocks instead of span by span.

use super::{BLOCK, Spans};
use crate::time::Instant;
use crate::trace::totals::{Few, Kind, Totals};
use core::ops::Range;

/// So many spans are added up sooner than the sums of blocks are.
const FEW: usize = 24;

impl Spans {
    /// The totals of a range of places. The last span of all is as long as it is at a moment, if it goes on.
    pub(crate) fn totals(&self, range: Range<usize>, until: Instant) -> Totals {
        let mut totals = Totals::default();
        if range.len() <= BLOCK {
            self.each(range, until, |kind, micros| totals.add(kind, micros));
            return totals;
        }
        // The blocks that begin nearest to the ends of the range have a few spans too many or too few.
        let nearest = |place: usize| ((place + BLOCK / 2) / BLOCK).min(self.sums.len());
        let (first, last) = (nearest(range.start), nearest(range.end));
        totals = self.sum(last).copied().unwrap_or_default();
        let mut add = |range| self.each(range, until, |kind, micros| totals.add(kind, micros));
        add(last * BLOCK..range.end);
        add(range.start..first * BLOCK);
        if let Some(sum) = self.sum(first) {
            totals.take_all(sum);
        }
        let mut take = |range| self.each(range, until, |kind, micros| totals.take(kind, micros));
        take(range.end..last * BLOCK);
        take(first * BLOCK..range.start);
        totals
    }

    /// The totals of a few spans that wait for one kind of thing at most; none where that is otherwise.
    pub(crate) fn few(&self, range: Range<usize>, until: Instant) -> Option<Few> {
        if range.len() > FEW {
            return None;
        }
        let after = self.packed.get(range.end).map(|next| next.from);
        let mut to = after.or(self.end).unwrap_or(until).as_micros();
        let (mut few, mut wait) = (Few::default(), None);
        for span in self.packed.get(range)?.iter().rev() {
            let (from, kind) = (span.from.as_micros(), span.kind_index());
            let micros = to.saturating_sub(from);
            to = from;
            if kind == Kind::Running.index() {
                few.running += micros;
                few.polls += 1;
            } else if kind == Kind::Ready.index() {
                few.ready += micros;
            } else {
                if *wait.get_or_insert(kind) != kind {
                    return None;
                }
                few.waiting += micros;
            }
        }
        if let Some(Kind::Waiting(kind)) = wait.map(Kind::from_index) {
            few.wait = Some(kind);
        }
        Some(few)
    }

    /// The last place in a range that has a poll.
    pub(crate) fn last_poll(&self, range: Range<usize>) -> Option<usize> {
        let is = |place: &usize| self.kind(*place) == Kind::Running;
        let block = range.end / BLOCK;
        let block_start = (block * BLOCK).max(range.start);
        if let Some(place) = (block_start..range.end).rfind(is) {
            return Some(place);
        }
        let before = self.sum(block).map_or(0, |sum| sum.polls);
        let blocks = self.sums.partition_point(|sum| sum.polls < before);
        (range.start..block_start.min((blocks + 1) * BLOCK)).rfind(is)
    }

    /// The totals of so many whole blocks from the first on; none of no block.
    fn sum(&self, blocks: usize) -> Option<&Totals> {
        self.sums.get(blocks.checked_sub(1)?)
    }

    /// Tells the kind of each span of a range, as a number, and how many microseconds it takes.
    #[inline]
    pub(super) fn each(
        &self,
        range: Range<usize>,
        until: Instant,
        mut tell: impl FnMut(usize, u64),
    ) {
        let Some(spans) = self.packed.get(range.clone()) else {
            return;
        };
        let after = self.packed.get(range.end).map(|next| next.from);
        let after = after.or(self.end).unwrap_or(until).as_micros();
        let ends = spans.iter().skip(1).map(|next| next.from.as_micros());
        for (span, to) in spans.iter().zip(ends.chain([after])) {
            tell(span.kind_index(), to.saturating_sub(span.from.as_micros()));
        }
    }
}
