//! A log that grows elsewhere, such as in a worker: told in parts, each with what is new since the one before.

use super::fields;
use super::report::ReadError;
use super::tables::Tables;
use super::write::{self, EVENT_BYTES};
use crate::export::json::Json;
use crate::export::scan::{Fault, Scan};
use crate::time::{Duration, Instant};
use crate::trace::{Event, EventKind, Log, PlaceId, TaskId, Warning};

/// Where the log grows: tells what is new in it.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms};
/// use coroscope::export::{Parts, Teller};
/// let rt = Runtime::virtual_clock();
/// let (mut teller, mut parts) = (Teller::default(), Parts::default());
/// for _ in 0..2 {
///     rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
///     let part = rt.with_log(|log| teller.part(log)).unwrap();
///     parts.add(part.as_bytes()).unwrap();
/// }
/// assert_eq!(rt.with_log(|log| teller.part(log)), None);
/// rt.with_log(|log| assert!(parts.log().iter().eq(log.iter())));
/// ```
#[derive(Debug, Default)]
pub struct Teller {
    next: u64,
    texts: usize,
    places: usize,
    before: Instant,
}

impl Teller {
    /// What `log` has got since the last time; none where that is nothing. It is of the same form as a
    /// recording's members, and the first event's time counts from the last event of the part before.
    pub fn part(&mut self, log: &Log) -> Option<String> {
        let last = log.last().filter(|_| log.next_seq() > self.next)?;
        let count = log.next_seq() - self.next;
        let room = usize::try_from(count).unwrap_or(0).min(log.len()) * EVENT_BYTES;
        let mut json = Json::with_capacity(256 + room);
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

/// Where the log is drawn: puts the parts together. What the log there had to drop before it was told is
/// missing here too.
#[derive(Debug, Default)]
pub struct Parts {
    log: Log,
    before: i64,
    /// Whether time stands still until the first poll.
    awaits_first_poll: bool,
    skipped: Duration,
    /// How many texts the log had before a warning was added at its end.
    texts_before_warning: Option<usize>,
}

impl Parts {
    /// Parts whose time begins with the first poll of a task: all that happened before has the time zero. Where the
    /// log grows, the engine of the program may have to start first, which takes time that is not of the run.
    ///
    /// # Examples
    /// ```
    /// use coroscope::export::Parts;
    /// use coroscope::time::ms;
    /// let mut parts = Parts::from_first_poll();
    /// let part = r#"{"texts":[],"places":[["a.py",4]],
    ///     "events":[[90000,"spawn",1,null,0],[2000,"poll",1],[500,"pause",1]]}"#;
    /// parts.add(part.as_bytes()).unwrap();
    /// assert_eq!(parts.log().last().unwrap().at.as_micros(), 500);
    /// assert_eq!(parts.skipped(), ms(92));
    /// ```
    pub fn from_first_poll() -> Parts {
        Parts {
            awaits_first_poll: true,
            ..Parts::default()
        }
    }

    /// The time before the first poll, which the log does not count. Zero before it has come.
    pub fn skipped(&self) -> Duration {
        match self.awaits_first_poll {
            true => Duration::ZERO,
            false => self.skipped,
        }
    }

    /// Adds the next part.
    ///
    /// # Errors
    /// Says where it is not a part, which is a fault of the program's and not of the reader's.
    pub fn add(&mut self, part: &[u8]) -> Result<(), ReadError> {
        // The next texts are known by their positions, so nothing of ours may come before them.
        self.take_back_warning();
        self.read(&mut Scan::new(part))
            .map_err(|fault| ReadError::of_file(format!("{}.", fault.what)))
    }

    fn read(&mut self, scan: &mut Scan) -> Result<(), Fault> {
        let mut tables = Tables::default();
        let mut members = scan.enter(b'{', "a part of a log")?;
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
                let (micros, kind) = fields::event(scan)?;
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

    /// Adds a warning of the one who puts the parts together at the end, in place of the one before. The next part
    /// takes it away: that the log goes on may prove it wrong.
    ///
    /// # Examples
    /// ```
    /// use coroscope::export::Parts;
    /// use coroscope::time::Instant;
    /// use coroscope::trace::Warning;
    /// let mut parts = Parts::default();
    /// parts.warn(Instant::ZERO, Warning::EndlessTurn, None, "1.2 s", None);
    /// assert_eq!(parts.log().len(), 1);
    /// parts.add(br#"{"texts":["a"],"places":[],"events":[[0,"print",null,0]]}"#).unwrap();
    /// assert_eq!(parts.log().texts().collect::<Vec<_>>(), ["a"]);
    /// assert_eq!(parts.log().len(), 1);
    /// ```
    pub fn warn(
        &mut self,
        at: Instant,
        warning: Warning,
        task: Option<TaskId>,
        subject: &str,
        place: Option<PlaceId>,
    ) {
        self.take_back_warning();
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

    fn take_back_warning(&mut self) {
        if let Some(texts) = self.texts_before_warning.take() {
            self.log.pop();
            self.log.truncate_texts(texts);
        }
    }

    /// All that was told so far.
    pub fn log(&self) -> &Log {
        &self.log
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_part_is_refused() {
        let told = |part: &str| {
            Parts::default()
                .add(part.as_bytes())
                .map_err(|it| it.message)
        };
        assert!(told("[]").unwrap_err().contains("a part of a log"));
        assert!(
            told(r#"{"events":[[0,"nap"]]}"#)
                .unwrap_err()
                .contains("nap")
        );
        assert_eq!(told(r#"{"texts":["a"],"places":[],"events":[]}"#), Ok(()));
    }
}
