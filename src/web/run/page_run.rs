//! The run of a page's own futures: a copy of its log, read from the module that records it.

use super::growing_run::GrowingRun;
use super::{Run, Source};
use crate::export::LogDeltaReader;
use crate::time::Instant;
use crate::trace::Log;
use crate::web::page_log::PageLogReader;
use crate::wording::{text, tr};

/// Number of events that are copied between two readings of the clock.
const CHUNK: u32 = 1024;

impl Run {
    /// The page's own futures. Such a run ends only if the page's program crashes.
    pub(crate) fn live(log: PageLogReader) -> Run {
        let page = Box::new(PageRun::new(log));
        Run::of(Source::Page(page), 0, text!("This page"))
    }

    /// The last seconds before the page's program crashed, and the sentence that says so.
    pub(crate) fn crashed(kept: Log, failure: String) -> Run {
        let page = Box::new(PageRun {
            now: kept.last().map_or(Instant::ZERO, |event| event.at),
            source: None,
            copy: LogDeltaReader::default(),
            kept: Some(kept),
            failure: Some(failure),
        });
        Run {
            ended: true,
            ..Run::of(Source::Page(page), 0, text!("This page"))
        }
    }

    /// Whether it is what was kept of a program that crashed.
    pub(crate) fn is_kept(&self) -> bool {
        matches!(&self.source, Source::Page(page) if page.kept.is_some())
    }

    /// Why the run of a page's own futures has ended, in a sentence.
    pub(crate) fn page_failure(&self) -> Option<&str> {
        match &self.source {
            Source::Page(page) => page.failure(),
            _ => None,
        }
    }
}

impl Source {
    /// Copies new events of a log in another module or in a file. Returns whether there were any.
    pub(super) fn copy_some(&mut self) -> bool {
        match self {
            Source::Page(page) => page.copy_some(),
            Source::File(recorded) => (recorded.growing_mut()).is_some_and(GrowingRun::copy_some),
            _ => false,
        }
    }

    /// Whether all of a recording that was still written has been copied.
    pub(super) fn has_ended(&self) -> bool {
        match self {
            Source::File(recorded) => (recorded.growing()).is_some_and(GrowingRun::has_ended),
            _ => false,
        }
    }
}

/// The run of a page's own futures. It ends only if the page's program crashes.
pub(super) struct PageRun {
    /// `None` for what was kept of a program that crashed.
    source: Option<PageLogReader>,
    copy: LogDeltaReader,
    kept: Option<Log>,
    now: Instant,
    failure: Option<String>,
}

impl PageRun {
    /// Begins with the first event in the log.
    pub(super) fn new(source: PageLogReader) -> PageRun {
        PageRun {
            copy: LogDeltaReader::with_limit(source.limit()),
            source: Some(source),
            kept: None,
            now: Instant::ZERO,
            failure: None,
        }
    }

    /// Copies new events. Returns whether there were any.
    pub(super) fn copy_some(&mut self) -> bool {
        let Some(source) = &self.source else {
            return false;
        };
        let delta = source.next(CHUNK).and_then(|delta| {
            let Some(delta) = delta else { return Ok(false) };
            let added = self.copy.add(delta.as_bytes());
            added.map_err(|why| tr!("The log of this page’s program can’t be read: {why}", why))?;
            Ok(true)
        });
        self.or_fail(delta).unwrap_or(false)
    }

    /// Reads the time of the run.
    pub(super) fn update_time(&mut self) -> Instant {
        if let Some(now) = self.source.as_ref().map(PageLogReader::time) {
            self.now = self.or_fail(now).unwrap_or(self.now);
        }
        self.now
    }

    fn or_fail<T>(&mut self, read: Result<T, String>) -> Option<T> {
        read.map_err(|why| self.failure = Some(why)).ok()
    }

    /// Why the copy ends, in a sentence.
    pub(super) fn failure(&self) -> Option<&str> {
        self.failure.as_deref()
    }

    /// The log so far.
    pub(super) fn log(&self) -> &Log {
        self.kept.as_ref().unwrap_or(self.copy.log())
    }
}
