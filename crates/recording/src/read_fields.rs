//! Reads the fields of an event: counts, ids, strings.

use super::problems::quoted;
use crate::json_reader::{Fault, JsonReader, List};
use coroscope_trace::time::Duration;
use coroscope_trace::{Delay, PlaceId, ResourceId, TaskId, TextId, Warning};
use coroscope_wording::{text, tr, translate};
use std::borrow::Cow;

/// The highest index of a table that an id can represent.
const HIGHEST_INDEX: i64 = u32::MAX as i64 - 2;

const DELAY: &str = text!("a duration in microseconds");

pub(super) type Found<T> = Result<T, Fault>;

/// The fields of an event.
pub(super) struct Fields<'s, 'a> {
    pub(super) scan: &'s mut JsonReader<'a>,
    pub(super) list: List,
}

impl<'a> Fields<'_, 'a> {
    /// Moves to the next field, which must exist.
    pub(super) fn next(&mut self, wanted: &'static str) -> Found<()> {
        if self.scan.more(&mut self.list)? {
            return Ok(());
        }
        Err(self.scan.fault(tr!(
            "expected {wanted}, but the event ends here",
            wanted = translate(wanted)
        )))
    }

    pub(super) fn word(&mut self, wanted: &'static str) -> Found<Cow<'a, str>> {
        self.next(wanted)?;
        self.scan.string(wanted)
    }

    pub(super) fn integer(&mut self, wanted: &'static str) -> Found<i64> {
        self.next(wanted)?;
        self.scan.integer(wanted)
    }

    pub(super) fn within(&mut self, wanted: &'static str, from: i64, to: i64) -> Found<u32> {
        let number = self.scan.integer(wanted)?;
        let fits = (from..=to).contains(&number);
        fits.then(|| u32::try_from(number).ok())
            .flatten()
            .ok_or_else(|| {
                self.scan.fault(tr!(
                    "{wanted} must be from {from} to {to}, not {number}",
                    wanted = translate(wanted),
                    from,
                    to,
                    number
                ))
            })
    }

    pub(super) fn count(&mut self, wanted: &'static str) -> Found<u32> {
        self.next(wanted)?;
        self.within(wanted, 0, u32::MAX.into())
    }

    /// The last field, which is omitted if it is 0.
    pub(super) fn count_or_none(&mut self, wanted: &'static str) -> Found<u32> {
        match self.scan.more(&mut self.list)? {
            true => self.within(wanted, 0, u32::MAX.into()),
            false => Ok(0),
        }
    }

    pub(super) fn delay(&mut self) -> Found<Delay> {
        self.next(DELAY)?;
        self.delay_here()
    }

    /// The last field, which is omitted if it is unknown.
    pub(super) fn delay_or_unknown(&mut self) -> Found<Delay> {
        match self.scan.more(&mut self.list)? {
            true => self.delay_here(),
            false => Ok(Delay::UNKNOWN),
        }
    }

    pub(super) fn delay_here(&mut self) -> Found<Delay> {
        let micros = self.scan.integer(DELAY)?;
        match u64::try_from(micros) {
            Ok(micros) => Ok(Delay::of(Duration::from_micros(micros))),
            Err(_) => Err(self.scan.fault(tr!(
                "{wanted} must be 0 or more, not {number}",
                wanted = translate(DELAY),
                number = micros
            ))),
        }
    }

    pub(super) fn warning(&mut self) -> Found<Warning> {
        let wanted = text!("the kind of warning, such as \"never-awaited\"");
        let word = self.word(wanted)?;
        match Warning::ALL.iter().find(|it| it.id() == word) {
            Some(warning) => Ok(*warning),
            None => self.unknown(&word, wanted),
        }
    }

    pub(super) fn waiters(&mut self, wanted: &'static str) -> Found<u16> {
        self.next(wanted)?;
        let count = self.within(wanted, 0, u16::MAX.into())?;
        Ok(u16::try_from(count).unwrap_or(u16::MAX))
    }

    pub(super) fn task(&mut self) -> Found<TaskId> {
        let wanted = text!("a task's number");
        self.next(wanted)?;
        self.task_here(wanted)
    }

    pub(super) fn task_here(&mut self, wanted: &'static str) -> Found<TaskId> {
        let number = self.within(wanted, 1, HIGHEST_INDEX)?;
        Ok(TaskId::from_index(number as usize - 1))
    }

    pub(super) fn task_or_null(&mut self, wanted: &'static str) -> Found<Option<TaskId>> {
        self.next(wanted)?;
        if self.scan.null()? {
            return Ok(None);
        }
        self.task_here(wanted).map(Some)
    }

    pub(super) fn resource(&mut self) -> Found<ResourceId> {
        let wanted = text!("a resource's number");
        self.next(wanted)?;
        let number = self.within(wanted, 1, HIGHEST_INDEX)?;
        Ok(ResourceId::from_index(number as usize - 1))
    }

    pub(super) fn text(&mut self) -> Found<TextId> {
        let wanted = text!("the index of a text in \"texts\"");
        self.next(wanted)?;
        let index = self.within(wanted, 0, HIGHEST_INDEX)?;
        Ok(TextId::from_index(index as usize))
    }

    pub(super) fn place(&mut self) -> Found<PlaceId> {
        let wanted = text!("the index of a place in \"places\"");
        self.next(wanted)?;
        self.place_here()
    }

    pub(super) fn place_here(&mut self) -> Found<PlaceId> {
        let wanted = text!("the index of a place in \"places\"");
        let index = self.within(wanted, 0, HIGHEST_INDEX)?;
        Ok(PlaceId::from_index(index as usize))
    }

    pub(super) fn unknown<T>(&self, word: &str, wanted: &'static str) -> Found<T> {
        Err(self.scan.fault(tr!(
            "expected {wanted}, found {found}",
            wanted = translate(wanted),
            found = quoted(word)
        )))
    }
}
