//! The log: events in order, with the texts and places that they refer to, within a size limit.

use super::event::Event;
use super::id::{PlaceId, TextId};
use crate::time::Instant;
use core::panic::Location;
use rustc_hash::FxHashMap;
use std::rc::Rc;

mod chunks;
mod code;
mod complete;
mod decode;
mod decode_parts;
mod encode;
mod encode_parts;
mod pop;
mod read;
mod tail;

use chunks::Chunks;
pub use chunks::MOST_BYTES_PER_EVENT;

/// The default size limit of a log: 64 MiB.
pub const DEFAULT_LIMIT: usize = 64 << 20;
/// Replaces texts that no longer fit into the log.
const TEXT_DROPPED: &str = "… (dropped: the log has no room for more texts)";

/// A place in the source.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file, as the compiler names it.
    pub file: Rc<str>,
    /// The line, counted from one.
    pub line: u32,
}

/// The events of a run in order. When the size limit is reached, the oldest are dropped.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     assert!(log.len() > 0);
///     assert_eq!(log.dropped(), 0);
/// });
/// ```
#[derive(Debug)]
pub struct Log {
    events: Chunks,
    dropped: u64,
    max_event_bytes: usize,
    texts: Vec<Rc<str>>,
    text_ids: FxHashMap<Rc<str>, TextId>,
    text_bytes: usize,
    max_text_bytes: usize,
    places: Vec<Place>,
    location_ids: FxHashMap<*const Location<'static>, PlaceId>,
    place_ids: FxHashMap<Place, PlaceId>,
}

impl Log {
    /// An empty log of at most `limit` bytes. A quarter of them is for texts. It has room for at least 8,192 events.
    pub fn new(limit: usize) -> Log {
        let max_text_bytes = limit / 4;
        Log {
            events: Chunks::new(),
            dropped: 0,
            max_event_bytes: limit - max_text_bytes,
            texts: Vec::new(),
            text_ids: FxHashMap::default(),
            text_bytes: 0,
            max_text_bytes,
            places: Vec::new(),
            location_ids: FxHashMap::default(),
            place_ids: FxHashMap::default(),
        }
    }

    /// Makes this log the last part of a longer one: `dropped` more events came before its own, and its events refer
    /// to texts and places by their position in these tables. Texts that do not fit are replaced, as in
    /// [`intern`](Log::intern).
    ///
    /// # Examples
    /// ```
    /// use coroscope::trace::{Log, TextId};
    /// let log = Log::new(1 << 20).with_tables(7, ["main".into()], []);
    /// assert_eq!((log.next_seq(), log.text(TextId::from_index(0))), (7, "main"));
    /// ```
    #[must_use = "returns the changed log"]
    pub fn with_tables(
        mut self,
        dropped: u64,
        texts: impl IntoIterator<Item = Rc<str>>,
        places: impl IntoIterator<Item = Place>,
    ) -> Log {
        self.dropped = self.dropped.saturating_add(dropped);
        (self.texts, self.text_bytes) = (Vec::new(), 0);
        self.text_ids.clear();
        for text in texts {
            self.add_text(text);
        }
        self.places = places.into_iter().collect();
        self.location_ids.clear();
        self.place_ids.clear();
        self
    }

    /// Adds a text at the end of the table, even if the table already contains it. For events that were recorded
    /// elsewhere and refer to it by its position. If it does not fit, it is replaced by a fixed sentence.
    pub fn add_text(&mut self, text: Rc<str>) {
        let cost = text_cost(&text);
        let text = if self.text_bytes + cost <= self.max_text_bytes {
            self.text_bytes += cost;
            text
        } else {
            TEXT_DROPPED.into()
        };
        let id = TextId::from_index(self.texts.len());
        self.texts.push(text.clone());
        self.text_ids.entry(text).or_insert(id);
    }

    /// Adds a place at the end of the table, for events that were recorded elsewhere.
    pub fn add_place(&mut self, place: Place) {
        self.places.push(place);
    }

