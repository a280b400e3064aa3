//! The visible part of a run.

use super::rows::Rows;
use super::scale::TimeScale;
use super::stuck;
use coroscope_trace::Model;
use coroscope_trace::time::Instant;

/// The visible part of a run.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, timeline::*, trace::{Model, OutcomeKind, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let (model, rows) = (Model::of(log), Rows::of(&Model::of(log)));
///     let run = RunView::new(log, &model);
///     let picture = layout(run, &rows, &Viewport::whole(&model, &rows, 600.0));
///     assert_eq!(picture.lanes[0].cap.unwrap().kind, OutcomeKind::Done);
///     let (task, span) = hit(&model, &rows, &Viewport::whole(&model, &rows, 600.0), 0, 300.0).unwrap();
///     assert!(describe(run, task, span).sentence.contains("5 ms"));
/// });
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Viewport {
    /// The visible time, and its width in pixels.
    pub scale: TimeScale,
    /// The first visible row.
    pub first_lane: usize,
    /// How many rows are visible.
    pub lanes: usize,
    /// Nothing later than this is drawn; spans that are still open are drawn up to it. `None` means the last moment of
    /// the log. During a run it can be the clock, which is ahead of the log; in a recording, the reader's moment.
    pub until: Option<Instant>,
}

impl Viewport {
    /// The whole run: every row, from the start to the last moment of the log, plus the
    /// [space after it](stuck::axis_end) for deadlocked tasks.
    pub fn whole(model: &Model, rows: &Rows, width: f64) -> Viewport {
        Viewport {
            scale: TimeScale::new(Instant::ZERO, stuck::axis_end(model), width),
            first_lane: 0,
            lanes: rows.len(),
            until: None,
        }
    }

    /// The moment up to which the viewport is drawn.
    pub fn until(&self, model: &Model) -> Instant {
        self.until.unwrap_or(model.now())
    }
}
