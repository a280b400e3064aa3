//! What of the timeline is pointed at, or was gone to with the keys.

use crate::time::Instant;
use crate::timeline::Rows;
use crate::trace::{Model, TaskId};

/// Where a key asks to go.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Move {
    Left,
    Right,
    Up,
    Down,
    First,
    Last,
    Away,
}

/// A part of the timeline beside its lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    /// The axis.
    Axis,
    /// The loop's own lane.
    Loop,
    /// The strips of what tasks share.
    Strips,
}

/// A place on the timeline.
#[derive(Default)]
pub(crate) struct Cursor {
    /// Pixels of the lanes' window.
    pub(crate) pointer: Option<(f64, f64)>,
    /// Pixels of a part beside the lanes.
    pub(crate) beside: Option<(Part, (f64, f64))>,
    /// A task's span.
    pub(crate) focus: Option<(TaskId, usize)>,
}

impl Cursor {
    /// Follows the pointer.
    pub(crate) fn point(&mut self, at: Option<(f64, f64)>) {
        self.pointer = at;
    }

    /// Follows the pointer on a part beside the lanes.
    pub(crate) fn point_beside(&mut self, part: Part, at: Option<(f64, f64)>) {
        self.beside = at.map(|at| (part, at));
    }

    /// Goes to a span; to none where nothing was pressed.
    pub(crate) fn select(&mut self, span: Option<(TaskId, usize)>) {
        self.focus = span;
    }

    /// Goes where a key asks; to the first span of all where nothing was focused.
    pub(crate) fn go(&mut self, to: Move, model: &Model, rows: &Rows) {
        (self.pointer, self.beside) = (None, None);
        if matches!(to, Move::Away) {
            self.focus = None;
            return;
        }
        self.focus = match self.focus {
            Some(from) => next(model, rows, from, to).or(Some(from)),
            None => rows.get(0).map(|row| (row.task, 0)),
        };
    }
}

fn next(
    model: &Model,
    rows: &Rows,
    (task, span): (TaskId, usize),
    to: Move,
) -> Option<(TaskId, usize)> {
    let track = model.task(task)?;
    let last = track.spans.len().checked_sub(1)?;
    let row = rows.position(task)?;
    let at = track.spans.get(span)?.from;
    Some(match to {
        Move::Left => (task, span.checked_sub(1)?),
        Move::Right => (task, (span + 1).min(last)),
        Move::First => (task, 0),
        Move::Last => (task, last),
        Move::Up => beside(model, rows.get(row.checked_sub(1)?)?.task, at)?,
        Move::Down => beside(model, rows.get(row + 1)?.task, at)?,
        Move::Away => return None,
    })
}

/// The span of a task at a moment, else its nearest.
fn beside(model: &Model, task: TaskId, at: Instant) -> Option<(TaskId, usize)> {
    let spans = &model.task(task)?.spans;
    let after = spans.partition_point(|span| span.from <= at);
    Some((task, after.saturating_sub(1)))
}
