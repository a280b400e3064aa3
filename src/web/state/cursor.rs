//! The pointer and the selection on the timeline.

use crate::time::Instant;
use crate::timeline::Rows;
use crate::trace::{Model, TaskId};
use crate::web::message::{Move, TimelinePart};

/// The pointer and the selection.
#[derive(Default)]
pub(crate) struct Cursor {
    /// The pointer's position over the lanes, in pixels.
    pub(crate) pointer: Option<(f64, f64)>,
    /// The pointer's position over another part, in pixels.
    pub(crate) part: Option<(TimelinePart, (f64, f64))>,
    /// The selected span of a task.
    pub(crate) focus: Option<(TaskId, usize)>,
}

impl Cursor {
    /// Moves the pointer over the lanes.
    pub(crate) fn point(&mut self, at: Option<(f64, f64)>) {
        self.pointer = at;
    }

    /// Moves the pointer over another part.
    pub(crate) fn point_at_part(&mut self, part: TimelinePart, at: Option<(f64, f64)>) {
        self.part = at.map(|at| (part, at));
    }

    /// Selects a span, or nothing.
    pub(crate) fn select(&mut self, span: Option<(TaskId, usize)>) {
        self.focus = span;
    }

    /// Moves the selection; selects the first span if nothing was selected.
    pub(crate) fn go(&mut self, to: Move, model: &Model, rows: &Rows) {
        (self.pointer, self.part) = (None, None);
        if matches!(to, Move::Clear) {
            self.focus = None;
            return;
        }
        self.focus = match self.focus {
            Some(from) => next(model, rows, from, to).or(Some(from)),
            None => rows.get(0).map(|row| (row.task, 0)),
        };
    }
}

fn next(model: &Model, rows: &Rows, from: (TaskId, usize), to: Move) -> Option<(TaskId, usize)> {
    let (task, span) = from;
    let track = model.task(task)?;
    let last = track.spans.len().checked_sub(1)?;
    let row = rows.position(task)?;
    let at = track.spans.get(span)?.from;
    Some(match to {
        Move::Left => (task, span.checked_sub(1)?),
        Move::Right => (task, (span + 1).min(last)),
        Move::First => (task, 0),
        Move::Last => (task, last),
        Move::Up => span_near(model, rows.get(row.checked_sub(1)?)?.task, at)?,
        Move::Down => span_near(model, rows.get(row + 1)?.task, at)?,
        Move::Clear => return None,
    })
}

/// The span of a task at a time, or the nearest one.
fn span_near(model: &Model, task: TaskId, at: Instant) -> Option<(TaskId, usize)> {
    let spans = &model.task(task)?.spans;
    let after = spans.partition_point(|span| span.from <= at);
    Some((task, after.saturating_sub(1)))
}
