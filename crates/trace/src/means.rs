//! Time-weighted sums of numbers that change, for means over a range of changes in constant time.

use crate::time::Instant;
use core::ops::Range;

/// Number of changes in a block.
const BLOCK: usize = 16;

/// A change: its time, and the new values of three numbers.
pub type Change = (Instant, [u32; 3]);

/// Prefix sums over blocks of changes: each number times its duration in microseconds.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Sums(Vec<[u128; 3]>);

impl Sums {
    /// Updates the sums to `count` changes. A block is read when the next block has begun; after that, its changes must
    /// not be modified.
    pub(super) fn update(&mut self, count: usize, change: impl Fn(usize) -> Change) {
        let blocks = count.saturating_sub(1) / BLOCK;
        while self.0.len() < blocks {
            let block = self.0.len();
            let mut sum = self.0.last().copied().unwrap_or_default();
            add(&mut sum, block * BLOCK..(block + 1) * BLOCK, &change);
            self.0.push(sum);
        }
    }

    /// The sum over a range of changes, each up to the next.
    pub(super) fn of(&self, range: Range<usize>, change: impl Fn(usize) -> Change) -> [u128; 3] {
        let mut sum = [0; 3];
        let first = range.start.div_ceil(BLOCK);
        let last = (range.end / BLOCK).min(self.0.len());
        if first >= last {
            add(&mut sum, range, &change);
            return sum;
        }
        add(&mut sum, range.start..first * BLOCK, &change);
        add(&mut sum, last * BLOCK..range.end, &change);
        let before = first.checked_sub(1).map_or([0; 3], |block| self.0[block]);
        let blocks = self.0[last - 1].iter().zip(before);
        for (sum, (to, from)) in sum.iter_mut().zip(blocks) {
            *sum += to - from;
        }
        sum
    }
}

fn add(sum: &mut [u128; 3], range: Range<usize>, change: &impl Fn(usize) -> Change) {
    for index in range {
        let ((from, numbers), (to, _)) = (change(index), change(index + 1));
        let micros = to.as_micros().saturating_sub(from.as_micros());
        for (sum, number) in sum.iter_mut().zip(numbers) {
            *sum += u128::from(number) * u128::from(micros);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sums_of_blocks_equal_sums_of_single_changes() {
        let change = |index: usize| {
            let number = (index * 7 % 11) as u32;
            let at = Instant::from_micros((index * index) as u64);
            (at, [number, 1, u32::MAX])
        };
        let mut sums = Sums::default();
        for count in 0..100 {
            sums.update(count, change);
        }
        for from in 0..98 {
            for to in from..99 {
                let mut plain = [0; 3];
                add(&mut plain, from..to, &change);
                assert_eq!(sums.of(from..to, change), plain, "{from}..{to}");
            }
        }
    }
}
