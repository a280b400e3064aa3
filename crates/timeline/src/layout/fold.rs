//! Summaries of folded tasks: when one of them ran, and what they printed.

use super::columns::{NEARLY, PIXEL};
use super::sweep::Sweep;
use super::tick::{FAINT, Ticks};
use crate::picture::{Lane, Stretch};
use crate::rows::Rows;
use crate::scale::TimeScale;
use crate::sizes::TICK;
use crate::viewport::Viewport;
use coroscope_trace::time::Instant;
use coroscope_trace::{EventKind, RunView, TaskId};

/// How many events after the beginning of a poll are searched for its end.
const NEAR: usize = 6;
/// Lower bound for the sampled part of a column.
const MIN_SAMPLED: f64 = 0.01;

/// Adds to each lane with folded tasks the stretches in which one of them ran. In a column of pixels with too many events,
/// a sample is examined and extrapolated.
pub(super) fn summarise(lanes: &mut [Lane], run: RunView<'_>, rows: &Rows, viewport: &Viewport) {
    if lanes.iter().all(|lane| lane.hidden == 0) {
        return;
    }
    let (scale, until) = (&viewport.scale, viewport.until(run.model));
    let mut folds: Vec<Fold> = lanes.iter().map(|_| Fold::new(scale)).collect();
    let mut column = Column {
        at: -PIXEL,
        ..Column::default()
    };
    let mut before = None;
    for (seq, event) in Sweep::new(run, scale, until).with_overlapping() {
        let x = scale.x(event.at).max(-1.0);
        column.go_to(x.floor(), &mut folds, lanes);
        if let Some((last, last_x)) = before.replace((seq, x))
            && last + 1 < seq
        {
            column.unknown += (x - column.at.max(last_x)).max(0.0);
        }
        let EventKind::PollBegun { task } = event.kind else {
            continue;
        };
        let row = rows.shown_at(task);
        let place = row.and_then(|row| row.checked_sub(viewport.first_lane));
        let place = place.filter(|place| lanes.get(*place).is_some_and(|lane| lane.task != task));
        let Some(place) = place else { continue };
        let to = poll_end(run, task, seq).unwrap_or(until).min(until);
        if to < scale.from() {
            continue;
        }
        let end = scale.x(to).min(scale.width() + 1.0).max(x);
        let fold = &mut folds[place];
        if !fold.is_open {
            fold.is_open = true;
            column.open.push(place);
        }
        if end - x >= PIXEL {
            // A visible stretch in this column makes a tick unnecessary.
            fold.polled &= column.at + PIXEL - x < FAINT;
            fold.end(&mut lanes[place], column.at, 1.0);
            fold.push(&mut lanes[place], x, end - x);
        } else {
            let here = end.min(column.at + PIXEL);
            fold.ran += here - x;
            fold.rest += end - here;
            fold.polled = true;
        }
    }
    column.go_to(f64::INFINITY, &mut folds, lanes);
}

/// The current column of pixels.
#[derive(Default)]
struct Column {
    at: f64,
    /// How much of it was not examined.
    unknown: f64,
    /// The lanes that have a poll in it.
    open: Vec<usize>,
}

impl Column {
    fn go_to(&mut self, column: f64, folds: &mut [Fold], lanes: &mut [Lane]) {
        // A short poll can reach into the next column, but no farther.
        for _ in 0..2 {
            if self.at < column {
                self.end(folds, lanes);
            }
        }
        self.at = self.at.max(column);
    }

    /// Finishes the column.
    fn end(&mut self, folds: &mut [Fold], lanes: &mut [Lane]) {
        let factor = 1.0 / (1.0 - self.unknown).max(MIN_SAMPLED);
        let at = self.at;
        self.open.retain(|place| {
            let fold = &mut folds[*place];
            fold.end(&mut lanes[*place], at, factor);
            fold.ran = core::mem::take(&mut fold.rest);
            fold.is_open = fold.ran > 0.0;
            fold.is_open
        });
        (self.at, self.unknown) = (at + PIXEL, 0.0);
    }
}

/// The tasks folded into one lane.
struct Fold {
    ticks: Ticks,
    /// Where the last drawn stretch ends.
    drawn: f64,
    is_open: bool,
    /// How much of this column they ran, and of the next.
    ran: f64,
    rest: f64,
    polled: bool,
}

impl Fold {
    fn new(scale: &TimeScale) -> Fold {
        Fold {
            ticks: Ticks::new(scale),
            drawn: -1.0,
            is_open: false,
            ran: 0.0,
            rest: 0.0,
            polled: false,
        }
    }

    /// Adds what ran in a column.
    fn end(&mut self, lane: &mut Lane, column: f64, factor: f64) {
        let polled = core::mem::take(&mut self.polled);
        let ran = (core::mem::take(&mut self.ran) * factor).min(PIXEL);
        if ran >= FAINT {
            self.push(lane, column.max(self.drawn), ran);
            return;
        }
        let seen = lane.summary.last().is_some_and(|last| {
            let end = last.x + last.width;
            !last.is_tick && last.width >= FAINT && column <= end + NEARLY
        });
        if polled && !seen && self.ticks.take(column) {
            lane.summary.push(Stretch {
                x: column,
                width: TICK,
                is_tick: true,
            });
        }
        if ran > 0.0 {
            self.push(lane, column.max(self.drawn), ran);
        }
    }

    fn push(&mut self, lane: &mut Lane, x: f64, width: f64) {
        self.drawn = x + width;
        match lane.summary.last_mut() {
            Some(last) if !last.is_tick && x <= last.x + last.width + NEARLY => {
                last.width = x + width - last.x;
            }
            _ => lane.summary.push(Stretch {
                x,
                width,
                is_tick: false,
            }),
        }
    }
}

/// When the poll that began with the event `seq` ended. That event usually follows shortly, so looking into the log is
/// faster than searching the task's spans.
fn poll_end(run: RunView<'_>, task: TaskId, seq: u64) -> Option<Instant> {
    for (_, event) in run.log.iter_from(seq + 1).take(NEAR) {
        match event.kind {
            EventKind::PollEnded { task: ended } | EventKind::TaskEnded { task: ended, .. }
                if ended == task =>
            {
                return Some(event.at);
            }
            _ => {}
        }
    }
    run.model.task(task)?.span_at_seq(seq)?.to
}
