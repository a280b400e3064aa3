//! The events of a log in encoded form: in chunks, so that any event is found without reading all before it.

use super::code::Before;
use super::decode_parts::Decoder;
use super::encode::encode;
use super::encode_parts::ROOM;
use crate::Event;
use crate::time::Instant;
use core::cell::RefCell;
use std::collections::VecDeque;

/// Number of events in a chunk. To read an event, those before it in its chunk are decoded.
pub(super) const CHUNK: usize = 128;
/// Number of chunks that are dropped at a time.
const DROPPED_CHUNKS: usize = 32;
/// Number of events that are dropped at a time when the log is full. It keeps at least two times as many.
pub(super) const DROPPED_TOGETHER: usize = DROPPED_CHUNKS * CHUNK;
/// The most bytes that an encoded event has.
pub(super) const LONGEST: usize = 36;
/// What a chunk takes apart from its events: its entry in the index, and what the allocator adds.
const CHUNK_COST: usize = size_of::<Chunk>() + 2 * size_of::<usize>();
/// The most bytes that an event takes, with its share of its chunk.
pub const MOST_BYTES_PER_EVENT: usize = LONGEST + CHUNK_COST.div_ceil(CHUNK);

/// A full chunk.
#[derive(Debug)]
struct Chunk {
    /// The time of its first event.
    from: Instant,
    bytes: Box<[u8]>,
}

/// Events in order.
///
/// # Invariants
/// - Each chunk has exactly [`CHUNK`] events.
/// - The open chunk has at most as many. If it has none, its bytes and what was before don't matter.
#[derive(Debug)]
pub(super) struct Chunks {
    full: VecDeque<Chunk>,
    /// The size of the full chunks in bytes.
    full_bytes: usize,
    /// The bytes of the last chunk, and space. Allocated with the first event.
    open: Box<[u8]>,
    open_bytes: usize,
    open_events: usize,
    open_from: Instant,
    /// What was before the next event.
    before: Before,
    /// The events of the chunk that was read last by index, since the next one is often near.
    decoded: RefCell<Decoded>,
}

/// The decoded events of a chunk.
#[derive(Debug, Default)]
struct Decoded {
    /// The index of the chunk.
    chunk: usize,
    events: Vec<Event>,
}

impl Chunks {
    pub(super) fn new() -> Chunks {
        Chunks {
            full: VecDeque::new(),
            full_bytes: 0,
            open: Box::default(),
            open_bytes: 0,
            open_events: 0,
            open_from: Instant::ZERO,
            before: Before::default(),
            decoded: RefCell::default(),
        }
    }

    /// Number of events.
    #[inline]
    pub(super) fn len(&self) -> usize {
        self.full.len() * CHUNK + self.open_events
    }

    /// The size in memory.
    pub(super) fn bytes(&self) -> usize {
        self.full_bytes + self.open.len()
    }

    /// Whether the next event begins a chunk.
    #[inline]
    pub(super) fn is_chunk_complete(&self) -> bool {
        self.open_events.is_multiple_of(CHUNK)
    }

    /// Begins a chunk, for an event at this time.
    pub(super) fn begin_chunk(&mut self, from: Instant) {
        if self.open_events == CHUNK {
            let bytes: Box<[u8]> = self.open[..self.open_bytes].into();
            self.full_bytes += bytes.len() + CHUNK_COST;
            let from = self.open_from;
            self.full.push_back(Chunk { from, bytes });
        }
        if self.open.is_empty() {
            self.open = vec![0; CHUNK * LONGEST + ROOM].into();
        }
        (self.open_bytes, self.open_events, self.open_from) = (0, 0, from);
        self.before = Before::first_at(from.as_micros());
    }

    /// Adds an event at the end of the last chunk, which has a place for it.
    #[inline(always)]
    pub(super) fn push(&mut self, event: Event) {
        let room = self.open.get_mut(self.open_bytes..);
        let room = room.and_then(<[u8]>::first_chunk_mut);
        let room = room.expect("a chunk has space for its events, however long they are");
        self.open_bytes += encode(event, &mut self.before, room);
        self.open_events += 1;
    }

    /// Drops the oldest chunks if there are enough. Returns how many events were dropped.
    pub(super) fn drop_oldest(&mut self) -> usize {
        if self.full.len() < 2 * DROPPED_CHUNKS {
            return 0;
        }
        for chunk in self.full.drain(..DROPPED_CHUNKS) {
            self.full_bytes -= chunk.bytes.len() + CHUNK_COST;
        }
        self.decoded.get_mut().events.clear();
        DROPPED_TOGETHER
    }

