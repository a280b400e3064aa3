//! Prefix sums over blocks of spans, stored only for the states that occur.

use crate::task_state::TaskState;
use crate::totals::SpanTotals;

/// The totals of all spans up to the end of each block. Most tasks are in three or four of the states, so a row for each
/// state would take more memory than the spans.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct BlockSums {
    /// The indices of the states that have occurred, one for each column.
    states: Vec<u8>,
    /// For each block, the microseconds in each of these states.
    micros: Vec<u64>,
    /// For each block, the number of polls.
    polls: Vec<u32>,
}

impl BlockSums {
    /// Number of blocks.
    pub(super) fn len(&self) -> usize {
        self.polls.len()
    }

    /// The totals up to the end of the block with this index.
    pub(super) fn get(&self, block: usize) -> Option<SpanTotals> {
        let polls = *self.polls.get(block)?;
        let mut totals = SpanTotals {
            polls,
            ..SpanTotals::default()
        };
        let row = self.micros.iter().skip(block * self.states.len());
        for (state, micros) in self.states.iter().zip(row) {
            totals.micros.0[usize::from(*state)] = *micros;
        }
        Some(totals)
    }

    /// The totals up to the end of the last block.
    pub(super) fn last(&self) -> SpanTotals {
        let last = self.len().checked_sub(1);
        last.and_then(|block| self.get(block)).unwrap_or_default()
    }

    /// Adds a block, with the totals of all spans up to its end.
    pub(super) fn push(&mut self, totals: &SpanTotals) {
        self.add_columns(totals);
        if self.polls.len() == self.polls.capacity() {
            // `Vec` would double the capacity, which wastes memory for long tracks.
            let more = self.polls.len() / 4 + 1;
            self.polls.reserve_exact(more);
            self.micros.reserve_exact(more * self.states.len());
        }
        self.polls.push(totals.polls);
        let row = self.states.iter();
        (self.micros).extend(row.map(|state| totals.micros.0[usize::from(*state)]));
    }

    /// Number of polls up to the end of the block with this index.
    pub(super) fn polls(&self, block: usize) -> Option<u32> {
        self.polls.get(block).copied()
    }

    /// Number of blocks at whose end there were fewer polls than `polls`.
    pub(super) fn blocks_before_poll(&self, polls: u32) -> usize {
        self.polls.partition_point(|sum| *sum < polls)
    }

    /// The memory that it takes.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        self.states.capacity() + 8 * self.micros.capacity() + 4 * self.polls.capacity()
    }

    /// Adds a column for each state that occurs for the first time.
    fn add_columns(&mut self, totals: &SpanTotals) {
        let width = self.states.len();
        for state in 0..TaskState::COUNT {
            // There are less than 256 states.
            let index = state as u8;
            if totals.micros.0[state] > 0 && !self.states.contains(&index) {
                self.states.push(index);
            }
        }
        let new = self.states.len() - width;
        if new > 0 && !self.polls.is_empty() {
            let mut wider = Vec::with_capacity(self.len() * self.states.len());
            for block in 0..self.len() {
                wider.extend_from_slice(&self.micros[block * width..][..width]);
                wider.resize(wider.len() + new, 0);
            }
            self.micros = wider;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn totals(micros: &[(usize, u64)], polls: u32) -> SpanTotals {
        let mut totals = SpanTotals {
            polls,
            ..SpanTotals::default()
        };
        for (state, micros) in micros {
            totals.micros.0[*state] = *micros;
        }
        totals
    }

    #[test]
    fn totals_are_read_as_they_were_when_states_occur_later() {
        let blocks = [
            totals(&[], 0),
            totals(&[(3, 5)], 1),
            totals(&[(3, 5), (0, 7)], 1),
            totals(&[(3, 9), (0, 7), (1, 2), (7, 1 << 40)], 4),
        ];
        let mut sums = BlockSums::default();
        assert_eq!(sums.last(), SpanTotals::default());
        for (count, block) in blocks.iter().enumerate() {
            sums.push(block);
            assert_eq!(sums.last(), *block);
            for (index, block) in blocks[..=count].iter().enumerate() {
                assert_eq!(sums.get(index).as_ref(), Some(block));
            }
            assert_eq!(sums.get(count + 1), None);
        }
        assert_eq!(sums.blocks_before_poll(1), 1);
        assert_eq!(sums.blocks_before_poll(4), 3);
    }
}
