//! The log itself: events in order, in a fixed number of bytes, with the texts and places they name.

use super::event::Event;
use super::id::{PlaceId, TextId};
use core::panic::Location;
use rustc_hash::FxHashMap;
use std::collections::VecDeque;
use std::rc::Rc;

mod last;

/// Events stored together; the oldest are dropped a chunk at a time.
const CHUNK: usize = 4096;
/// Bytes a log may hold where nothing else is said: 64 MiB.
pub const DEFAULT_LIMIT: usize = 64 << 20;
/// Stands for a text that came after the room for texts was used up.
const TEXT_DROPPED: &str = "… (not kept: the log has no more room for texts)";

/// A place in the source.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Place {
    /// The file, as the compiler names it.
    pub file: Rc<str>,
    /// The line, counted from one.
    pub line: u32,
}

/// The ordered events of a run, oldest dropped first once the limit is reached.
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
    chunks: VecDeque<Vec<Event>>,
    dropped: u64,
    max_chunks: usize,
    texts: Vec<Rc<str>>,
    text_ids: FxHashMap<Rc<str>, TextId>,
    text_bytes: usize,
    max_text_bytes: usize,
    places: Vec<Place>,
    place_ids: FxHashMap<*const Location<'static>, PlaceId>,
    told_place_ids: FxHashMap<Place, PlaceId>,
}

impl Log {
    /// An empty log of at most `limit` bytes, a quarter of them for texts.
    /// Less than two chunks of events (about 256 KiB) can't be had.
    pub fn new(limit: usize) -> Log {
        let max_text_bytes = limit / 4;
        let chunk_bytes = CHUNK * size_of::<Event>();
        Log {
            chunks: VecDeque::new(),
            dropped: 0,
            max_chunks: ((limit - max_text_bytes) / chunk_bytes).max(2),
            texts: Vec::new(),
            text_ids: FxHashMap::default(),
            text_bytes: 0,
            max_text_bytes,
            places: Vec::new(),
            place_ids: FxHashMap::default(),
            told_place_ids: FxHashMap::default(),
        }
    }

    /// This log as the last part of a longer one that was kept elsewhere: `dropped` more events came before
    /// what it holds, and its events name texts and places by their position in these tables.
    /// Past the room for texts a fixed sentence stands for one, as in [`intern`](Log::intern).
    ///
    /// # Examples
    /// ```
    /// use coroscope::trace::{Log, TextId};
    /// let log = Log::new(1 << 20).with_tables(7, ["main".into()], []);
    /// assert_eq!((log.next_seq(), log.text(TextId::from_index(0))), (7, "main"));
    /// ```
    #[must_use = "returns the log that knows them"]
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
        self.place_ids.clear();
        self.told_place_ids.clear();
        self
    }

    /// Puts a text at the end of the table, also where the table has it already: for events that were
    /// recorded elsewhere and name it by its position. Past the room for texts a fixed sentence stands for it.
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

    /// Puts a place at the end of the table, for events that were recorded elsewhere.
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

    /// Adds an event at the end; drops the oldest chunk where the log is full.
    #[inline]
    pub fn push(&mut self, event: Event) {
        match self.chunks.back_mut() {
            Some(chunk) if chunk.len() < CHUNK => chunk.push(event),
            _ => self.push_in_new_chunk(event),
        }
    }

    #[cold]
    fn push_in_new_chunk(&mut self, event: Event) {
        let mut chunk = if self.chunks.len() == self.max_chunks {
            let mut oldest = self.chunks.pop_front().unwrap_or_default();
            self.dropped += oldest.len() as u64;
            oldest.clear();
            oldest
        } else {
            Vec::with_capacity(CHUNK)
        };
        chunk.push(event);
        self.chunks.push_back(chunk);
    }

    /// How many events the log holds.
    pub fn len(&self) -> usize {
        match self.chunks.back() {
            Some(last) => (self.chunks.len() - 1) * CHUNK + last.len(),
            None => 0,
        }
    }

    /// Whether nothing was recorded, or nothing is left.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// How many of the oldest events were dropped to stay within the limit.
    /// It is also the sequence number of the first event that is left.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// The sequence number that the next event will have.
    pub fn next_seq(&self) -> u64 {
        self.dropped + self.len() as u64
    }

    /// The event with sequence number `seq`; none where it was dropped or is yet to come.
    pub fn get(&self, seq: u64) -> Option<&Event> {
        let index = usize::try_from(seq.checked_sub(self.dropped)?).ok()?;
        self.chunks.get(index / CHUNK)?.get(index % CHUNK)
    }

    /// The last event.
    pub fn last(&self) -> Option<&Event> {
        self.chunks.back()?.last()
    }

    /// Events from sequence number `seq` on, each with its number. Starts at the first
    /// that is left where `seq` was dropped.
    pub fn iter_from(&self, seq: u64) -> impl Iterator<Item = (u64, &Event)> {
        let from = seq.max(self.dropped);
        let index = usize::try_from(from - self.dropped).unwrap_or(usize::MAX);
        self.chunks
            .iter()
            .skip(index / CHUNK)
            .enumerate()
            .flat_map(move |(n, chunk)| {
                let skip = if n == 0 { index % CHUNK } else { 0 };
                chunk.get(skip..).unwrap_or_default()
            })
            .zip(from..)
            .map(|(event, seq)| (seq, event))
    }

    /// All events that are left.
    pub fn iter(&self) -> impl Iterator<Item = &Event> {
        self.chunks.iter().flatten()
    }

    /// Keeps `text` once and tells its id. Past the room for texts a fixed sentence stands for it.
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

    /// The text of an id. Empty for an id of another log.
    pub fn text(&self, id: TextId) -> &str {
        self.texts.get(id.index()).map_or("", |text| text)
    }

    /// Keeps a place in the source once and tells its id.
    #[inline]
    pub fn intern_place(&mut self, place: &'static Location<'static>) -> PlaceId {
        if let Some(id) = self.place_ids.get(&core::ptr::from_ref(place)) {
            return *id;
        }
        let id = PlaceId::from_index(self.places.len());
        self.places.push(Place {
            file: place.file().into(),
            line: place.line(),
        });
        self.place_ids.insert(core::ptr::from_ref(place), id);
        id
    }

    /// Keeps a place that a program tells by file and line, such as that of a script, once.
    pub fn intern_told_place(&mut self, place: Place) -> PlaceId {
        if let Some(id) = self.told_place_ids.get(&place) {
            return *id;
        }
        let id = PlaceId::from_index(self.places.len());
        self.places.push(place.clone());
        self.told_place_ids.insert(place, id);
        id
    }

    /// The place of an id. None for an id of another log.
    pub fn place(&self, id: PlaceId) -> Option<&Place> {
        self.places.get(id.index())
    }
}

/// What a text costs: the room of its own, in the table, and in the map to its id.
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
    use super::*;
    use crate::time::Instant;
    use crate::trace::What;

    fn event(at: u64) -> Event {
        Event {
            at: Instant::from_micros(at),
            what: What::Hopped,
        }
    }

    #[test]
    fn the_oldest_events_go_first_and_are_counted() {
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
    fn texts_are_kept_once_and_within_their_room() {
        let mut log = Log::new(4 * 200);
        let a = log.intern("a");
        assert_eq!(log.intern("a"), a);
        assert_eq!(log.text(a), "a");
        let long = log.intern(&"x".repeat(1000));
        assert_eq!(log.text(long), TEXT_DROPPED);
        assert_eq!(log.intern(&"y".repeat(1000)), long);
    }
}
