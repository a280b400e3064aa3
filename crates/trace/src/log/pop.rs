//! Changes to a log that is a copy of another: skipping events that it lacks, and removing an event that was added
//! temporarily.

use super::Log;
use crate::Event;

impl Log {
    /// Drops all events, and counts the next `count` as dropped, too: the original dropped them before they were copied.
    /// Does nothing if `count` is zero.
    ///
    /// # Examples
    /// ```
    /// use coroscope::time::Instant;
    /// use coroscope::trace::{Event, Log, EventKind};
    /// let mut log = Log::default();
    /// log.push(Event { at: Instant::ZERO, kind: EventKind::Deadlocked });
    /// log.skip(4);
    /// assert_eq!((log.len(), log.dropped(), log.next_seq()), (0, 5, 5));
    /// ```
    pub fn skip(&mut self, count: u64) {
        if count > 0 {
            self.dropped = self.next_seq() + count;
            self.events.clear();
        }
    }

    /// Removes the last event and returns it. `None` if the log is empty.
    ///
    /// # Examples
    /// ```
    /// use coroscope::time::Instant;
    /// use coroscope::trace::{Event, Log, EventKind};
    /// let mut log = Log::default();
    /// let event = Event { at: Instant::ZERO, kind: EventKind::Deadlocked };
    /// log.push(event);
    /// assert_eq!(log.pop(), Some(event));
    /// assert_eq!((log.next_seq(), log.pop()), (0, None));
    /// ```
    pub fn pop(&mut self) -> Option<Event> {
        self.events.pop()
    }

    /// Removes all texts except the first `count`. No event may refer to a removed text.
    ///
    /// # Examples
    /// ```
    /// use coroscope::trace::Log;
    /// let mut log = Log::default();
    /// log.intern("kept");
    /// let count = log.texts().len();
    /// log.intern("temporary");
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
    use super::super::chunks::CHUNK;
    use super::*;
    use crate::EventKind;
    use crate::time::Instant;

    #[test]
    fn the_last_event_can_be_popped_at_the_beginning_of_a_chunk() {
        let mut log = Log::new(0);
        let event = |at| Event {
            at: Instant::from_micros(at),
            kind: EventKind::Hopped,
        };
        for at in 0..=CHUNK as u64 {
            log.push(event(at));
        }
        assert_eq!(log.pop(), Some(event(CHUNK as u64)));
        assert_eq!(log.len(), CHUNK);
        log.push(event(7));
        assert_eq!(log.last(), Some(event(7)));
        assert_eq!(log.next_seq(), CHUNK as u64 + 1);
    }

    #[test]
    fn a_truncated_text_gets_a_new_id() {
        let mut log = Log::default();
        let (kept, gone) = (log.intern("a"), log.intern("b"));
        log.truncate_texts(1);
        assert_eq!(log.intern("c"), gone);
        assert_eq!((log.intern("a"), log.text(gone)), (kept, "c"));
    }
}
