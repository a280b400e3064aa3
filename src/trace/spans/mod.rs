//! The spans of one task: packed, and summed up so that a picture of many costs as much as one of few.

mod iter;
mod sums;
pub(crate) mod walk;

use super::id::TaskId;
use super::totals::{Kind, Totals};
use super::track::{Span, State, Waited, WokenBy};
use crate::time::Instant;
pub use iter::Iter;

/// So many spans are summed up together.
const BLOCK: usize = 16;
/// So many of the waits that were told last are looked through for one that is told again.
const LOOK_BACK: usize = 8;

/// A task's spans in order, without gaps: each ends where the next one begins.
///
/// A [`Span`] is made when it is asked for; what is kept of it are 24 bytes, and 5 of sums.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, trace::{Model, model::State}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// let model = rt.with_log(Model::of);
/// let spans = &model.tasks()[0].spans;
/// let states: Vec<State> = spans.iter().map(|span| span.state).collect();
/// assert_eq!(states[..3], [State::Ready, State::Running, State::Waiting]);
/// assert_eq!(spans.get(2).unwrap().duration(model.now()), ms(5));
/// ```
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Spans {
    packed: Vec<Packed>,
    /// When the last one ended; none while it goes on.
    end: Option<Instant>,
    /// What the packed ones waited for, by their places here.
    waits: Vec<Waited>,
    /// Of each whole block with all before it.
    sums: Vec<Totals>,
}

/// A span less its end.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Packed {
    from: Instant,
    /// Its number above the lowest 16 bits; they are its tag.
    seq_and_tag: u64,
    /// The number of the task that woke it, where one did.
    by: u32,
    /// One more than the place of its wait; 0 where it has none.
    wait: u32,
}

const _: () = assert!(size_of::<Packed>() == 24, "there are many of them");

const KIND: u64 = 0xf;
const CLEANUP: u64 = 0x10;
const WOKEN_SHIFT: u32 = 5;
const WOKEN: u64 = 7 << WOKEN_SHIFT;
const SEQ_SHIFT: u32 = 16;

impl Packed {
    fn kind_index(self) -> usize {
        (self.seq_and_tag & KIND) as usize
    }

    fn kind(self) -> Kind {
        Kind::from_index(self.kind_index())
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
    /// How many there are.
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// The one at a place counted from zero.
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

    /// The first.
    pub fn first(&self) -> Option<Span> {
        self.get(0)
    }

    /// The last.
    pub fn last(&self) -> Option<Span> {
        self.get(self.len().checked_sub(1)?)
    }

    /// All of them in order.
    pub fn iter(&self) -> Iter<'_> {
        self.into_iter()
    }

    /// How many of the first ones are as asked, where those that are come before those that are not.
    pub fn partition_point(&self, mut is: impl FnMut(&Span) -> bool) -> usize {
        let (mut low, mut high) = (0, self.len());
        while low < high {
            let middle = low + (high - low) / 2;
            if self.get(middle).is_some_and(|span| is(&span)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// How many have begun at a moment.
    pub fn begun(&self, at: Instant) -> usize {
        self.packed.partition_point(|span| span.from <= at)
    }

    /// How many had ended before a moment.
    pub fn over(&self, before: Instant) -> usize {
        let begun = self.packed.partition_point(|span| span.from < before);
        match begun.checked_sub(1) {
            Some(last) if self.to(last).is_none_or(|to| to >= before) => last,
            _ => begun,
        }
    }

    /// When the one at a place, which must be below the length, began.
    pub(crate) fn from(&self, index: usize) -> Instant {
        self.packed[index].from
    }

    /// When it ended; none while it goes on.
    pub(crate) fn to(&self, index: usize) -> Option<Instant> {
        match self.packed.get(index + 1) {
            Some(next) => Some(next.from),
            None => self.end,
        }
    }

    /// What the one at a place, which must be below the length, is drawn as.
    pub(crate) fn kind(&self, index: usize) -> Kind {
        self.packed[index].kind()
    }

    /// Ends the last one, and begins the next with what goes on: the cleanup and what was waited for.
    pub(super) fn enter(&mut self, at: Instant, seq: u64, state: State) {
        let last = self.packed.last().copied();
        let (cleanup, wait) = last.map_or((0, 0), |last| (last.seq_and_tag & CLEANUP, last.wait));
        if self.len() == self.packed.capacity() {
            // Twice as many, as a vector would make room for, is too much of a long track.
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
            self.each(block, at, |kind, micros| sum.add(kind, micros));
            self.sums.push(sum);
        }
    }

    /// Ends the last one.
    pub(super) fn set_end(&mut self, at: Instant) {
        if !self.is_empty() {
            self.end = Some(at);
        }
    }

    /// Says of the last one who woke the task.
    pub(super) fn set_woken_by(&mut self, by: Option<WokenBy>) {
        if let Some(last) = self.packed.last_mut() {
            last.set_woken_by(by);
        }
    }

    /// Says that the task cleans up, from the last one on.
    pub(super) fn set_cleanup(&mut self) {
        if let Some(last) = self.packed.last_mut() {
            last.set(CLEANUP, CLEANUP);
        }
    }

    /// Says of the last one what the task waits for, or had waited for.
    pub(super) fn set_waited(&mut self, waited: Waited) {
        let Some(state) = self.packed.last().map(|last| last.kind().state()) else {
            return;
        };
        let recent = self.waits.iter().rev().take(LOOK_BACK);
        let back = recent.clone().position(|told| *told == waited);
        if back.is_none() {
            self.waits.push(waited);
        }
        let wait = self.waits.len() - back.unwrap_or(0);
        if let Some(last) = self.packed.last_mut() {
            last.wait = u32::try_from(wait).unwrap_or(0);
        }
        self.set_kind(state);
    }

    fn set_kind(&mut self, state: State) {
        let Some(last) = self.packed.last_mut() else {
            return;
        };
        let wait = (last.wait as usize).checked_sub(1);
        let on = wait
            .and_then(|wait| self.waits.get(wait))
            .map(|told| told.on);
        last.set(KIND, Kind::new(state, on).index() as u64);
    }
}
