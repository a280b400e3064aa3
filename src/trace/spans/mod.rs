//! The spans of one task, packed, with prefix sums: totals of a range are computed in constant time.

mod iter;
mod sums;
mod walk;

use super::id::TaskId;
use super::totals::{SpanKind, SpanTotals};
use super::track::{Span, SpanState, Waited, WokenBy};
use crate::time::Instant;
pub use iter::Iter;
pub use walk::PackedSpan;

/// Number of spans in a block of the prefix sums.
const BLOCK: usize = 16;
/// How many recent waits are searched for an equal one to reuse.
const LOOK_BACK: usize = 8;

/// The spans of a task in order, without gaps: each ends when the next one begins.
///
/// A [`Span`] is built on access. It is stored in 24 bytes, plus 5 bytes of sums.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, trace::{Model, model::SpanState}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// let model = rt.with_log(Model::of);
/// let spans = &model.tasks()[0].spans;
/// let states: Vec<SpanState> = spans.iter().map(|span| span.state).collect();
/// assert_eq!(states[..3], [SpanState::Ready, SpanState::Running, SpanState::Waiting]);
/// assert_eq!(spans.get(2).unwrap().duration(model.now()), ms(5));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spans {
    packed: Vec<Packed>,
    /// When the last span ended. `None` if it has not.
    end: Option<Instant>,
    /// The waits that packed spans refer to by index.
    waits: Vec<Waited>,
    /// For each complete block, the totals of all spans up to its end.
    sums: Vec<SpanTotals>,
}

/// A span without its end.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Packed {
    from: Instant,
    /// The sequence number, shifted by [`SEQ_SHIFT`], and in the lowest 16 bits the kind, the cleanup flag and the code
    /// of [`WokenBy`].
    seq_and_tag: u64,
    /// The number of the task in [`WokenBy`]; 0 if there is none.
    by: u32,
    /// The index of its wait plus one; 0 if it has none.
    wait: u32,
}

const _: () = assert!(
    size_of::<Packed>() == 24,
    "a log can have millions of spans"
);

const KIND: u64 = 0xf;
const CLEANUP: u64 = 0x10;
const WOKEN_SHIFT: u32 = 5;
const WOKEN: u64 = 7 << WOKEN_SHIFT;
const SEQ_SHIFT: u32 = 16;

impl Packed {
    fn kind_index(self) -> usize {
        (self.seq_and_tag & KIND) as usize
    }

    fn kind(self) -> SpanKind {
        SpanKind::from_index(self.kind_index())
    }

    fn set(&mut self, mask: u64, bits: u64) {
        self.seq_and_tag = self.seq_and_tag & !mask | bits;
    }

    fn woken_by(self) -> Option<WokenBy> {
        let task = (self.by as usize).checked_sub(1).map(TaskId::from_index);
        Some(match (self.seq_and_tag & WOKEN) >> WOKEN_SHIFT {
            1 => WokenBy::Task(task?),
            2 => WokenBy::Timer,
            3 => WokenBy::Io,
            4 => WokenBy::Callback,
            5 => WokenBy::Outside,
            6 => WokenBy::Spawn(task),
            _ => return None,
        })
    }

    fn set_woken_by(&mut self, by: Option<WokenBy>) {
        let (code, task) = match by {
            None => (0, None),
            Some(WokenBy::Task(task)) => (1, Some(task)),
            Some(WokenBy::Timer) => (2, None),
            Some(WokenBy::Io) => (3, None),
            Some(WokenBy::Callback) => (4, None),
            Some(WokenBy::Outside) => (5, None),
            Some(WokenBy::Spawn(task)) => (6, task),
        };
        self.set(WOKEN, code << WOKEN_SHIFT);
        self.by = task.map_or(0, TaskId::number);
    }
}

