//! Reads a recording into a log, incrementally: a bounded number of events at a time.

use super::checks::Checks;
use super::format::{LOG_BYTES, Meta, OLDEST_VERSION, VERSION};
use super::old_versions::{SAYS_CLEANUP, mark_cleanups};
use super::parts::{Lines, is_in_parts};
use super::problems::{ReadError, Repair, check_size, quoted};
use super::read_event;
use super::tables::Tables;
use crate::json_reader::{Fault, JsonReader, List};
use coroscope_trace::Log;
use coroscope_wording::{text, tr};

/// The content of a recording.
#[derive(Debug)]
pub struct Recording {
    /// The events.
    pub log: Log,
    /// What was run.
    pub meta: Meta,
    /// The problems in the file that were repaired.
    pub repairs: Vec<Repair>,
    /// How the file ends.
    pub end: FileEnd,
}

/// How the file of a recording ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileEnd {
    /// It is complete.
    Complete,
    /// It is in parts and lacks its end: the program still runs, or was killed.
    Unfinished,
    /// It ends in the middle, as a copy does that was interrupted. The events up to there were read; texts and places that
    /// would have come later are [`MISSING`].
    CutOff,
}

/// Stands for a text, or for the file of a place, that a file lacks because it is [cut off](FileEnd::CutOff).
pub const MISSING: &str = "(missing)";

/// Reads a recording.
///
/// # Errors
/// If it is not a recording, or ends before its second event; the error says where, and what was expected. See the
/// [module](super) for what is repaired instead.
///
/// # Examples
/// ```
/// use coroscope::export::{FileEnd, read_recording};
/// let file = r#"{"coroscope":1,"texts":["a"],"places":[["a.rs",3]],
///     "events":[[0,"spawn",1,null,0],[5,"name",1,0]]}"#;
/// let recording = read_recording(file.as_bytes()).unwrap();
/// assert_eq!((recording.log.len(), recording.end), (2, FileEnd::Complete));
/// // In the middle of its second event.
/// let recording = read_recording(&file.as_bytes()[..100]).unwrap();
/// assert_eq!((recording.log.len(), recording.end), (1, FileEnd::CutOff));
/// let why = read_recording(&file.as_bytes()[..70]).unwrap_err().to_string();
/// assert!(why.contains("incomplete"), "{why}");
/// ```
pub fn read_recording(bytes: &[u8]) -> Result<Recording, ReadError> {
    RecordingReader::new(bytes)?.finish()
}

/// Reads a recording in steps, so the page can do other things in between.
///
/// # Examples
/// ```
/// use coroscope::export::RecordingReader;
/// # let file = br#"{"coroscope":1,"events":[]}"#;
/// let mut reader = RecordingReader::new(file).unwrap();
/// while !reader.read_some(50_000).unwrap() {
///     // Let the page paint.
/// }
/// let recording = reader.finish().unwrap();
/// assert!(recording.log.is_empty());
/// ```
pub struct RecordingReader<'a> {
    bytes: &'a [u8],
    scan: JsonReader<'a>,
    stage: Stage,
    tables: Tables,
    log: Log,
    checks: Checks,
    /// The event that is being read, counted from 1.
    event: Option<u64>,
    /// Whether the file ended in the middle.
    is_cut_off: bool,
    failed: Option<ReadError>,
}

enum Stage {
    /// Within the members of the file's object.
    Members(List),
    /// Within the events, and the object that contains them.
    Events(List, List),
    /// Within a file in parts, and the position of the next line.
    Parts(Box<Lines>, usize),
    Over,
}

