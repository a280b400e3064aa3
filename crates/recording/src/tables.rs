//! Reads everything in a recording except its events.

use super::format::{Clock, HAS_PARTS, HAS_SOURCES, MAX_TEXT_BYTES, Meta, SourceFile};
use super::read::MISSING;
use crate::json_reader::{Fault, JsonReader, List};
use coroscope_trace::log::Place;
use coroscope_trace::time::Instant;
use coroscope_wording::{text, tr};
use rustc_hash::FxHashSet;
use std::rc::Rc;

/// The overhead of a text, in bytes.
const TEXT_OVERHEAD: usize = 64;
const MAX_PLACES: usize = 100_000;
const MAX_SOURCES: usize = 10_000;

/// What was read so far.
#[derive(Default)]
pub(super) struct Tables {
    /// The version of the format.
    pub(super) version: i64,
    /// The members that were read.
    pub(super) seen: Vec<&'static str>,
    pub(super) meta: Meta,
    pub(super) dropped: u64,
    pub(super) texts: Vec<Rc<str>>,
    pub(super) places: Vec<Place>,
    /// The time at which a part was written.
    pub(super) now: Option<Instant>,
    /// Whether a part is the last one.
    pub(super) ends: bool,
}

impl Tables {
    /// Reads the next member; if it is the events, returns their list.
    pub(super) fn member(&mut self, scan: &mut JsonReader) -> Result<Option<List>, Fault> {
        const KNOWN: [&str; 10] = [
            "coroscope",
            "parts",
            "now",
            "end",
            "meta",
            "dropped",
            "texts",
            "places",
            "sources",
            "events",
        ];
        let key = scan.key()?;
        let since = |known: &str| match known {
            "parts" | "now" | "end" => HAS_PARTS,
            "sources" => HAS_SOURCES,
            _ => 0,
        };
        let is_known = |known: &&str| *known == key && self.version >= since(known);
        let Some(known) = KNOWN.into_iter().find(is_known) else {
            scan.skip()?;
            return Ok(None);
        };
        if self.seen.contains(&known) || known == "coroscope" {
            return Err(scan.fault(tr!("“{name}” occurs a second time", name = known)));
        }
        self.seen.push(known);
        match known {
            "meta" => self.meta(scan)?,
            "dropped" => self.dropped(scan)?,
            "texts" => self.texts(scan)?,
            "places" => self.places(scan)?,
            "sources" => self.sources(scan)?,
            // What it means was read before.
            "parts" => scan.skip()?,
            "now" => {
                let micros = scan.integer(text!("the time of the run in microseconds"))?;
                self.now = Some(Instant::from_micros(micros.max(0).unsigned_abs()));
            }
            "end" => {
                scan.skip()?;
                self.ends = true;
            }
            _ => return scan.enter(b'[', text!("the list of events")).map(Some),
        }
        Ok(None)
    }

    /// Adds what is missing up to this number of texts and places, unless these are more than a file can have.
    pub(super) fn fill(&mut self, texts: usize, places: usize) {
        let text: Rc<str> = MISSING.into();
        let place = Place {
            file: text.clone(),
            line: 1,
        };
        if (self.texts.len()..=MAX_TEXT_BYTES / TEXT_OVERHEAD).contains(&texts) {
            self.texts.resize(texts, text);
        }
        if (self.places.len()..=MAX_PLACES).contains(&places) {
            self.places.resize(places, place);
        }
    }

    fn meta(&mut self, scan: &mut JsonReader) -> Result<(), Fault> {
        let mut members = scan.enter(b'{', text!("an object"))?;
        while scan.more(&mut members)? {
            match &*scan.key()? {
                "title" => self.meta.title = scan.string(text!("the title"))?.into_owned(),
                "lesson" => self.meta.lesson = scan.string(text!("the lesson's id"))?.into_owned(),
                "knobs" => {
                    let mut settings =
                        scan.enter(b'{', text!("an object with the settings' values"))?;
                    while scan.more(&mut settings)? {
                        let setting = scan.key()?.into_owned();
                        let value = scan
                            .string(text!("the setting's value, as a string"))?
                            .into_owned();
                        self.meta.settings.push((setting, value));
                    }
                }
                "clock" => {
                    self.meta.clock = match &*scan.string(text!("\"real\" or \"virtual\""))? {
                        "real" => Clock::Real,
                        "virtual" => Clock::Virtual,
                        _ => {
                            return Err(
                                scan.fault(tr!("the clock must be \"real\" or \"virtual\""))
                            );
                        }
                    };
                }
                _ => scan.skip()?,
            }
        }
        Ok(())
    }

    fn dropped(&mut self, scan: &mut JsonReader) -> Result<(), Fault> {
        let dropped = scan.integer(text!("the number of dropped events"))?;
        if !(0..1 << 40).contains(&dropped) {
            return Err(scan.fault(tr!(
                "the number of dropped events must be at least 0 and below 2⁴⁰"
            )));
        }
        self.dropped = dropped.unsigned_abs();
        Ok(())
    }

    fn texts(&mut self, scan: &mut JsonReader) -> Result<(), Fault> {
        let mut list = scan.enter(b'[', text!("the list of texts"))?;
        let mut room = MAX_TEXT_BYTES;
        while scan.more(&mut list)? {
            let text = scan.string(text!("a string"))?;
            let left = room.checked_sub(text.len() + TEXT_OVERHEAD);
            room = left.ok_or_else(|| scan.fault(tr!("the texts are too large")))?;
            self.texts.push((*text).into());
        }
        Ok(())
    }

    fn sources(&mut self, scan: &mut JsonReader) -> Result<(), Fault> {
        let mut files = scan.enter(
            b'{',
            text!("an object with the texts of the program's files"),
        )?;
        while scan.more(&mut files)? {
            let name = scan.key()?.into_owned();
            if self.meta.sources.len() == MAX_SOURCES {
                return Err(scan.fault(tr!(
                    "there are more than {most} sources",
                    most = MAX_SOURCES
                )));
            }
            let text = scan.string(text!("the text of the file"))?.into_owned();
            self.meta.sources.push(SourceFile { name, text });
        }
        Ok(())
    }

    fn places(&mut self, scan: &mut JsonReader) -> Result<(), Fault> {
        let wanted = text!("a place, as a list of file and line");
        let mut files: FxHashSet<Rc<str>> = FxHashSet::default();
        let mut list = scan.enter(b'[', text!("the list of places"))?;
        while scan.more(&mut list)? {
            if self.places.len() == MAX_PLACES {
                return Err(scan.fault(tr!("there are more than {most} places", most = MAX_PLACES)));
            }
            let mut place = scan.enter(b'[', wanted)?;
            scan.more(&mut place)?;
            let name = scan.string(text!("the file of the place"))?;
            let file = files.get(&*name).cloned().unwrap_or_else(|| (*name).into());
            files.insert(file.clone());
            scan.more(&mut place)?;
            let line = scan.integer(text!("the line of the place"))?;
            let line = u32::try_from(line)
                .map_err(|_| scan.fault(tr!("a line must be from 0 to 4294967295")))?;
            self.places.push(Place { file, line });
            if scan.more(&mut place)? {
                return Err(scan.fault(tr!("a place has a file and a line, and no more")));
            }
        }
        Ok(())
    }
}
