//! The spans of one task, packed, with prefix sums: totals of a range are computed in constant time.

mod block_sums;
mod chunk;
mod packed;
mod sums;
#[cfg(test)]
mod tests;

use super::span::{Span, Waited, WokenBy};
use super::task_state::TaskState;
use crate::time::Instant;
use block_sums::BlockSums;
use chunk::{CHUNK, Chunk};
use core::ops::Range;
pub use packed::PackedSpan;

/// Number of spans in a block of the prefix sums.
const BLOCK: usize = CHUNK;
/// How many recent waits are searched for an equal one to reuse.
const LOOK_BACK: usize = 8;

/// The spans of a task in order, without gaps: each ends when the next one begins.
///
/// A [`Span`] is built on access. The last ones, at most 32, are stored in 24 bytes each. All others no longer change: they
/// take about 8 bytes, sums included, because a span begins soon after the one before.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, trace::{Model, TaskState, WaitKind}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// let model = rt.with_log(Model::of);
/// let spans = &model.tasks()[0].spans;
/// let states: Vec<TaskState> = spans.iter().map(|span| span.state).collect();
/// assert_eq!(states[..3], [TaskState::Ready, TaskState::Running, TaskState::Waiting(WaitKind::Timer)]);
/// assert_eq!(spans.get(2).unwrap().duration(model.now()), ms(5));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spans {
    /// The spans that no longer change.
    chunks: Vec<Chunk>,
    /// Those after them: at least one, if there are spans.
    last: Vec<PackedSpan>,
    /// When the last span ended. `None` if it has not.
    end: Option<Instant>,
    /// The waits that packed spans refer to by index.
    waits: Vec<Waited>,
    /// The totals of all spans up to the end of each complete block.
    sums: BlockSums,
}

impl Spans {
    /// Number of spans.
    pub fn len(&self) -> usize {
        self.chunks.len() * CHUNK + self.last.len()
    }

    /// Whether there are no spans.
    pub fn is_empty(&self) -> bool {
        self.last.is_empty()
    }

    /// The span with this index.
    pub fn get(&self, index: usize) -> Option<Span> {
        let packed = self.packed(index)?;
        Some(Span {
            state: packed.state(),
            from: packed.from,
            to: self.to(index),
            seq: packed.seq(),
            cleanup: packed.is_cleanup(),
            waited: self.waited(packed.wait),
            woken_by: packed.woken_by(),
        })
    }

    /// The span with this index, in its packed form.
    fn packed(&self, index: usize) -> Option<PackedSpan> {
        match self.chunks.get(index / CHUNK) {
            Some(chunk) => Some(chunk.get(index % CHUNK)),
            None => self.last.get(self.after_chunks(index)).copied(),
        }
    }

    /// The index among the last spans.
    #[inline]
    fn after_chunks(&self, index: usize) -> usize {
        index - self.chunks.len() * CHUNK
    }

    /// All spans in order, in their packed form.
    pub fn packed_iter(&self) -> impl ExactSizeIterator<Item = PackedSpan> {
        (0..self.len()).map(|index| self.packed(index).unwrap_or_else(|| self.last[0]))
    }

    /// The wait with this [number](PackedSpan::wait).
    pub fn waited(&self, wait: u32) -> Option<Waited> {
        self.waits.get((wait as usize).checked_sub(1)?).copied()
    }

    /// All waits of the task. Equal waits may occur more than once.
    pub fn all_waited(&self) -> &[Waited] {
        &self.waits
    }

    /// The first span.
    pub fn first(&self) -> Option<Span> {
        self.get(0)
    }

    /// The last span.
    pub fn last(&self) -> Option<Span> {
        self.get(self.len().checked_sub(1)?)
    }

