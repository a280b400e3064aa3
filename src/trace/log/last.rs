//! Taking the last event off a log again, for who adds one of its own to a log that grows elsewhere.

use super::Log;
use crate::trace::Event;

impl Log {
    /// Takes the last event off again; none where no event is left.
    ///
    /// # Examples
    /// ```
    /// use coroscope::time::Instant;
    /// use coroscope::trace::{Event, Log, What};
    /// let mut log = Log::default();
    /// let event = Event { at: Instant::ZERO, what: What::Deadlocked };
    /// log.push(event);
    /// assert_eq!(log.pop(), Some(event));
    /// assert_eq!((log.next_seq(), log.pop()), (0, None));
    /// ```
    pub fn pop(&mut self) -> Option<Event> {
        let chunk = self.chunks.back_mut()?;
        let event = chunk.pop();
        if chunk.is_empty() {
            self.chunks.pop_back();
        }
        event
    }

    /// Forgets all texts but the first `count`. No event may name one that is forgotten.
    ///
    /// # Examples
    /// ```
    /// use coroscope::trace::Log;
    /// let mut log = Log::default();
    /// log.intern("kept");
    /// let count = log.texts().len();
    /// log.intern("for a while");
    /// log.truncate_texts(count);
    /// assert_eq!(log.texts().collect::<Vec<_>>(), ["kept"]);
    /// ```
    pub fn truncate_texts(&mut self, count: usize) {
        for (index, text) in self.texts.drain(count.min(self.texts.len())..).enumerate() {
            self.text_bytes = self.text_bytes.saturating_sub(super::text_cost(&text));
            if self
                .text_ids
                .get(&text)
                .is_some_and(|id| id.index() == count + index)
            {
                self.text_ids.remove(&text);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::CHUNK;
    use super::*;
    use crate::time::Instant;
    use crate::trace::What;

    #[test]
    fn the_last_event_can_be_taken_off_where_a_chunk_begins() {
        let mut log = Log::new(0);
        let event = |at| Event {
            at: Instant::from_micros(at),
            what: What::Hopped,
        };
        for at in 0..=CHUNK as u64 {
            log.push(event(at));
        }
        assert_eq!(log.pop(), Some(event(CHUNK as u64)));
        assert_eq!(log.len(), CHUNK);
        log.push(event(7));
        assert_eq!(log.last(), Some(&event(7)));
        assert_eq!(log.next_seq(), CHUNK as u64 + 1);
    }

    #[test]
    fn a_forgotten_text_gets_an_id_of_its_own_again() {
        let mut log = Log::default();
        let (kept, gone) = (log.intern("a"), log.intern("b"));
        log.truncate_texts(1);
        assert_eq!(log.intern("c"), gone);
        assert_eq!((log.intern("a"), log.text(gone)), (kept, "c"));
    }
}
