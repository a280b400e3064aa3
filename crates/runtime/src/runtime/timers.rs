//! The timer heap: deadlines in order, each with an action.
//!
//! As in asyncio, a due timer is first put into the ready queue. It fires when the loop takes it from there, and
//! can be cancelled until then.

use super::call::Callback;
use super::choices::{NextTimer, Others, PendingTimer, TimerKind};
use core::cmp::Reverse;
use core::task::Waker;
use coroscope_trace::time::{Duration, Instant};
use slab::Slab;
use smallvec::SmallVec;
use std::collections::BinaryHeap;

/// The delay of timers that a schedule postpones, counted from the timer that fires before them.
pub(super) const POSTPONED: Duration = Duration::from_micros(1);

/// All timers that have not fired. Timers with equal deadlines fire in the order of their ranks: in which they were made.
#[derive(Default)]
pub(super) struct Timers {
    /// Deadline, rank and slot. An entry with another rank than its timer is out of date.
    heap: BinaryHeap<Reverse<(Instant, u64, usize)>>,
    slots: Slab<Timer>,
    /// Number of numbers and ranks given out.
    made: u64,
    /// Number of timers that are due and have not fired yet.
    due: usize,
    /// Number of timers that are not due yet and belong to timeouts.
    timeouts: usize,
}

struct Timer {
    number: u64,
    rank: u64,
    due: bool,
    purpose: Purpose,
    /// The latest time to which a schedule may postpone it.
    latest: Option<Instant>,
    action: TimerAction,
}

/// The purpose of a timer. If only timers of timeouts are pending, nothing happens before the first of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Purpose {
    Wake,
    /// Simulates an answer from outside.
    Answer,
    Timeout,
}

/// The action of a timer.
pub(crate) enum TimerAction {
    Wake(Waker),
    Call(Callback),
}

/// Identifies a timer until it fires or is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimerKey {
    slot: usize,
    number: u64,
}

impl Timers {
    pub(super) fn insert(
        &mut self,
        deadline: Instant,
        action: TimerAction,
        purpose: Purpose,
        latest: Option<Instant>,
    ) -> TimerKey {
        let number = self.made;
        self.made += 1;
        self.timeouts += usize::from(purpose == Purpose::Timeout);
        let slot = self.slots.insert(Timer {
            number,
            rank: number,
            due: false,
            purpose,
            latest,
            action,
        });
        self.heap.push(Reverse((deadline, number, slot)));
        TimerKey { slot, number }
    }

    /// Adds a timer that is already due.
    pub(super) fn insert_due(&mut self, action: TimerAction) -> TimerKey {
        let number = self.made;
        self.made += 1;
        self.due += 1;
        let slot = self.slots.insert(Timer {
            number,
            rank: number,
            due: true,
            purpose: Purpose::Wake,
            latest: None,
            action,
        });
        TimerKey { slot, number }
    }

    /// Whether the timer has not fired yet.
    pub(super) fn is_armed(&self, key: TimerKey) -> bool {
        let timer = self.slots.get(key.slot);
        timer.is_some_and(|timer| timer.number == key.number)
    }

    /// The callback of a timer, if it has one.
    pub(super) fn callback(&self, key: TimerKey) -> Option<&Callback> {
        match &self.slots.get(key.slot)?.action {
            TimerAction::Call(callback) => Some(callback),
            TimerAction::Wake(_) => None,
        }
    }

    /// Replaces the waker of a timer. False if the timer has fired.
    pub(super) fn set_waker(&mut self, key: TimerKey, waker: &Waker) -> bool {
        let timer = self.slots.get_mut(key.slot);
        match timer.filter(|timer| timer.number == key.number) {
            Some(timer) => {
                if let TimerAction::Wake(old) = &mut timer.action {
                    old.clone_from(waker);
                }
                true
            }
            None => false,
        }
    }

    /// Removes a timer. Does nothing if it has fired.
    pub(super) fn cancel(&mut self, key: TimerKey) {
        drop(self.fire(key));
        // Entries of cancelled timers stay in the heap and are skipped later. A heap that consists
        // mostly of them is rebuilt, so that many cancelled long timeouts do not pile up.
        if self.heap.len() > 64 && self.heap.len() > 2 * self.len() {
            let mut heap = core::mem::take(&mut self.heap);
            heap.retain(|Reverse((_, rank, slot))| self.is_pending(*rank, *slot));
            self.heap = heap;
        }
    }

    fn is_pending(&self, rank: u64, slot: usize) -> bool {
        let timer = self.slots.get(slot);
        timer.is_some_and(|timer| timer.rank == rank && !timer.due)
    }

    /// The earliest deadline.
    pub(super) fn next(&mut self) -> Option<Instant> {
        while let Some(Reverse((deadline, rank, slot))) = self.heap.peek().copied() {
            if self.is_pending(rank, slot) {
                return Some(deadline);
            }
            self.heap.pop();
        }
        None
    }

