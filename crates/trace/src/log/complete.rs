//! Changing the events of a log, for a reader that adds what an old file does not say.

use super::Log;
use crate::Event;

impl Log {
    /// All events in order, to be changed.
    ///
    /// # Examples
    /// ```
    /// use coroscope::time::Instant;
    /// use coroscope::trace::{Event, EventKind, Log};
    /// let mut log = Log::default();
    /// log.push(Event { at: Instant::ZERO, kind: EventKind::Hopped });
    /// for event in log.events_mut() {
    ///     event.kind = EventKind::Deadlocked;
    /// }
    /// assert_eq!(log.last().unwrap().kind, EventKind::Deadlocked);
    /// ```
    pub fn events_mut(&mut self) -> impl Iterator<Item = &mut Event> {
        self.chunks.iter_mut().flatten()
    }
}
