//! Queries about ranges of spans, answered from prefix sums of blocks.

use super::{BLOCK, Spans};
use crate::task_state::TaskState;
use crate::time::Instant;
use crate::totals::{SingleWaitTotals, SpanTotals};
use core::ops::Range;

/// Up to this number of spans, adding them up is faster than using the prefix sums.
const FEW: usize = 24;

impl Spans {
    /// The totals of a range of indices. If the last span has not ended, it counts up to `until`.
    pub fn totals(&self, range: Range<usize>, until: Instant) -> SpanTotals {
        let mut totals = SpanTotals::default();
        if range.len() <= BLOCK {
            self.for_each(range, until, |state, micros| totals.add(state, micros));
            return totals;
        }
        // Starts from the block boundaries nearest to the ends of the range, and corrects by single spans.
        let nearest = |index: usize| ((index + BLOCK / 2) / BLOCK).min(self.sums.len());
        let (first, last) = (nearest(range.start), nearest(range.end));
        totals = self.sum(last).unwrap_or_default();
        let mut add =
            |range| self.for_each(range, until, |state, micros| totals.add(state, micros));
        add(last * BLOCK..range.end);
        add(range.start..first * BLOCK);
        if let Some(sum) = self.sum(first) {
            totals.subtract_all(&sum);
        }
        let mut subtract =
            |range| self.for_each(range, until, |state, micros| totals.subtract(state, micros));
        subtract(range.end..last * BLOCK);
        subtract(first * BLOCK..range.start);
        totals
    }

    /// The totals of a short range in which all waits are of one kind. `None` for other ranges.
    pub fn single_wait_totals(
        &self,
        range: Range<usize>,
        until: Instant,
    ) -> Option<SingleWaitTotals> {
        if range.len() > FEW {
            return None;
        }
        if range.end > self.len() {
            return None;
        }
        let mut to = self.end_of(range.end, until);
        let (mut totals, mut wait) = (SingleWaitTotals::default(), None);
        for index in range.rev() {
            let (from, state) = (self.from(index).as_micros(), self.state_index(index));
            let micros = to.saturating_sub(from);
            to = from;
            if state == TaskState::Running.index() {
                totals.running += micros;
                totals.polls += 1;
            } else if state == TaskState::Ready.index() {
                totals.ready += micros;
            } else {
                if *wait.get_or_insert(state) != state {
                    return None;
                }
                totals.waiting += micros;
            }
        }
        if let Some(TaskState::Waiting(kind)) = wait.map(|state| TaskState::ALL[state]) {
            totals.wait = Some(kind);
        }
        Some(totals)
    }

    /// The index of the last poll in a range.
    pub fn last_poll(&self, range: Range<usize>) -> Option<usize> {
        let is_poll = |index: &usize| self.state(*index) == TaskState::Running;
        let block = range.end / BLOCK;
        let block_start = (block * BLOCK).max(range.start);
        if let Some(index) = (block_start..range.end).rfind(is_poll) {
            return Some(index);
        }
        let before = block.checked_sub(1);
        let polls = before.and_then(|block| self.sums.polls(block));
        let blocks = self.sums.blocks_before_poll(polls.unwrap_or(0));
        (range.start..block_start.min((blocks + 1) * BLOCK)).rfind(is_poll)
    }

    /// The prefix sum over the first `blocks` blocks; `None` for 0.
    fn sum(&self, blocks: usize) -> Option<SpanTotals> {
        self.sums.get(blocks.checked_sub(1)?)
    }

    /// Calls `f` for each span of a range, with the index of its state and its duration in microseconds.
    #[inline]
    pub(super) fn for_each(
        &self,
        range: Range<usize>,
        until: Instant,
        mut f: impl FnMut(usize, u64),
    ) {
        if range.is_empty() || range.end > self.len() {
            return;
        }
        let mut from = self.from(range.start).as_micros();
        for index in range {
            let to = self.end_of(index + 1, until);
            f(self.state_index(index), to.saturating_sub(from));
            from = to;
        }
    }

    /// When the span before this index ended, in microseconds, or `until` if it has not.
    #[inline]
    fn end_of(&self, index: usize, until: Instant) -> u64 {
        let to = match index < self.len() {
            true => self.from(index),
            false => self.end.unwrap_or(until),
        };
        to.as_micros()
    }
}