    /// All spans in order.
    pub fn iter(&self) -> Iter<'_> {
        self.into_iter()
    }

    /// The index of the first span for which `pred` is false, as of [`slice::partition_point`].
    pub fn partition_point(&self, mut pred: impl FnMut(&Span) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.get(middle).is_some_and(|span| pred(&span)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// Number of spans that have begun at `at`.
    pub fn begun_by(&self, at: Instant) -> usize {
        self.count_while(|from| from <= at)
    }

    /// Number of spans that ended before `before`.
    pub fn ended_before(&self, before: Instant) -> usize {
        let begun = self.count_while(|from| from < before);
        match begun.checked_sub(1) {
            Some(last) if self.to(last).is_none_or(|to| to >= before) => last,
            _ => begun,
        }
    }

    /// Number of spans, from the first, whose beginning satisfies `pred`.
    fn count_while(&self, pred: impl Fn(Instant) -> bool) -> usize {
        let is_in_last = self.last.first().is_some_and(|span| pred(span.from));
        if is_in_last || self.chunks.is_empty() {
            return self.chunks.len() * CHUNK + self.last.partition_point(|span| pred(span.from));
        }
        let after = self
            .chunks
            .partition_point(|chunk| pred(chunk.first_from()));
        let Some(index) = after.checked_sub(1) else {
            return 0;
        };
        let chunk = &self.chunks[index];
        let (mut low, mut high) = (1, CHUNK);
        while low < high {
            let middle = usize::midpoint(low, high);
            match pred(chunk.from(middle)) {
                true => low = middle + 1,
                false => high = middle,
            }
        }
        index * CHUNK + low
    }

    /// When the span with this index began.
    ///
    /// # Panics
    /// If the index is out of bounds.
    #[inline]
    pub fn from(&self, index: usize) -> Instant {
        match self.chunks.get(index / CHUNK) {
            Some(chunk) => chunk.from(index % CHUNK),
            None => self.last[self.after_chunks(index)].from,
        }
    }

    /// When the span with this index ended. `None` if it has not.
    #[inline]
    pub fn to(&self, index: usize) -> Option<Instant> {
        match index + 1 < self.len() {
            true => Some(self.from(index + 1)),
            false => self.end,
        }
    }

    /// The state in the span with this index.
    ///
    /// # Panics
    /// If the index is out of bounds.
    pub fn state(&self, index: usize) -> TaskState {
        TaskState::ALL[self.state_index(index)]
    }

    #[inline]
    fn state_index(&self, index: usize) -> usize {
        match self.chunks.get(index / CHUNK) {
            Some(chunk) => packed::state_index(chunk.tag(index % CHUNK)),
            None => self.last[self.after_chunks(index)].state_index(),
        }
    }

    /// Ends the last span and begins the next, with the same cleanup flag and wait.
    pub(super) fn enter(&mut self, at: Instant, seq: u64, state: TaskState) {
        let last = self.last.last().copied();
        if let Ok(complete) = <&[PackedSpan; CHUNK]>::try_from(self.last.as_slice()) {
            let chunk = Chunk::new(complete);
            let mut sum = self.sums.last();
            let block = self.len() - CHUNK..self.len();
            self.end = Some(at);
            self.for_each(block, at, |kind, micros| sum.add(kind, micros));
            if self.chunks.len() == self.chunks.capacity() {
                // `Vec` would double the capacity, which wastes memory for long tracks.
                let more = self.chunks.len() / 4 + 1;
                self.chunks.reserve_exact(more);
            }
            self.sums.push(&sum);
            self.chunks.push(chunk);
            // Most tasks have few spans after the last chunk.
            self.last = Vec::new();
        }
        self.last.push(PackedSpan::new(at, seq, state, last));
        self.end = None;
    }

    /// Ends the last span.
    pub(super) fn set_end(&mut self, at: Instant) {
        if !self.is_empty() {
            self.end = Some(at);
        }
    }

    /// Sets what woke the task, in the last span.
    pub(super) fn set_woken_by(&mut self, by: Option<WokenBy>) {
        if let Some(last) = self.last.last_mut() {
            last.set_woken_by(by);
        }
    }

    /// Sets the cleanup flag, from the last span on.
    pub(super) fn set_cleanup(&mut self) {
        if let Some(last) = self.last.last_mut() {
            last.set_cleanup();
        }
    }

    /// Sets what the task waits for, or has waited for, in the last span.
    pub(super) fn set_waited(&mut self, waited: Waited) {
        let Some(last) = self.last.last_mut() else {
            return;
        };
        let recent = self.waits.iter().rev().take(LOOK_BACK);
        let back = recent.clone().position(|recent| *recent == waited);
        if back.is_none() {
            self.waits.push(waited);
        }
        let wait = self.waits.len() - back.unwrap_or(0);
        last.wait = u32::try_from(wait).unwrap_or(0);
    }
}

impl<'a> IntoIterator for &'a Spans {
    type Item = Span;
    type IntoIter = Iter<'a>;

    fn into_iter(self) -> Iter<'a> {
        let indices = 0..self.len();
        Iter {
            spans: self,
            indices,
        }
    }
}

/// The [`Spans`] of a task in order.
#[derive(Clone, Debug)]
pub struct Iter<'a> {
    spans: &'a Spans,
    indices: Range<usize>,
}

impl Iterator for Iter<'_> {
    type Item = Span;

    fn next(&mut self) -> Option<Span> {
        self.spans.get(self.indices.next()?)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.indices.size_hint()
    }
}

impl DoubleEndedIterator for Iter<'_> {
    fn next_back(&mut self) -> Option<Span> {
        self.spans.get(self.indices.next_back()?)
    }
}

impl ExactSizeIterator for Iter<'_> {}
