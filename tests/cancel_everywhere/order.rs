//! Another legal order of timers, at random.

use core::cell::Cell;
use coroscope::runtime::{Choices, NextTimer, Others, PendingTimer};
use coroscope::time::Instant;

/// Lets another timer than the first fire next, every third time.
pub struct RandomOrder(Cell<u64>);

impl RandomOrder {
    pub fn of(seed: u64) -> RandomOrder {
        RandomOrder(Cell::new(seed | 1))
    }

    /// A number below `end`, by xorshift.
    fn below(&self, end: usize) -> usize {
        let mut x = self.0.get();
        x ^= x << 13;
        x ^= x >> 7;
        x ^= x << 17;
        self.0.set(x);
        (x >> 33) as usize % end
    }
}

impl Choices for RandomOrder {
    fn next_timer(&self, _now: Instant, pending: &[PendingTimer]) -> NextTimer {
        if self.below(3) > 0 {
            return NextTimer::default();
        }
        NextTimer {
            position: self.below(pending.len()),
            others: [Others::Before, Others::After, Others::Later][self.below(3)],
        }
    }
}
