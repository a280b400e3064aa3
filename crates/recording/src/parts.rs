//! Reads a recording in parts, one a line. Such a file can be read while it is still written.

use super::checks::Checks;
use super::format::{HAS_PARTS, LOG_BYTES, MAX_TEXT_BYTES, Meta};
use super::problems::{ReadError, Repair};
use super::read_event;
use super::tables::Tables;
use crate::json_reader::{Fault, JsonReader};
use coroscope_trace::Log;
use coroscope_trace::time::Instant;
use coroscope_wording::{text, tr};

/// The length of the longest beginning that is searched for the mark of parts.
const MARK: usize = 64;
/// The length of the longest line: what is unread has to be kept until the line is there.
const MAX_LINE: usize = MAX_TEXT_BYTES;

/// Whether a file is in parts, by its beginning; `None` if too little of it is there.
///
/// # Examples
/// ```
/// use coroscope::export::is_in_parts;
/// assert_eq!(is_in_parts(br#"{"coroscope":6,"parts":true,"meta":{}}"#), Some(true));
/// assert_eq!(is_in_parts(b"{\"coroscope\":6,\n\"events\":[]}"), Some(false));
/// assert_eq!(is_in_parts(br#"{"coroscope":6,"#), None);
/// ```
pub fn is_in_parts(beginning: &[u8]) -> Option<bool> {
    let mut scan = JsonReader::new(beginning);
    let mut second = || {
        let mut members = scan.enter(b'{', "")?;
        scan.more(&mut members)?;
        let is_recording = scan.key()? == "coroscope";
        let version = scan.integer("")?;
        scan.more(&mut members)?;
        let second = scan.key()?;
        Ok::<bool, Fault>(is_recording && version >= HAS_PARTS && second == "parts")
    };
    match second() {
        Ok(found) => Some(found),
        Err(fault) if fault.byte >= beginning.len() && beginning.len() < MARK => None,
        Err(_) => Some(false),
    }
}

/// Reads a recording in parts, as far as it is there.
///
/// # Examples
/// ```
/// use coroscope::export::PartsReader;
/// let mut reader = PartsReader::default();
/// reader.add(b"{\"coroscope\":6,\"parts\":true,\"meta\":{\"title\":\"app.py\"}}\n");
/// reader.add(b"{\"texts\":[\"main\"],\"places\":[[\"app.py\",3]],\"events\":[[0,\"spawn\",1,null,0]]}\n{\"ev");
/// while reader.read_some(1000).unwrap() {}
/// assert_eq!((reader.meta().title.as_str(), reader.log().len()), ("app.py", 1));
/// assert!(!reader.is_complete());
/// reader.add(b"ents\":[[7,\"name\",1,0]]}\n{\"end\":true}\n");
/// while reader.read_some(1000).unwrap() {}
/// assert!(reader.is_complete() && reader.log().len() == 2);
/// ```
#[derive(Debug, Default)]
pub struct PartsReader {
    /// What was received, from the first byte that was not read.
    unread: Vec<u8>,
    /// The number of bytes of it that were read.
    read: usize,
    /// The number of bytes after those that have no end of a line.
    searched: usize,
    lines: Lines,
}

impl PartsReader {
    /// Adds what follows in the file.
    pub fn add(&mut self, bytes: &[u8]) {
        if self.read > 0 {
            self.unread.drain(..self.read);
            self.read = 0;
        }
        self.unread.extend_from_slice(bytes);
    }

    /// Reads complete lines until they had this number of events; returns whether there were any.
    ///
    /// # Errors
    /// If a line is invalid, or longer than 64 MiB; the error says where. What was read before stays.
    pub fn read_some(&mut self, most: usize) -> Result<bool, ReadError> {
        let unread = &self.unread[self.read..];
        if !unread[self.searched..].contains(&b'\n') {
            self.searched = unread.len();
            return match self.searched > MAX_LINE {
                true => Err(self.lines.too_long()),
                false => Ok(false),
            };
        }
        let read = self.lines.read(unread, most)?;
        self.read += read;
        self.searched = 0;
        Ok(read > 0)
    }

    /// Whether the first line was read.
    pub fn has_begun(&self) -> bool {
        self.lines.number > 0
    }

    /// Whether the last line was read, after which nothing follows.
    pub fn is_complete(&self) -> bool {
        self.lines.is_complete
    }

    /// The events so far.
    pub fn log(&self) -> &Log {
        &self.lines.log
    }