    /// All texts, in the order of their ids.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = &str> {
        self.texts.iter().map(|text| &**text)
    }

    /// All places, in the order of their ids.
    pub fn places(&self) -> &[Place] {
        &self.places
    }

    /// Adds an event at the end. If the log is full, drops the oldest events, some thousands at a time.
    pub fn push(&mut self, event: Event) {
        self.push_inlined(event);
    }

    /// [`push`](Log::push) as a part of its caller. If the kind of the event is known there, only what that kind needs is
    /// left of it.
    #[inline(always)]
    pub fn push_inlined(&mut self, event: Event) {
        if self.events.is_chunk_complete() {
            self.begin_chunk(event.at);
        }
        self.events.push(event);
    }

    #[cold]
    fn begin_chunk(&mut self, from: Instant) {
        self.events.begin_chunk(from);
        if self.events.bytes() > self.max_event_bytes {
            self.dropped += self.events.drop_oldest() as u64;
        }
    }

    /// Adds `text`, if it is new, and returns its id. If it does not fit, it is replaced by a fixed sentence.
    pub fn intern(&mut self, text: &str) -> TextId {
        if let Some(id) = self.text_ids.get(text) {
            return *id;
        }
        let cost = text_cost(text);
        let text = if self.text_bytes + cost > self.max_text_bytes {
            if let Some(id) = self.text_ids.get(TEXT_DROPPED) {
                return *id;
            }
            TEXT_DROPPED
        } else {
            text
        };
        self.text_bytes += cost;
        let text: Rc<str> = text.into();
        let id = TextId::from_index(self.texts.len());
        self.texts.push(text.clone());
        self.text_ids.insert(text, id);
        id
    }

    /// The text with this id. Empty if the log does not have it.
    pub fn text(&self, id: TextId) -> &str {
        self.texts.get(id.index()).map_or("", |text| text)
    }

    /// Adds a location in Rust source, if it is new, and returns its id.
    #[inline]
    pub fn intern_location(&mut self, place: &'static Location<'static>) -> PlaceId {
        if let Some(id) = self.location_ids.get(&core::ptr::from_ref(place)) {
            return *id;
        }
        let id = PlaceId::from_index(self.places.len());
        self.places.push(Place {
            file: place.file().into(),
            line: place.line(),
        });
        self.location_ids.insert(core::ptr::from_ref(place), id);
        id
    }

    /// Adds a place given by file and line, such as a line of a script, if it is new, and returns its id.
    pub fn intern_place(&mut self, place: Place) -> PlaceId {
        if let Some(id) = self.place_ids.get(&place) {
            return *id;
        }
        let id = PlaceId::from_index(self.places.len());
        self.places.push(place.clone());
        self.place_ids.insert(place, id);
        id
    }

    /// The place with this id. `None` if the log does not have it.
    pub fn place(&self, id: PlaceId) -> Option<&Place> {
        self.places.get(id.index())
    }
}

/// The size of a text in bytes, with its entries in the table and in the map of ids.
fn text_cost(text: &str) -> usize {
    2 * size_of::<(Rc<str>, TextId)>() + text.len()
}

impl Default for Log {
    fn default() -> Log {
        Log::new(DEFAULT_LIMIT)
    }
}

#[cfg(test)]
mod tests {
    use super::chunks::DROPPED_TOGETHER as CHUNK;
    use super::*;
    use crate::EventKind;

    fn event(at: u64) -> Event {
        Event {
            at: Instant::from_micros(at),
            kind: EventKind::Hopped,
        }
    }

    #[test]
    fn the_oldest_events_are_dropped_first_and_counted() {
        let mut log = Log::new(0);
        for at in 0..3 * CHUNK as u64 {
            log.push(event(at));
        }
        assert_eq!(log.dropped(), CHUNK as u64);
        assert_eq!(log.len(), 2 * CHUNK);
        assert_eq!(log.get(0), None);
        let (seq, first) = log.iter_from(0).next().unwrap();
        assert_eq!((seq, first.at.as_micros()), (CHUNK as u64, CHUNK as u64));
        let tail = 3 * CHUNK as u64 - 2;
        let seqs: Vec<u64> = log.iter_from(tail).map(|(seq, _)| seq).collect();
        assert_eq!(seqs, [tail, tail + 1]);
        assert_eq!(log.get(tail).unwrap().at.as_micros(), tail);
    }

    #[test]
    fn texts_are_stored_once_and_within_their_limit() {
        let mut log = Log::new(4 * 200);
        let a = log.intern("a");
        assert_eq!(log.intern("a"), a);
        assert_eq!(log.text(a), "a");
        let long = log.intern(&"x".repeat(1000));
        assert_eq!(log.text(long), TEXT_DROPPED);
        assert_eq!(log.intern(&"y".repeat(1000)), long);
    }
}