    /// Removes the first timer that is due at `now` from the heap. The caller queues it and later
    /// [fires](Timers::fire) it.
    pub(super) fn pop_due(&mut self, now: Instant) -> Option<TimerKey> {
        if self.next()? > now {
            return None;
        }
        let Reverse((_, _, slot)) = self.heap.pop()?;
        let timer = self.slots.get_mut(slot)?;
        let number = timer.number;
        timer.due = true;
        self.timeouts -= usize::from(timer.purpose == Purpose::Timeout);
        self.due += 1;
        Some(TimerKey { slot, number })
    }

    /// The entries of the heap that are not out of date, in order.
    fn in_order(&self) -> SmallVec<[(Instant, u64, usize); 8]> {
        let entries = self.heap.iter().map(|Reverse(entry)| *entry);
        let mut entries: SmallVec<_> = entries
            .filter(|(_, rank, slot)| self.is_pending(*rank, *slot))
            .collect();
        entries.sort_unstable();
        entries
    }

    /// The timers that are not due yet, in the order in which they fire.
    pub(super) fn pending(&self) -> SmallVec<[PendingTimer; 8]> {
        let entries = self.in_order();
        let timer = |(deadline, _, slot): (Instant, u64, usize)| PendingTimer {
            deadline,
            kind: match self.slots.get(slot).map(|timer| timer.purpose) {
                Some(Purpose::Answer) => TimerKind::Answer,
                Some(Purpose::Timeout) => TimerKind::Timeout,
                _ => TimerKind::Sleep,
            },
            latest: self.slots.get(slot).and_then(|timer| timer.latest),
            number: self.slots.get(slot).map_or(0, |timer| timer.number),
        };
        entries.into_iter().map(timer).collect()
    }

    /// Lets another timer fire next. An answer comes sooner for that; otherwise those that were due earlier are late.
    pub(super) fn reorder(&mut self, now: Instant, next: NextTimer) {
        let mut entries = self.in_order();
        if next == NextTimer::default() || next.position >= entries.len() {
            return;
        }
        let first = entries[0].0;
        let (deadline, _, slot) = entries.remove(next.position);
        let is_answer = (self.slots.get(slot)).is_some_and(|it| it.purpose == Purpose::Answer);
        let at = match next.others {
            Others::Later if is_answer && next.position > 0 => now,
            Others::Before | Others::After if is_answer => first,
            _ => deadline,
        };
        let at = at.max(now);
        let others = entries.iter().filter(|(deadline, ..)| *deadline <= at);
        let others: SmallVec<[usize; 8]> = others.map(|(_, _, slot)| *slot).collect();
        if next.others != Others::Before {
            self.move_to(slot, at);
        }
        let others_at = match next.others {
            Others::Later => at + POSTPONED,
            Others::Before | Others::After => at,
        };
        for other in others {
            self.move_to(other, others_at);
        }
        if next.others == Others::Before {
            self.move_to(slot, at);
        }
    }

    /// Gives a timer another deadline. It fires after all others with that deadline.
    fn move_to(&mut self, slot: usize, deadline: Instant) {
        let rank = self.made;
        self.made += 1;
        self.slots[slot].rank = rank;
        self.heap.push(Reverse((deadline, rank, slot)));
    }

    /// Removes a timer and returns its action. `None` if it has fired or was cancelled.
    pub(super) fn fire(&mut self, key: TimerKey) -> Option<TimerAction> {
        if !self.is_armed(key) {
            return None;
        }
        let timer = self.slots.remove(key.slot);
        self.due -= usize::from(timer.due);
        self.timeouts -= usize::from(!timer.due && timer.purpose == Purpose::Timeout);
        Some(timer.action)
    }

    /// Number of timers that are not due yet.
    pub(super) fn len(&self) -> usize {
        self.slots.len() - self.due
    }

    /// Number of those that belong to timeouts.
    pub(super) fn timeouts(&self) -> usize {
        self.timeouts
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cancelled_timers_leave_the_heap() {
        let mut timers = Timers::default();
        let at = |n| Instant::from_micros(n);
        let keys: Vec<TimerKey> = (0..1000)
            .map(|n| {
                timers.insert(
                    at(n),
                    TimerAction::Wake(Waker::noop().clone()),
                    Purpose::Wake,
                    None,
                )
            })
            .collect();
        for key in &keys[..999] {
            timers.cancel(*key);
            timers.cancel(*key);
        }
        assert_eq!(timers.len(), 1);
        assert!(timers.heap.len() <= 64);
        assert_eq!(timers.next(), Some(at(999)));
        assert!(timers.pop_due(at(998)).is_none());
        assert_eq!(timers.pop_due(at(999)), Some(keys[999]));
        assert!(timers.set_waker(keys[999], Waker::noop()));
        assert!(timers.fire(keys[999]).is_some());
        assert!(!timers.set_waker(keys[999], Waker::noop()));
    }
}