impl Spans {
    /// Number of spans.
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Whether there are no spans.
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// The span with this index.
    pub fn get(&self, index: usize) -> Option<Span> {
        let packed = self.packed.get(index)?;
        let kind = packed.kind();
        let wait = (packed.wait as usize).checked_sub(1);
        Some(Span {
            state: kind.state(),
            from: packed.from,
            to: self.to(index),
            seq: packed.seq_and_tag >> SEQ_SHIFT,
            cleanup: packed.seq_and_tag & CLEANUP != 0,
            waited: wait.and_then(|wait| self.waits.get(wait).copied()),
            woken_by: packed.woken_by(),
        })
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
        self.packed.partition_point(|span| span.from <= at)
    }

    /// Number of spans that ended before `before`.
    pub fn ended_before(&self, before: Instant) -> usize {
        let begun = self.packed.partition_point(|span| span.from < before);
        match begun.checked_sub(1) {
            Some(last) if self.to(last).is_none_or(|to| to >= before) => last,
            _ => begun,
        }
    }

    /// When the span with this index began.
    ///
    /// # Panics
    /// If the index is out of bounds.
    pub fn from(&self, index: usize) -> Instant {
        self.packed[index].from
    }

    /// When the span with this index ended. `None` if it has not.
    pub fn to(&self, index: usize) -> Option<Instant> {
        match self.packed.get(index + 1) {
            Some(next) => Some(next.from),
            None => self.end,
        }
    }

    /// The kind of the span with this index.
    ///
    /// # Panics
    /// If the index is out of bounds.
    pub fn kind(&self, index: usize) -> SpanKind {
        self.packed[index].kind()
    }

    /// Ends the last span and begins the next, with the same cleanup flag and wait.
    pub(super) fn enter(&mut self, at: Instant, seq: u64, state: SpanState) {
        let last = self.packed.last().copied();
        let (cleanup, wait) = last.map_or((0, 0), |last| (last.seq_and_tag & CLEANUP, last.wait));
        if self.len() == self.packed.capacity() {
            // `Vec` would double the capacity, which wastes memory for long tracks.
            self.packed.reserve_exact(self.len() / 4 + 4);
        }
        self.packed.push(Packed {
            from: at,
            seq_and_tag: seq << SEQ_SHIFT | cleanup,
            by: 0,
            wait,
        });
        self.end = None;
        self.set_kind(state);
        if self.len() > BLOCK && self.len() % BLOCK == 1 {
            let mut sum = self.sums.last().copied().unwrap_or_default();
            let block = self.len() - 1 - BLOCK..self.len() - 1;
            self.for_each(block, at, |kind, micros| sum.add(kind, micros));
            self.sums.push(sum);
        }
    }

    /// Ends the last span.
    pub(super) fn set_end(&mut self, at: Instant) {
        if !self.is_empty() {
            self.end = Some(at);
        }
    }

    /// Sets what woke the task, in the last span.
    pub(super) fn set_woken_by(&mut self, by: Option<WokenBy>) {
        if let Some(last) = self.packed.last_mut() {
            last.set_woken_by(by);
        }
    }

    /// Sets the cleanup flag, from the last span on.
    pub(super) fn set_cleanup(&mut self) {
        if let Some(last) = self.packed.last_mut() {
            last.set(CLEANUP, CLEANUP);
        }
    }

    /// Sets what the task waits for, or has waited for, in the last span.
    pub(super) fn set_waited(&mut self, waited: Waited) {
        let Some(state) = self.packed.last().map(|last| last.kind().state()) else {
            return;
        };
        let recent = self.waits.iter().rev().take(LOOK_BACK);
        let back = recent.clone().position(|recent| *recent == waited);
        if back.is_none() {
            self.waits.push(waited);
        }
        let wait = self.waits.len() - back.unwrap_or(0);
        if let Some(last) = self.packed.last_mut() {
            last.wait = u32::try_from(wait).unwrap_or(0);
        }
        self.set_kind(state);
    }

    fn set_kind(&mut self, state: SpanState) {
        let Some(last) = self.packed.last_mut() else {
            return;
        };
        let wait = (last.wait as usize).checked_sub(1);
        let on = wait
            .and_then(|wait| self.waits.get(wait))
            .map(|waited| waited.on);
        last.set(KIND, SpanKind::new(state, on).index() as u64);
    }
}
