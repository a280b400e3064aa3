//! Where a run's events come from.

use super::super::in_order::InOrder;
use super::super::reader_script::script_run::ScriptRun;
use super::page_run::PageRun;
use super::recorded_run::RecordedRun;
use crate::runtime::Runtime;
use crate::trace::Log;

pub(super) enum Source {
    Real(Runtime),
    Virtual(Runtime, InOrder),
    /// A recording, from a file.
    File(Box<RecordedRun>),
    /// A page's own futures.
    Page(Box<PageRun>),
    /// A script in a worker.
    Script(Box<ScriptRun>),
}

/// Gives access to the log.
pub(super) fn with_log<R>(source: &Source, read: impl FnOnce(&Log) -> R) -> R {
    match source {
        Source::Real(runtime) | Source::Virtual(runtime, _) => runtime.with_log(read),
        Source::Page(page) => read(page.log()),
        Source::Script(script) => read(script.log()),
        Source::File(recorded) => read(recorded.log()),
    }
}
