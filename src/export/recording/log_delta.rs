//! Transfers a log that grows elsewhere, such as in a worker: each delta has what is new since the previous one.

use super::problems::ReadError;
use super::read_event;
use super::tables::Tables;
use super::write::{self, EVENT_BYTES};
use crate::export::json_reader::{Fault, JsonReader};
use crate::export::json_writer::JsonWriter;
use crate::time::{Duration, Instant};
use crate::trace::{Event, EventKind, Log, PlaceId, TaskId, Warning};

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
    /// event's time is relative to the last event of the previous delta.
    pub fn delta(&mut self, log: &Log) -> Option<String> {
        let last = log.last().filter(|_| log.next_seq() > self.next)?;
        let count = log.next_seq() - self.next;
        let room = usize::try_from(count).unwrap_or(0).min(log.len()) * EVENT_BYTES;
        let mut json = JsonWriter::with_capacity(256 + room);
        json.open('{');
        let texts = log.texts().skip(self.texts);
        write::tables(&mut json, texts, &log.places()[self.places..]);
        let events = log.iter_from(self.next).map(|(_, event)| event);
        write::events(&mut json, self.before, events);
        json.close('}');
        self.next = log.next_seq();
        (self.texts, self.places) = (log.texts().len(), log.places().len());
        self.before = last.at;
        Some(json.finish())
    }
}

/// Reads deltas and assembles the log, where it is drawn. Events that the original log dropped before they were written
/// are missing here too.
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
