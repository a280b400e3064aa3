//! The level of a resource, and an index for the highest level in a range.

use super::id::TaskId;
use crate::time::Instant;
use core::ops::Range;

/// Number of entries of a tier per entry of the next tier.
const FAN: usize = 16;

/// The level and the waiters of a resource from a point in time on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Level {
    /// When it began.
    pub at: Instant,
    /// Sequence number of the event.
    pub seq: u64,
    /// Number of items in a queue, available permits of a semaphore, or tasks at a barrier; 1 for a held lock.
    pub level: u32,
    /// Number of tasks that wait to take.
    pub takers: u16,
    /// Number of tasks that wait to put.
    pub putters: u16,
    /// The task that holds a lock.
    pub holder: Option<TaskId>,
}

/// Indices of the highest levels: in the first tier of each [`FAN`] levels, in the next of each `FAN` entries of
/// the first, and so on.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Peaks {
    tiers: Vec<Vec<u32>>,
}

impl Peaks {
    /// Updates the index after a level was added.
    pub(super) fn push(&mut self, levels: &[Level]) {
        let mut count = levels.len();
        let mut tier = 0;
        while count.is_multiple_of(FAN) && count > 0 {
            let from = count - FAN;
            let highest = match tier {
                0 => highest(levels, from..count),
                _ => self.highest_of(levels, tier - 1, from..count),
            };
            if self.tiers.len() == tier {
                self.tiers.push(Vec::new());
            }
            let index = highest.and_then(|index| u32::try_from(index).ok());
            self.tiers[tier].push(index.unwrap_or(u32::MAX));
            (count, tier) = (count / FAN, tier + 1);
        }
    }

    /// The index of the highest level in a range. Of equal levels, the last.
    pub(super) fn highest(&self, levels: &[Level], range: Range<usize>) -> Option<usize> {
        let Range { start, end } = range;
        let end = end.min(levels.len());
        let (first, last) = (start.div_ceil(FAN), end / FAN);
        if first >= last {
            return highest(levels, start..end);
        }
        let middle = self.among(levels, 0, first..last);
        let before = highest(levels, start..first * FAN);
        let after = highest(levels, last * FAN..end);
        best(levels, [before, middle, after])
    }

    /// The same for a range of entries of a tier.
    fn among(&self, levels: &[Level], tier: usize, range: Range<usize>) -> Option<usize> {
        let (first, last) = (range.start.div_ceil(FAN), range.end / FAN);
        if first >= last {
            return self.highest_of(levels, tier, range);
        }
        let middle = self.among(levels, tier + 1, first..last);
        let before = self.highest_of(levels, tier, range.start..first * FAN);
        let after = self.highest_of(levels, tier, last * FAN..range.end);
        best(levels, [before, middle, after])
    }

    fn highest_of(&self, levels: &[Level], tier: usize, range: Range<usize>) -> Option<usize> {
        let indices = self.tiers.get(tier)?.get(range)?;
        let indices = indices.iter().map(|index| *index as usize);
        best(levels, indices.map(Some))
    }
}

fn highest(levels: &[Level], range: Range<usize>) -> Option<usize> {
    best(levels, range.map(Some))
}

fn best(levels: &[Level], indices: impl IntoIterator<Item = Option<usize>>) -> Option<usize> {
    let indices = indices.into_iter().flatten();
    let known = indices.filter(|index| *index < levels.len());
    known.max_by_key(|index| levels[*index].level)
}
