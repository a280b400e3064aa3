//! Spans of a task that no longer change, in a few bytes each.

use super::packed::PackedSpan;
use crate::time::Instant;

/// Number of spans in a chunk.
pub(super) const CHUNK: usize = 32;

/// The bytes of the largest number, and so how far a number is read at most.
const WIDEST: usize = 8;

/// [`CHUNK`] spans. Their columns are one after the other: tags, beginnings, sequence numbers, waits, tasks. In a column,
/// each number is stored as its difference to the column's base, in as many bytes as the largest of them needs; in none
/// if all are equal. So a span is read without reading those before.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Chunk {
    /// The bases of the beginnings and of the sequence numbers.
    from: u64,
    seq: u64,
    /// The bases of the waits and of the tasks.
    wait: u32,
    by: u32,
    /// The bytes that a number takes in each column.
    widths: Widths,
    bytes: Box<[u8]>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct Widths {
    from: u8,
    seq: u8,
    wait: u8,
    by: u8,
}

impl Chunk {
    /// Packs the spans.
    pub(super) fn new(spans: &[PackedSpan; CHUNK]) -> Chunk {
        let from = Column::of(spans.map(|span| span.from.as_micros()));
        let seq = Column::of(spans.map(PackedSpan::seq));
        let wait = Column::of(spans.map(|span| span.wait.into()));
        let by = Column::of(spans.map(|span| span.by.into()));
        let columns = [&from, &seq, &wait, &by];
        let widths: usize = columns.iter().map(|column| column.width).sum();
        // A number is read together with what comes after it.
        let mut bytes = Vec::with_capacity(CHUNK * (1 + widths) + WIDEST);
        bytes.extend(spans.map(PackedSpan::tag));
        for column in columns {
            column.write(&mut bytes);
        }
        bytes.extend([0; WIDEST]);
        Chunk {
            from: from.base,
            seq: seq.base,
            // Both are columns of 32-bit numbers.
            wait: wait.base as u32,
            by: by.base as u32,
            widths: Widths {
                from: from.width as u8,
                seq: seq.width as u8,
                wait: wait.width as u8,
                by: by.width as u8,
            },
            bytes: bytes.into(),
        }
    }

    /// The memory that it takes.
    #[cfg(test)]
    pub(super) fn bytes(&self) -> usize {
        size_of::<Chunk>() + self.bytes.len()
    }

    /// The tag of the span with this index.
    #[inline]
    pub(super) fn tag(&self, index: usize) -> u8 {
        self.bytes[index]
    }

    /// When it began.
    #[inline]
    pub(super) fn from(&self, index: usize) -> Instant {
        let by = self.number(CHUNK, self.widths.from, index);
        Instant::from_micros(self.from.wrapping_add(by))
    }

    /// When the first began.
    #[inline]
    pub(super) fn first_from(&self) -> Instant {
        self.from(0)
    }

    /// The span with this index.
    pub(super) fn get(&self, index: usize) -> PackedSpan {
        let Widths {
            from, seq, wait, ..
        } = self.widths;
        let seq_at = CHUNK * (1 + usize::from(from));
        let wait_at = seq_at + CHUNK * usize::from(seq);
        let by_at = wait_at + CHUNK * usize::from(wait);
        let [wait, by] = [(self.wait, wait_at, wait), (self.by, by_at, self.widths.by)]
            .map(|(base, at, width)| base.wrapping_add(self.number(at, width, index) as u32));
        let seq = self.number(seq_at, seq, index);
        PackedSpan::from_parts(
            self.from(index),
            self.seq.wrapping_add(seq),
            self.tag(index),
            by,
            wait,
        )
    }

    /// The number with this index in the column that begins at `column`.
    #[inline]
    fn number(&self, column: usize, width: u8, index: usize) -> u64 {
        let at = column + index * usize::from(width);
        let bytes = self.bytes[at..].first_chunk::<WIDEST>();
        let read = bytes.map_or(0, |bytes| u64::from_le_bytes(*bytes));
        // A shift by all bits is not defined.
        match width {
            0 => 0,
            width => read & (u64::MAX >> (64 - 8 * u32::from(width))),
        }
    }
}

/// The numbers of a column, as differences to the lowest.
struct Column {
    base: u64,
    offsets: [u64; CHUNK],
    width: usize,
}

impl Column {
    fn of(numbers: [u64; CHUNK]) -> Column {
        let base = numbers.iter().copied().min().unwrap_or(0);
        let offsets = numbers.map(|number| number - base);
        let largest = offsets.iter().copied().max().unwrap_or(0);
        let bits = u64::BITS - largest.leading_zeros();
        Column {
            base,
            offsets,
            width: bits.div_ceil(8) as usize,
        }
    }

    fn write(&self, bytes: &mut Vec<u8>) {
        for offset in self.offsets {
            bytes.extend_from_slice(&offset.to_le_bytes()[..self.width]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::TaskId;
    use crate::span::WokenBy;
    use crate::task_state::TaskState;

    /// Spans whose fields are given by a function of their index.
    fn spans(fields: impl Fn(u64) -> (u64, u64, u32, u32)) -> [PackedSpan; CHUNK] {
        core::array::from_fn(|index| {
            let (from, seq, by, wait) = fields(index as u64);
            let state = TaskState::ALL[index % TaskState::COUNT];
            let mut span = PackedSpan::new(Instant::from_micros(from), seq, state, None);
            span.set_woken_by(match by {
                0 => Some(WokenBy::Timer),
                by => Some(WokenBy::Task(TaskId::from_index(by as usize))),
            });
            if index % 3 == 0 {
                span.set_cleanup();
            }
            span.wait = wait;
            span
        })
    }

    #[track_caller]
    fn check(spans: &[PackedSpan; CHUNK]) -> usize {
        let chunk = Chunk::new(spans);
        for (index, span) in spans.iter().enumerate() {
            assert_eq!(chunk.get(index), *span);
            assert_eq!(chunk.from(index), span.from());
            assert_eq!(chunk.tag(index), span.tag());
        }
        chunk.bytes.len()
    }

    #[test]
    fn spans_are_read_as_they_were() {
        check(&spans(|n| (1_000 * n, 5 * n, 0, 1)));
        check(&spans(|n| {
            (u64::MAX - n, (1 << 47) + (n << 40), u32::MAX - 1, n as u32)
        }));
        check(&spans(|n| (n % 3, 7, (n % 2) as u32, u32::MAX - n as u32)));
        check(&spans(|n| (if n == 9 { 0 } else { u64::MAX }, n, 0, 0)));
    }

    #[test]
    fn equal_numbers_take_no_space() {
        assert_eq!(check(&spans(|_| (5, 5, 5, 5))), CHUNK + WIDEST);
        assert_eq!(check(&spans(|n| (200 * n, n, 5, 5))), 4 * CHUNK + WIDEST);
    }
}
