//! What is seen of tasks that are folded away: when one of them ran, and what they printed.

use super::layout::Viewport;
use super::picture::{Lane, Stretch};
use super::rows::Rows;
use super::sweep::Sweep;
use crate::trace::{Log, Model, What};

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
        let span = model.task(task).and_then(|track| track.span_at_seq(seq));
        let (Some(lane), Some(span)) = (lane, span) else {
            continue;
        };
        let to = span.to.unwrap_or(until).min(until);
        if lane.task == task || to < scale.from() {
            continue;
        }
        let x = scale.x(span.from).max(-1.0);
        let end = scale.x(to).min(scale.width() + 1.0).max(x + 1.0);
        match lane.summary.last_mut() {
            Some(last) if x <= last.x + last.width + 1.0 => {
                last.width = last.width.max(end - last.x);
            }
            _ => lane.summary.push(Stretch { x, width: end - x }),
        }
    }
}