impl<'a> RecordingReader<'a> {
    /// Reads the beginning of a file.
    ///
    /// # Errors
    /// If it is not a recording, is too large, or has a newer version.
    pub fn new(bytes: &'a [u8]) -> Result<RecordingReader<'a>, ReadError> {
        check_size(bytes.len() as u64)?;
        let mut reader = RecordingReader {
            bytes,
            scan: JsonReader::new(bytes),
            stage: Stage::Over,
            tables: Tables::default(),
            log: Log::new(LOG_BYTES),
            checks: Checks::default(),
            event: None,
            is_cut_off: false,
            failed: None,
        };
        let (members, version) = reader.beginning()?;
        reader.tables.version = version;
        reader.stage = match is_in_parts(bytes) {
            Some(true) => Stage::Parts(Box::default(), 0),
            _ => Stage::Members(members),
        };
        Ok(reader)
    }

    /// Reads at most `most` more events; returns whether the whole file has been read.
    ///
    /// # Errors
    /// If the file is invalid; the error says where.
    pub fn read_some(&mut self, most: usize) -> Result<bool, ReadError> {
        if let Some(error) = &self.failed {
            return Err(error.clone());
        }
        if let Stage::Parts(lines, at) = &mut self.stage {
            let read = lines.read(&self.bytes[*at..], most);
            let read = read.inspect_err(|error| self.failed = Some(error.clone()))?;
            *at += read;
            return Ok(read == 0);
        }
        let until = self.checks.events.saturating_add(most.max(1) as u64);
        if let Err(fault) = self.advance(until) {
            if !fault.is_cut_off || self.checks.events == 0 {
                let error = self.error(&fault);
                self.failed = Some(error.clone());
                return Err(error);
            }
            self.is_cut_off = true;
        }
        Ok(matches!(self.stage, Stage::Over))
    }

    /// Reads the rest and returns the recording.
    ///
    /// # Errors
    /// If the file is invalid; the error says where.
    pub fn finish(mut self) -> Result<Recording, ReadError> {
        while !self.read_some(usize::MAX)? {}
        if let Stage::Parts(lines, _) = self.stage {
            let (log, meta, repairs, is_complete) = lines.finish();
            return Ok(Recording {
                log,
                meta,
                repairs,
                end: match is_complete {
                    true => FileEnd::Complete,
                    false => FileEnd::Unfinished,
                },
            });
        }
        let mut tables = self.tables;
        if !tables.seen.contains(&"events") {
            return Err(ReadError::of_file(tr!(
                "This recording has no events: a list “events” is required."
            )));
        }
        if self.is_cut_off {
            let (texts, places) = self.checks.needed();
            tables.fill(texts, places);
        }
        let repairs = self
            .checks
            .finish(tables.dropped, tables.texts.len(), tables.places.len())
            .map_err(|(event, message)| ReadError {
                event: Some(event),
                ..ReadError::of_file(message)
            })?;
        let mut log = self
            .log
            .with_tables(tables.dropped, tables.texts, tables.places);
        if tables.version < SAYS_CLEANUP {
            mark_cleanups(&mut log);
        }
        Ok(Recording {
            log,
            meta: tables.meta,
            repairs,
            end: match self.is_cut_off {
                true => FileEnd::CutOff,
                false => FileEnd::Complete,
            },
        })
    }

    /// Reads up to the version of the format, and returns that, too.
    fn beginning(&mut self) -> Result<(List, i64), ReadError> {
        let other = |what: &str| {
            let begins = tr!("A recording begins with {\"coroscope\":1.");
            Err(ReadError::of_file(format!("{what} {begins}")))
        };
        if self.bytes.starts_with(&[0x1F, 0x8B]) || self.bytes.starts_with(b"PK") {
            return other(tr!(
                "The file is compressed (gzip or zip); decompress it first."
            ));
        }
        match self.scan.peek() {
            Err(_) => return other(tr!("The file is empty.")),
            Ok(b'{') => {}
            Ok(b'[') => return other(tr!("This is not a recording: it begins with a list.")),
            Ok(_) => return other(tr!("This is not a recording, and not JSON.")),
        }
        let mut first = || {
            let mut members = self.scan.enter(b'{', text!("an object"))?;
            let any = self.scan.more(&mut members)?;
            let key = if any { self.scan.key()? } else { "".into() };
            if key == "coroscope" {
                let version = self.scan.integer(text!("the version of the format"))?;
                return Ok((members, Ok(version)));
            }
            Ok((members, Err(key)))
        };
        match first() {
            Ok((members, Ok(version)))
                if (i64::from(OLDEST_VERSION)..=i64::from(VERSION)).contains(&version) =>
            {
                Ok((members, version))
            }
            Ok((_, Ok(version))) if version > i64::from(VERSION) => Err(ReadError::of_file(tr!(
                "This recording has version {version} of the format, and version {newest} is the newest that \
                     can be read here. A newer Coroscope opens it.",
                version,
                newest = VERSION
            ))),
            Ok((_, Ok(version))) => Err(ReadError::of_file(tr!(
                "There is no version {version} of the format; {first} is the first and {newest} the newest.",
                version,
                first = OLDEST_VERSION,
                newest = VERSION
            ))),
            Ok((_, Err(key))) if key == "traceEvents" => other(tr!(
                "This is a trace for Chrome, which can't be opened here."
            )),
            Ok((_, Err(key))) => other(&tr!(
                "This is not a recording: its first member is {name}.",
                name = quoted(&key)
            )),
            Err(fault) => Err(self.error(&fault)),
        }
    }

    fn advance(&mut self, until: u64) -> Result<(), Fault> {
        loop {
            self.stage = match core::mem::replace(&mut self.stage, Stage::Over) {
                Stage::Over | Stage::Parts(..) => return Ok(()),
                Stage::Members(mut members) => {
                    if !self.scan.more(&mut members)? {
                        return self.scan.finish();
                    }
                    match self.tables.member(&mut self.scan)? {
                        Some(events) => Stage::Events(events, members),
                        None => Stage::Members(members),
                    }
                }
                Stage::Events(mut events, members) => {
                    while self.checks.events < until && self.scan.more(&mut events)? {
                        self.event = Some(self.checks.events + 1);
                        let (micros, kind) = read_event::event(&mut self.scan)?;
                        let checked = self.checks.event(micros, kind);
                        self.log
                            .push(checked.map_err(|what| self.scan.fault(what))?);
                        self.event = None;
                    }
                    if self.checks.events >= until {
                        self.stage = Stage::Events(events, members);
                        return Ok(());
                    }
                    Stage::Members(members)
                }
            };
        }
    }

    fn error(&self, fault: &Fault) -> ReadError {
        let before = &self.bytes[..fault.byte.min(self.bytes.len())];
        let lines = before.iter().filter(|byte| **byte == b'\n').count();
        ReadError {
            message: format!("{}.", fault.what),
            event: self.event,
            at: Some((lines + 1, fault.byte + 1)),
        }
    }
}
