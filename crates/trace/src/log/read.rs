//! Reading the events of a log. They are decoded as they are read.

use super::Log;
use crate::Event;
use crate::time::Instant;

impl Log {
    /// Number of events in the log.
    pub fn len(&self) -> usize {
        self.events.len()
    }

    /// Whether the log has no events.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The size of the events in memory, in bytes.
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Runtime, yield_now};
    /// let rt = Runtime::virtual_clock();
    /// rt.block_on(async { for _ in 0..10_000 { yield_now().await; } Ok(()) }).unwrap();
    /// rt.with_log(|log| assert!(log.event_bytes() < 4 * log.len()));
    /// ```
    pub fn event_bytes(&self) -> usize {
        self.events.bytes()
    }

    /// Number of events that were dropped because of the size limit. It is also the sequence number of the first
    /// event in the log.
    pub fn dropped(&self) -> u64 {
        self.dropped
    }

    /// The sequence number of the next event.
    pub fn next_seq(&self) -> u64 {
        self.dropped + self.len() as u64
    }

    /// The event with sequence number `seq`. `None` if it was dropped or does not exist yet.
    ///
    /// This decodes about a hundred events around it, unless the call before did. To read many, use
    /// [`iter_from`](Log::iter_from).
    pub fn get(&self, seq: u64) -> Option<Event> {
        let index = usize::try_from(seq.checked_sub(self.dropped)?).ok()?;
        self.events.get(index)
    }

    /// The last event.
    pub fn last(&self) -> Option<Event> {
        self.events.get(self.len().checked_sub(1)?)
    }

    /// Events from sequence number `seq` on, each with its number. If `seq` was dropped, starts with the first event in
    /// the log.
    pub fn iter_from(&self, seq: u64) -> impl Iterator<Item = (u64, Event)> {
        let from = seq.max(self.dropped);
        let events = self.events.iter_from(self.index(from));
        events.zip(from..).map(|(event, seq)| (seq, event))
    }

    /// All events in the log.
    pub fn iter(&self) -> impl Iterator<Item = Event> {
        self.events.iter_from(0)
    }

    /// All events in the log, the last one first.
    pub fn iter_backwards(&self) -> impl Iterator<Item = Event> {
        self.events.iter_backwards()
    }

    /// The sequence number of the first event that is not earlier than `at`. If all are earlier, that of the next event.
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Runtime, sleep, time::{Instant, ms}};
    /// let rt = Runtime::virtual_clock();
    /// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
    /// rt.with_log(|log| {
    ///     let woken = log.first_since(Instant::ZERO + ms(3));
    ///     assert_eq!(log.get(woken).unwrap().at, Instant::ZERO + ms(5));
    ///     assert!(log.get(woken - 1).unwrap().at < Instant::ZERO + ms(3));
    /// });
    /// ```
    pub fn first_since(&self, at: Instant) -> u64 {
        self.dropped + self.events.partition_point(|time| time < at) as u64
    }

    /// The sequence number of the first event that is later than `at`. If none is, that of the next event.
    pub fn first_after(&self, at: Instant) -> u64 {
        self.dropped + self.events.partition_point(|time| time <= at) as u64
    }

    /// The index of the event with this number, which was not dropped.
    fn index(&self, seq: u64) -> usize {
        usize::try_from(seq - self.dropped).unwrap_or(usize::MAX)
    }
}
