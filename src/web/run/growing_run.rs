//! A recording that is read while it is written.

use crate::export::{Meta, PartsReader, ReadError};
use crate::time::{Duration, Instant};
use crate::trace::Log;
use crate::web::dom::milliseconds;
use crate::wording::tr;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::{Rc, Weak};

/// Number of events that are read between two readings of the clock.
const CHUNK: usize = 4096;
/// How far the run's time goes on after the last part, in milliseconds. A program that has nothing to do writes parts, too.
const AHEAD: f64 = 1000.0;

/// What arrives of a recording that is still written.
#[derive(Debug, Default)]
struct Arrivals {
    chunks: VecDeque<Vec<u8>>,
    /// Whether the recording has its end.
    is_complete: bool,
    /// Why nothing more arrives, unless the recording has its end.
    failure: Option<String>,
}

/// Passes on what arrives, as long as the run exists.
#[derive(Clone, Debug)]
pub(crate) struct Feed(Weak<RefCell<Arrivals>>);

impl Feed {
    /// Passes on what follows in the file. Returns whether the run still exists.
    pub(crate) fn add(&self, bytes: Vec<u8>) -> bool {
        let arrivals = self.0.upgrade();
        if let Some(arrivals) = &arrivals {
            arrivals.borrow_mut().chunks.push_back(bytes);
        }
        arrivals.is_some()
    }

    /// Nothing more arrives, for this reason.
    pub(crate) fn fail(&self, why: String) {
        if let Some(arrivals) = self.0.upgrade() {
            arrivals.borrow_mut().failure = Some(why);
        }
    }

    /// Whether the run still exists, and its recording has no end yet.
    pub(crate) fn is_wanted(&self) -> bool {
        let arrivals = self.0.upgrade();
        arrivals.is_some_and(|arrivals| !arrivals.borrow().is_complete)
    }
}

/// A recording that is read while it is written.
#[derive(Debug)]
pub(crate) struct GrowingRun {
    reader: PartsReader,
    arrivals: Rc<RefCell<Arrivals>>,
    failure: Option<String>,
    /// The page's clock when the last part was read, in milliseconds.
    read_at: f64,
}

impl GrowingRun {
    /// Begins with the first bytes of the file, which have its first line.
    ///
    /// # Errors
    /// If that line is invalid.
    pub(crate) fn new(beginning: &[u8]) -> Result<GrowingRun, ReadError> {
        let mut reader = PartsReader::default();
        reader.add(beginning);
        reader.read_some(1)?;
        Ok(GrowingRun {
            reader,
            arrivals: Rc::default(),
            failure: None,
            read_at: milliseconds(),
        })
    }

    /// Passes on what follows.
    pub(crate) fn feed(&self) -> Feed {
        Feed(Rc::downgrade(&self.arrivals))
    }

    /// Reads some of what has arrived. Returns whether there was anything.
    pub(super) fn copy_some(&mut self) -> bool {
        if self.failure.is_some() {
            return false;
        }
        match self.reader.read_some(CHUNK) {
            Ok(true) => {
                self.read_at = milliseconds();
                return true;
            }
            Ok(false) => {}
            Err(why) => {
                self.failure = Some(tr!("The recording can’t be followed: {why}", why));
                return false;
            }
        }
        let mut arrivals = self.arrivals.borrow_mut();
        if let Some(chunk) = arrivals.chunks.pop_front() {
            self.reader.add(&chunk);
            return true;
        }
        arrivals.is_complete = self.reader.is_complete();
        if !arrivals.is_complete {
            self.failure = arrivals.failure.take();
        }
        false
    }

    /// Whether all of it was read that will ever arrive.
    pub(super) fn has_ended(&self) -> bool {
        self.reader.is_complete() || self.failure.is_some()
    }

    /// The time of the run: that of the last part, and what has passed since.
    pub(super) fn time(&self) -> Instant {
        let passed = (milliseconds() - self.read_at).clamp(0.0, AHEAD);
        self.reader.now() + Duration::from_micros((passed * 1000.0) as u64)
    }

    /// Why it ends early, in a sentence.
    pub(super) fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    pub(super) fn log(&self) -> &Log {
        self.reader.log()
    }

    pub(super) fn meta(&self) -> &Meta {
        self.reader.meta()
    }
}
