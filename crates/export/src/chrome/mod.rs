//! A run in Chrome's Trace Event format, which Perfetto, speedscope and Chrome's own tools open.
//!
//! Tasks are threads of the first process, with their states as slices. The loop is the second process, with its passes
//! as slices and the levels of resources as counters. Flow arrows lead from the task that spawned or woke a task to that
//! task.

mod stamps;
mod tracks;
mod write;

use coroscope_recording::Meta;
use coroscope_trace::RunView;
use stamps::Stamps;
use tracks::Tracks;

/// Exports the run as a trace, in the format's JSON object form.
///
/// Times are in microseconds. Events with equal times are spread over their microsecond in the order of the log, since
/// viewers would lose that order.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, trace::{Model, RunView}};
/// use coroscope::export::{Meta, chrome_trace};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// let trace = rt.with_log(|log| chrome_trace(RunView::new(log, &Model::of(log)), &Meta::default()));
/// assert!(trace.contains(r#""ph":"X","name":"waiting: timer""#));
/// ```
pub fn chrome_trace(run: RunView<'_>, meta: &Meta) -> String {
    let stamps = Stamps::of(run.log);
    let mut tracks = Tracks::new(run, &stamps);
    tracks.names(meta);
    tracks.tasks();
    tracks.events();
    tracks.resources();
    tracks.finish(meta)
}
