//! Changing the events of a log, for a reader that adds what an old file does not say.

use super::Log;
use super::chunks::Chunks;
use crate::Event;

impl Log {
    /// Changes each event, in order.
    ///
    /// # Examples
    /// ```
    /// use coroscope::time::Instant;
    /// use coroscope::trace::{Event, EventKind, Log};
    /// let mut log = Log::default();
    /// log.push(Event { at: Instant::ZERO, kind: EventKind::Hopped });
    /// log.change_events(|event| event.kind = EventKind::Deadlocked);
    /// assert_eq!(log.last().unwrap().kind, EventKind::Deadlocked);
    /// ```
    pub fn change_events(&mut self, mut change: impl FnMut(&mut Event)) {
        let before = core::mem::replace(&mut self.events, Chunks::new());
        for mut event in before.iter_from(0) {
            change(&mut event);
            self.push(event);
        }
    }
}
