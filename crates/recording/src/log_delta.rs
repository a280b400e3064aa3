//! Transfers a log that grows elsewhere, in a worker or in another module: each delta has what is new since the previous
//! one.

use super::problems::ReadError;
use super::read_event;
use super::tables::Tables;
use super::write::{self, EVENT_BYTES};
use super::write_tables;
use crate::json_reader::{Fault, JsonReader};
use crate::json_writer::JsonWriter;
use coroscope_trace::time::{Duration, Instant};
use coroscope_trace::{Event, EventKind, Log, PlaceId, TaskId, Warning};

/// Writes deltas, where the log grows.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms};
/// use coroscope::export::{LogDeltaReader, LogDeltaWriter};
/// let rt = Runtime::virtual_clock();
/// let (mut writer, mut reader) = (LogDeltaWriter::default(), LogDeltaReader::default());
/// for _ in 0..2 {
///     rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
///     let delta = rt.with_log(|log| writer.delta(log)).unwrap();
///     reader.add(delta.as_bytes()).unwrap();
/// }
/// assert_eq!(rt.with_log(|log| writer.delta(log)), None);
/// rt.with_log(|log| assert!(reader.log().iter().eq(log.iter())));
/// ```
#[derive(Debug, Default)]
pub struct LogDeltaWriter {
    next: u64,
    texts: usize,
    places: usize,
    before: Instant,
}

impl LogDeltaWriter {
    /// What is new in `log` since the last call; `None` if nothing is. It has the form of a recording's members; the first
    /// event's time is relative to the last event of the previous delta, and `dropped` counts the events that the log
    /// dropped in between.
    pub fn delta(&mut self, log: &Log) -> Option<String> {
        self.delta_up_to(log, usize::MAX)
    }

    /// The same, with at most `max` events. The next call continues after them.
    ///
    /// # Examples
    /// ```
    /// use coroscope::{Runtime, export::LogDeltaWriter};
    /// let rt = Runtime::virtual_clock();
    /// rt.block_on(async { Ok(()) }).unwrap();
    /// let mut writer = LogDeltaWriter::default();
    /// let mut deltas = 0;
    /// while rt.with_log(|log| writer.delta_up_to(log, 2)).is_some() {
    ///     deltas += 1;
    /// }
    /// assert_eq!(deltas, rt.with_log(|log| log.len().div_ceil(2)));
    /// ```
    pub fn delta_up_to(&mut self, log: &Log, max: usize) -> Option<String> {
        let from = self.next.max(log.dropped());
        let count =
            usize::try_from(log.next_seq().saturating_sub(from)).map_or(max, |new| new.min(max));
        if count == 0 {
            return None;
        }
        let mut json = JsonWriter::with_capacity(256 + count * EVENT_BYTES);
        json.open('{');
        if from > self.next {
            json.count("dropped", write::number(from - self.next));
        }
        let texts = log.texts().skip(self.texts);
        write_tables::tables(&mut json, texts, &log.places()[self.places..]);
        let mut last = self.before;
        let events = log.iter_from(from).take(count).map(|(_, event)| event);
        write::events(&mut json, self.before, events.inspect(|it| last = it.at));
        json.close('}');
        self.next = from + count as u64;
        (self.texts, self.places) = (log.texts().len(), log.places().len());
        self.before = last;
        Some(json.finish())
    }
}

/// Reads deltas and assembles the log, where it is drawn. If the original log dropped events before they were written,
/// all events before them are dropped here too.
#[derive(Debug, Default)]
pub struct LogDeltaReader {
    log: Log,
    before: i64,
    /// Whether time stays zero until the first poll.
    awaits_first_poll: bool,
    skipped: Duration,
    /// How many texts the log had before a warning was appended.
    texts_before_warning: Option<usize>,
}

impl LogDeltaReader {
    /// A reader whose time begins with the first poll of a task: everything before has the time zero. The engine of the
    /// program may have to start first, which is not part of the run's time.
    ///
    /// # Examples
    /// ```
    /// use coroscope::export::LogDeltaReader;
    /// use coroscope::time::ms;
    /// let mut reader = LogDeltaReader::from_first_poll();
    /// let delta = r#"{"texts":[],"places":[["a.py",4]],
    ///     "events":[[90000,"spawn",1,null,0],[2000,"poll",1],[500,"pause",1]]}"#;
    /// reader.add(delta.as_bytes()).unwrap();
    /// assert_eq!(reader.log().last().unwrap().at.as_micros(), 500);
    /// assert_eq!(reader.skipped(), ms(92));
    /// ```
    pub fn from_first_poll() -> LogDeltaReader {
        LogDeltaReader {
            awaits_first_poll: true,
            ..LogDeltaReader::default()
        }
    }

    /// A reader whose log has another size limit than by default, in bytes.
    ///
    /// # Examples
    /// ```
    /// use coroscope::export::LogDeltaReader;
    /// let mut reader = LogDeltaReader::with_limit(1 << 20);
    /// reader.add(br#"{"dropped":7,"texts":[],"places":[],"events":[[5,"hop"]]}"#).unwrap();
    /// assert_eq!(reader.log().dropped(), 7);
    /// ```
    pub fn with_limit(bytes: usize) -> LogDeltaReader {
        LogDeltaReader {
            log: Log::new(bytes),
            ..LogDeltaReader::default()
        }
    }

