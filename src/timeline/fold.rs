//! What is seen of tasks that are folded away: when one of them ran, and what they printed.

use super::layout::Viewport;
use super::picture::{Lane, Stretch};
use super::rows::Rows;
use super::sweep::Sweep;
use crate::time::Instant;
use crate::trace::{Log, Model, TaskId, What};

/// So many events after the beginning of a poll its end is looked for.
const NEAR: usize = 6;

/// Gives each lane that stands for others the stretches in which one of those ran.
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
    for (seq, event) in Sweep::new(model, log, scale, until).with_what_reaches_in() {
        let What::PollBegun { task } = event.what else {
            continue;
        };
        let row = rows.shown_at(task);
        let lane = row.and_then(|row| lanes.get_mut(row.checked_sub(viewport.first_lane)?));
        let Some(lane) = lane.filter(|lane| lane.task != task) else {
            continue;
        };
        let to = poll_end(model, log, task, seq).unwrap_or(until).min(until);
        if to < scale.from() {
            continue;
        }
        let x = scale.x(event.at).max(-1.0);
        let end = scale.x(to).min(scale.width() + 1.0).max(x + 1.0);
        match lane.summary.last_mut() {
            Some(last) if x <= last.x + last.width + 1.0 => {
                last.width = last.width.max(end - last.x);
            }
            _ => lane.summary.push(Stretch { x, width: end - x }),
        }
    }
}

/// When the poll ended that began with the event `seq`. Mostly that stands right after it in the
/// log, where it is found sooner than in the task's spans.
fn poll_end(model: &Model, log: &Log, task: TaskId, seq: u64) -> Option<Instant> {
    for (_, event) in log.iter_from(seq + 1).take(NEAR) {
        match event.what {
            What::PollEnded { task: ended } | What::Ended { task: ended, .. } if ended == task => {
                return Some(event.at);
            }
            _ => {}
        }
    }
    model.task(task)?.span_at_seq(seq)?.to
}
