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
    /// What is selected outside of the lanes; then no span is.
    pub(crate) outside: Option<Outside>,
}

/// Something outside of the lanes that keys can select.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Outside {
    /// A pass of the loop, by its index.
    Pass(usize),
    /// A change of the level of a resource: the index of its counter track, and of the level.
    Level(usize, usize),
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
        (self.focus, self.outside) = (span, None);
    }

    /// Moves the selection; selects the first span if nothing was selected. Above the first lane is the loop's, below the
    /// last are the counter tracks.
    pub(crate) fn go(&mut self, to: Move, model: &Model, rows: &Rows) {
        (self.pointer, self.part) = (None, None);
        if matches!(to, Move::Clear) {
            return self.select(None);
        }
        let next = match (self.outside, self.focus) {
            (Some(from), _) => from.next(model, rows, to),
            (None, Some(from)) => next(model, rows, from, to),
            (None, None) => rows.get(0).map(|row| Selected::Span(row.task, 0)),
        };
        match next {
            Some(Selected::Span(task, span)) => self.select(Some((task, span))),
            Some(Selected::Outside(outside)) => {
                (self.focus, self.outside) = (None, Some(outside));
            }
            None => {}
        }
    }
}

/// What keys can select.
enum Selected {
    Span(TaskId, usize),
    Outside(Outside),
}

impl Outside {
    /// When it began, and when it ended.
    pub(crate) fn range(self, model: &Model) -> Option<(Instant, Instant)> {
        match self {
            Outside::Pass(pass) => {
                let pass = model.passes.get(pass)?;
                Some((pass.from, pass.to.unwrap_or(model.now())))
            }
            Outside::Level(track, level) => {
                let resource = model.tracked().nth(track)?;
                let from = resource.levels.get(level)?.at;
                let to = resource
                    .levels
                    .get(level + 1)
                    .map_or(model.now(), |next| next.at);
                Some((from, to))
            }
        }
    }

    fn next(self, model: &Model, rows: &Rows, to: Move) -> Option<Selected> {
        let (at, _) = self.range(model)?;
        let (index, count) = match self {
            Outside::Pass(pass) => (pass, model.passes.len()),
            Outside::Level(track, level) => (level, model.tracked().nth(track)?.levels.len()),
        };
        let index = match to {
            Move::Left => index.saturating_sub(1),
            Move::Right => (index + 1).min(count.checked_sub(1)?),
            Move::First => 0,
            Move::Last => count.checked_sub(1)?,
            Move::Up => return self.above(model, rows, at),
            Move::Down => return self.below(model, rows, at),
            Move::Clear => return None,
        };
        Some(Selected::Outside(match self {
            Outside::Pass(_) => Outside::Pass(index),
            Outside::Level(track, _) => Outside::Level(track, index),
        }))
    }

    fn above(self, model: &Model, rows: &Rows, at: Instant) -> Option<Selected> {
        match self {
            Outside::Pass(_) => None,
            Outside::Level(0, _) => {
                let last = rows.get(rows.len().checked_sub(1)?)?;
                span_near(model, last.task, at)
            }
            Outside::Level(track, _) => level_near(model, track - 1, at),
        }
    }

    fn below(self, model: &Model, rows: &Rows, at: Instant) -> Option<Selected> {
        match self {
            Outside::Pass(_) => span_near(model, rows.get(0)?.task, at),
            Outside::Level(track, _) => level_near(model, track + 1, at),
        }
    }
}

fn next(model: &Model, rows: &Rows, from: (TaskId, usize), to: Move) -> Option<Selected> {
    let (task, span) = from;
    let track = model.task(task)?;
    let last = track.spans.len().checked_sub(1)?;
    let row = rows.position(task)?;
    let at = track.spans.get(span)?.from;
    let span = match to {
        Move::Left => span.checked_sub(1)?,
        Move::Right => (span + 1).min(last),
        Move::First => 0,
        Move::Last => last,
        Move::Up => {
            return match row.checked_sub(1) {
                Some(above) => span_near(model, rows.get(above)?.task, at),
                None => pass_near(model, at),
            };
        }
        Move::Down => {
            return match rows.get(row + 1) {
                Some(below) => span_near(model, below.task, at),
                None => level_near(model, 0, at),
            };
        }
        Move::Clear => return None,
    };
    Some(Selected::Span(task, span))
}

/// The span of a task at a time, or the nearest one.
fn span_near(model: &Model, task: TaskId, at: Instant) -> Option<Selected> {
    let spans = &model.task(task)?.spans;
    let after = spans.partition_point(|span| span.from <= at);
    Some(Selected::Span(task, after.saturating_sub(1)))
}

/// The pass at a time, or the one before.
fn pass_near(model: &Model, at: Instant) -> Option<Selected> {
    let begun = model.passes.partition_point(|pass| pass.from <= at);
    let pass = begun.saturating_sub(1);
    model.passes.get(pass)?;
    Some(Selected::Outside(Outside::Pass(pass)))
}

/// The level of a counter track at a time, or its first.
fn level_near(model: &Model, track: usize, at: Instant) -> Option<Selected> {
    let resource = model.tracked().nth(track)?;
    let begun = resource.levels.partition_point(|level| level.at <= at);
    Some(Selected::Outside(Outside::Level(
        track,
        begun.saturating_sub(1),
    )))
}