    /// What was run.
    pub fn meta(&self) -> &Meta {
        &self.lines.meta
    }

    /// The time that the program had reached when the last part was written.
    pub fn now(&self) -> Instant {
        self.lines.now
    }
}

/// The content of the lines so far.
#[derive(Debug)]
pub(super) struct Lines {
    number: usize,
    /// The event that is being read, counted from 1.
    event: Option<u64>,
    log: Log,
    meta: Meta,
    checks: Checks,
    now: Instant,
    is_complete: bool,
}

impl Default for Lines {
    fn default() -> Lines {
        Lines {
            number: 0,
            event: None,
            log: Log::new(LOG_BYTES),
            meta: Meta::default(),
            checks: Checks::of_parts(),
            now: Instant::ZERO,
            is_complete: false,
        }
    }
}

impl Lines {
    /// Reads complete lines of a text until they had this number of events; returns the length of what was read.
    pub(super) fn read(&mut self, text: &[u8], most: usize) -> Result<usize, ReadError> {
        let until = self.checks.events.saturating_add(most.max(1) as u64);
        let mut read = 0;
        while self.checks.events < until {
            let Some(length) = text[read..].iter().position(|byte| *byte == b'\n') else {
                break;
            };
            let line = &text[read..read + length];
            self.line(line)?;
            read += length + 1;
        }
        Ok(read)
    }

    /// The error for the next line if its end does not come.
    fn too_long(&self) -> ReadError {
        ReadError {
            message: tr!(
                "a part of a recording has at most {most} MiB.",
                most = MAX_LINE >> 20
            ),
            event: None,
            at: Some((self.number + 1, MAX_LINE)),
        }
    }

    fn line(&mut self, line: &[u8]) -> Result<(), ReadError> {
        self.number += 1;
        self.part(&mut JsonReader::new(line))
            .map_err(|fault| ReadError {
                message: format!("{}.", fault.what),
                event: self.event,
                at: Some((self.number, fault.byte + 1)),
            })
    }

    fn part(&mut self, scan: &mut JsonReader) -> Result<(), Fault> {
        let mut tables = Tables {
            version: HAS_PARTS,
            ..Tables::default()
        };
        let mut members = scan.enter(b'{', text!("a part of the recording"))?;
        if self.is_complete {
            return Err(scan.fault(tr!("the recording has ended before this part")));
        }
        if self.number == 1 {
            // The caller knows that the file begins like this.
            scan.more(&mut members)?;
            scan.key()?;
            tables.version = scan.integer(text!("the version of the format"))?;
        }
        while scan.more(&mut members)? {
            let Some(mut events) = tables.member(scan)? else {
                continue;
            };
            self.take(&mut tables);
            while scan.more(&mut events)? {
                self.event = Some(self.checks.events + 1);
                let (micros, kind) = read_event::event(scan)?;
                let checked = self.checks.event(micros, kind);
                self.log.push(checked.map_err(|what| scan.fault(what))?);
                self.event = None;
            }
        }
        self.take(&mut tables);
        let (texts, places) = (self.log.texts().len(), self.log.places().len());
        let checked = self.checks.check_tables(texts, places);
        checked.map_err(|(_, what)| scan.fault(what.trim_end_matches('.')))?;
        if let Some(title) = Some(tables.meta.title).filter(|title| !title.is_empty()) {
            self.meta.title = title;
        }
        if self.number == 1 {
            self.meta.lesson = tables.meta.lesson;
            self.meta.settings = tables.meta.settings;
            self.meta.clock = tables.meta.clock;
        }
        self.meta.sources.append(&mut tables.meta.sources);
        let now = self.log.last().map_or(Instant::ZERO, |event| event.at);
        self.now = self.now.max(now).max(tables.now.unwrap_or_default());
        self.is_complete = tables.ends;
        scan.finish()
    }

    /// Takes what a part has read so far.
    fn take(&mut self, tables: &mut Tables) {
        let dropped = core::mem::take(&mut tables.dropped);
        if dropped > 0 {
            self.checks.skip();
        }
        self.log.skip(dropped);
        tables.texts.drain(..).for_each(|it| self.log.add_text(it));
        (tables.places.drain(..)).for_each(|it| self.log.add_place(it));
    }

    /// The recording, which may be unfinished.
    pub(super) fn finish(self) -> (Log, Meta, Vec<Repair>, bool) {
        let dropped = self.log.dropped();
        (
            self.log,
            self.meta,
            self.checks.into_repairs(dropped),
            self.is_complete,
        )
    }
}