    /// Drops all events.
    pub(super) fn clear(&mut self) {
        *self = Chunks {
            open: core::mem::take(&mut self.open),
            ..Chunks::new()
        };
    }

    /// Removes the last event.
    pub(super) fn pop(&mut self) -> Option<Event> {
        if self.open_events == 0 {
            let chunk = self.full.pop_back()?;
            self.full_bytes -= chunk.bytes.len() + CHUNK_COST;
            self.open[..chunk.bytes.len()].copy_from_slice(&chunk.bytes);
            (self.open_bytes, self.open_from) = (chunk.bytes.len(), chunk.from);
            self.open_events = CHUNK;
        }
        self.decoded.get_mut().events.clear();
        let mut events = self.chunk(self.full.len())?;
        for _ in 1..self.open_events {
            events.next();
        }
        let (offset, before) = (events.offset, events.before);
        let event = events.next();
        (self.open_bytes, self.before) = (offset, before);
        self.open_events -= 1;
        event
    }

    /// The event with this index.
    pub(super) fn get(&self, index: usize) -> Option<Event> {
        self.decoded(index / CHUNK, index % CHUNK, |events| {
            events.get(index % CHUNK).copied()
        })
    }

    /// The index of the first event whose time is not `before`, in a log whose times never decrease.
    pub(super) fn partition_point(&self, before: impl Fn(Instant) -> bool) -> usize {
        let mut begun = self.full.partition_point(|chunk| before(chunk.from));
        if begun == self.full.len() && self.open_events > 0 && before(self.open_from) {
            begun += 1;
        }
        let Some(last) = begun.checked_sub(1) else {
            return 0;
        };
        last * CHUNK
            + self.decoded(last, CHUNK, |events| {
                events.partition_point(|event| before(event.at))
            })
    }

    /// Calls `read` with the events of a chunk, as many as there are, but at least those up to the one with the index `last`
    /// in it, if it exists.
    fn decoded<R>(&self, chunk: usize, last: usize, read: impl FnOnce(&[Event]) -> R) -> R {
        let mut decoded = self.decoded.borrow_mut();
        // The open chunk may have got more events since it was decoded.
        if decoded.chunk != chunk || decoded.events.len() <= last.min(CHUNK - 1) {
            decoded.chunk = chunk;
            decoded.events.clear();
            decoded
                .events
                .extend(self.chunk(chunk).into_iter().flatten());
        }
        read(&decoded.events)
    }

    /// The events from this index on.
    pub(super) fn iter_from(&self, index: usize) -> Events<'_> {
        let mut events = Events {
            chunks: self,
            next: index / CHUNK,
            events: None,
        };
        if let Some(before) = (index % CHUNK).checked_sub(1) {
            events.nth(before);
        }
        events
    }

    /// All events, the last one first.
    pub(super) fn iter_backwards(&self) -> EventsBackwards<'_> {
        EventsBackwards {
            chunks: self,
            left: self.full.len() + 1,
            events: Vec::new(),
        }
    }

    /// The events of the chunk with this index.
    pub(super) fn chunk(&self, index: usize) -> Option<Decoder<'_>> {
        let (from, bytes) = match self.full.get(index) {
            Some(chunk) => (chunk.from, &*chunk.bytes),
            None if index == self.full.len() && self.open_events > 0 => {
                (self.open_from, &self.open[..self.open_bytes])
            }
            None => return None,
        };
        Some(Decoder::new(bytes, 0, Before::first_at(from.as_micros())))
    }
}

/// Events in order.
#[derive(Clone, Debug)]
pub(super) struct Events<'a> {
    chunks: &'a Chunks,
    /// The index of the next chunk.
    next: usize,
    events: Option<Decoder<'a>>,
}

impl Iterator for Events<'_> {
    type Item = Event;

    #[inline]
    fn next(&mut self) -> Option<Event> {
        loop {
            if let Some(event) = self.events.as_mut().and_then(Iterator::next) {
                return Some(event);
            }
            self.events = Some(self.chunks.chunk(self.next)?);
            self.next += 1;
        }
    }
}

/// Events in the reverse order.
#[derive(Clone, Debug)]
pub(super) struct EventsBackwards<'a> {
    chunks: &'a Chunks,
    /// Number of chunks that are left.
    left: usize,
    events: Vec<Event>,
}

impl Iterator for EventsBackwards<'_> {
    type Item = Event;

    fn next(&mut self) -> Option<Event> {
        while self.events.is_empty() {
            self.left = self.left.checked_sub(1)?;
            let events = self.chunks.chunk(self.left);
            self.events.extend(events.into_iter().flatten());
        }
        self.events.pop()
    }
}
