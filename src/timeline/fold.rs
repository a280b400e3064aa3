//! What is seen of tasks that are folded away: when one of them ran, and what they printed.

use super::columns::{NEARLY, PIXEL};
use super::layout::Viewport;
use super::picture::{Lane, Stretch};
use super::rows::Rows;
use super::scale::TimeScale;
use super::sweep::Sweep;
use super::tick::{FAINT, TICK, Ticks};
use crate::time::Instant;
use crate::trace::{EventKind, Log, Model, TaskId};

/// So many events after the beginning of a poll its end is looked for.
const NEAR: usize = 6;
/// Of a column at least this part counts as looked at.
const LEAST_KNOWN: f64 = 0.01;

/// Gives each lane that stands for others the stretches in which one of those ran. Of a column of pixels that has
/// too many events, some are looked at, and the rest is taken to be like them.
pub(super) fn summarise(
    lanes: &mut [Lane],
    model: &Model,
    log: &Log,
    rows: &Rows,
    viewport: &Viewport,
) {
    if lanes.iter().all(|lane| lane.hidden == 0) {
        return;
    }
    let (scale, until) = (&viewport.scale, viewport.until(model));
    let mut folds: Vec<Fold> = lanes.iter().map(|_| Fold::new(scale)).collect();
    let mut column = Column {
        at: -PIXEL,
        ..Column::default()
    };
    let mut before = None;
    for (seq, event) in Sweep::new(model, log, scale, until).with_what_reaches_in() {
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
        let to = poll_end(model, log, task, seq).unwrap_or(until).min(until);
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
            // What else ran in this column needs no tick where this is seen.
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

/// The column of pixels that is looked at.
#[derive(Default)]
struct Column {
    at: f64,
    /// How much of it was not looked at.
    unknown: f64,
    /// The lanes that have something in it.
    open: Vec<usize>,
}

impl Column {
    fn go_to(&mut self, column: f64, folds: &mut [Fold], lanes: &mut [Lane]) {
        // What reaches into the next one reaches no farther.
        for _ in 0..2 {
            if self.at < column {
                self.end(folds, lanes);
            }
        }
        self.at = self.at.max(column);
    }

    /// Goes on to the next one.
    fn end(&mut self, folds: &mut [Fold], lanes: &mut [Lane]) {
        let factor = 1.0 / (1.0 - self.unknown).max(LEAST_KNOWN);
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

/// What is folded into one lane.
struct Fold {
    ticks: Ticks,
    /// Up to where stretches are drawn.
    drawn: f64,
    is_open: bool,
    /// How much of the column it ran, and of the next one.
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

    /// Draws what ran in a column.
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

/// When the poll ended that began with the event `seq`. Mostly that stands right after it in the
/// log, where it is found sooner than in the task's spans.
fn poll_end(model: &Model, log: &Log, task: TaskId, seq: u64) -> Option<Instant> {
    for (_, event) in log.iter_from(seq + 1).take(NEAR) {
        match event.kind {
            EventKind::PollEnded { task: ended } | EventKind::TaskEnded { task: ended, .. }
                if ended == task =>
            {
                return Some(event.at);
            }
            _ => {}
        }
    }
    model.task(task)?.span_at_seq(seq)?.to
}
