//! The timer heap: deadlines in order, each with the waker of who sleeps.
//!
//! A timer that is due goes through the ready queue, as in asyncio: it fires at its turn there, and until
//! then it can still be cancelled.

use super::call::Callback;
use crate::time::Instant;
use core::cmp::Reverse;
use core::task::Waker;
use slab::Slab;
use std::collections::BinaryHeap;

/// Timers of equal deadline fire in the order in which they were made.
#[derive(Default)]
pub(super) struct Timers {
    heap: BinaryHeap<Reverse<(Instant, u64, usize)>>,
    sleepers: Slab<Sleeper>,
    made: u64,
    /// Timers that are due and have not fired yet.
    due: usize,
    /// Timers that are not due yet and are the limit of a timeout.
    limits: usize,
}

struct Sleeper {
    number: u64,
    due: bool,
    purpose: Purpose,
    alarm: Alarm,
}

/// What a timer is for. A program whose only timers are limits does nothing more before the first of them.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    Wake,
    Limit,
}

/// What a timer does when it is due.
pub(super) enum Alarm {
    Wake(Waker),
    Call(Callback),
}

/// Names one timer until it fires or is cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct TimerKey {
    slot: usize,
    number: u64,
}

impl Timers {
    pub(super) fn insert(&mut self, deadline: Instant, alarm: Alarm, purpose: Purpose) -> TimerKey {
        let number = self.made;
        self.made += 1;
        self.limits += usize::from(purpose == Purpose::Limit);
        let slot = self.sleepers.insert(Sleeper {
            number,
            due: false,
            purpose,
            alarm,
        });
        self.heap.push(Reverse((deadline, number, slot)));
        TimerKey { slot, number }
    }

    /// A timer that is due from the beginning.
    pub(super) fn insert_due(&mut self, alarm: Alarm) -> TimerKey {
        let number = self.made;
        self.made += 1;
        self.due += 1;
        let slot = self.sleepers.insert(Sleeper {
            number,
            due: true,
            purpose: Purpose::Wake,
            alarm,
        });
        TimerKey { slot, number }
    }

    /// Whether the timer is yet to fire.
    pub(super) fn is_armed(&self, key: TimerKey) -> bool {
        let sleeper = self.sleepers.get(key.slot);
        sleeper.is_some_and(|sleeper| sleeper.number == key.number)
    }

    /// Whether the timer is yet to fire; if so, it will wake `waker`.
    pub(super) fn rewake(&mut self, key: TimerKey, waker: &Waker) -> bool {
        let sleeper = self.sleepers.get_mut(key.slot);
        match sleeper.filter(|sleeper| sleeper.number == key.number) {
            Some(sleeper) => {
                if let Alarm::Wake(old) = &mut sleeper.alarm {
                    old.clone_from(waker);
                }
                true
            }
            None => false,
        }
    }

    /// Forgets a timer. Does nothing where it has fired.
    pub(super) fn cancel(&mut self, key: TimerKey) {
        drop(self.fire(key));
        // Entries of cancelled timers are skipped when they come up; a heap that is mostly
        // those is made anew, so that many cancelled long timeouts do not pile up.
        if self.heap.len() > 64 && self.heap.len() > 2 * self.len() {
            let mut heap = core::mem::take(&mut self.heap);
            heap.retain(|Reverse((_, number, slot))| self.is_pending(*number, *slot));
            self.heap = heap;
        }
    }

    fn is_pending(&self, number: u64, slot: usize) -> bool {
        let sleeper = self.sleepers.get(slot);
        sleeper.is_some_and(|sleeper| sleeper.number == number && !sleeper.due)
    }

    /// The nearest deadline.
    pub(super) fn next(&mut self) -> Option<Instant> {
        while let Some(Reverse((deadline, number, slot))) = self.heap.peek().copied() {
            if self.is_pending(number, slot) {
                return Some(deadline);
            }
            self.heap.pop();
        }
        None
    }

    /// The first timer that is due at `now`; it is [to fire](Timers::fire) at its turn.
    pub(super) fn pop_due(&mut self, now: Instant) -> Option<TimerKey> {
        if self.next()? > now {
            return None;
        }
        let Reverse((_, number, slot)) = self.heap.pop()?;
        let sleeper = self.sleepers.get_mut(slot)?;
        sleeper.due = true;
        self.limits -= usize::from(sleeper.purpose == Purpose::Limit);
        self.due += 1;
        Some(TimerKey { slot, number })
    }

    /// Takes a timer out; none where it has fired or was cancelled.
    pub(super) fn fire(&mut self, key: TimerKey) -> Option<Alarm> {
        if !self.is_armed(key) {
            return None;
        }
        let sleeper = self.sleepers.remove(key.slot);
        self.due -= usize::from(sleeper.due);
        self.limits -= usize::from(!sleeper.due && sleeper.purpose == Purpose::Limit);
        Some(sleeper.alarm)
    }

    /// How many timers are not due yet.
    pub(super) fn len(&self) -> usize {
        self.sleepers.len() - self.due
    }

    /// How many of those are limits of timeouts.
    pub(super) fn limits(&self) -> usize {
        self.limits
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
            .map(|n| timers.insert(at(n), Alarm::Wake(Waker::noop().clone()), Purpose::Wake))
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
        assert!(timers.rewake(keys[999], Waker::noop()));
        assert!(timers.fire(keys[999]).is_some());
        assert!(!timers.rewake(keys[999], Waker::noop()));
    }
}