    /// The time before the first poll, which the log does not count. Zero before that poll.
    pub fn skipped(&self) -> Duration {
        match self.awaits_first_poll {
            true => Duration::ZERO,
            false => self.skipped,
        }
    }

    /// Adds the next delta.
    ///
    /// # Errors
    /// If it is not a delta, which is a bug of the program, not the reader's mistake.
    pub fn add(&mut self, delta: &[u8]) -> Result<(), ReadError> {
        // The next texts are referenced by index, so the warning's own text must not precede them.
        self.remove_warning();
        self.read(&mut JsonReader::new(delta))
            .map_err(|fault| ReadError::of_file(format!("{}.", fault.what)))
    }

    fn read(&mut self, scan: &mut JsonReader) -> Result<(), Fault> {
        let mut tables = Tables::default();
        let mut members = scan.enter(b'{', "a delta of a log")?;
        while scan.more(&mut members)? {
            let Some(mut events) = tables.member(scan)? else {
                continue;
            };
            self.log.skip(core::mem::take(&mut tables.dropped));
            tables.texts.drain(..).for_each(|it| self.log.add_text(it));
            tables
                .places
                .drain(..)
                .for_each(|it| self.log.add_place(it));
            while scan.more(&mut events)? {
                let (micros, kind) = read_event::event(scan)?;
                if self.awaits_first_poll {
                    self.skipped += Duration::from_micros(micros.max(0).unsigned_abs());
                    self.awaits_first_poll = !matches!(kind, EventKind::PollBegun { .. });
                } else {
                    self.before = self.before.saturating_add(micros).max(0);
                }
                let at = Instant::from_micros(self.before.unsigned_abs());
                self.log.push(Event { at, kind });
            }
        }
        scan.finish()
    }

    /// Appends a warning of the receiving side, in place of the previous one. The next delta removes it: new events may refute
    /// it.
    ///
    /// # Examples
    /// ```
    /// use coroscope::export::LogDeltaReader;
    /// use coroscope::time::Instant;
    /// use coroscope::trace::Warning;
    /// let mut reader = LogDeltaReader::default();
    /// reader.warn(Instant::ZERO, Warning::EndlessTurn, None, "1.2 s", None);
    /// assert_eq!(reader.log().len(), 1);
    /// reader.add(br#"{"texts":["a"],"places":[],"events":[[0,"print",null,0]]}"#).unwrap();
    /// assert_eq!(reader.log().texts().collect::<Vec<_>>(), ["a"]);
    /// assert_eq!(reader.log().len(), 1);
    /// ```
    pub fn warn(
        &mut self,
        at: Instant,
        warning: Warning,
        task: Option<TaskId>,
        subject: &str,
        place: Option<PlaceId>,
    ) {
        self.remove_warning();
        self.texts_before_warning = Some(self.log.texts().len());
        let subject = self.log.intern(subject);
        let kind = EventKind::Warned {
            warning,
            task,
            subject,
            place,
        };
        self.log.push(Event { at, kind });
    }

    /// Whether such a warning is the last event.
    pub fn ends_with_warning(&self) -> bool {
        self.texts_before_warning.is_some()
    }

    fn remove_warning(&mut self) {
        if let Some(texts) = self.texts_before_warning.take() {
            self.log.pop();
            self.log.truncate_texts(texts);
        }
    }

    /// The log so far.
    pub fn log(&self) -> &Log {
        &self.log
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_that_the_log_dropped_between_two_deltas_are_counted() {
        let mut log = Log::new(0);
        let push = |log: &mut Log, count: u64| {
            for _ in 0..count {
                let at = Instant::from_micros(3 * log.next_seq());
                let kind = EventKind::Hopped;
                log.push(Event { at, kind });
            }
        };
        let (mut writer, mut reader) = (LogDeltaWriter::default(), LogDeltaReader::with_limit(0));
        for count in [3, 5, 50_000, 2, 20_000] {
            push(&mut log, count);
            while let Some(delta) = writer.delta_up_to(&log, 1000) {
                reader.add(delta.as_bytes()).unwrap();
            }
            assert_eq!(reader.log().next_seq(), log.next_seq());
            assert!(reader.log().dropped() >= log.dropped());
            let (from, copy) = (reader.log().dropped(), reader.log());
            assert!(copy.iter_from(from).eq(log.iter_from(from)));
            assert!(copy.len() > 2);
        }
    }

    #[test]
    fn invalid_deltas_are_rejected() {
        let added = |delta: &str| {
            LogDeltaReader::default()
                .add(delta.as_bytes())
                .map_err(|it| it.message)
        };
        assert!(added("[]").unwrap_err().contains("a delta of a log"));
        assert!(
            added(r#"{"events":[[0,"nap"]]}"#)
                .unwrap_err()
                .contains("nap")
        );
        assert_eq!(added(r#"{"texts":["a"],"places":[],"events":[]}"#), Ok(()));
    }
}
