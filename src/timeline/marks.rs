//! What was printed and remarked, at its time on its task's lane; the requests to cancel it that a task did not follow,
//! and the moments in which it was stuck.

use super::layout::Viewport;
use super::loop_lane::LoopLane;
use super::picture::{Lane, Mark, MarkKind};
use super::rows::Rows;
use super::say::Say;
use super::{cancelling, stuck};
use crate::trace::model::PrintedLine;
use crate::trace::{Log, Model, Moment};

/// Of lines that share a pixel, so many are looked at.
const LOOKS: usize = 64;

/// Gives each lane its marks. What no task said stands in the loop's lane.
pub(super) fn mark(
    lanes: &mut [Lane],
    loop_lane: &mut LoopLane,
    (model, log, rows): (&Model, &Log, &Rows),
    viewport: &Viewport,
) {
    let said = [
        (MarkKind::Printed, &model.printed),
        (MarkKind::Noted, &model.notes),
    ];
    for (kind, lines) in said {
        let (scale, last_seen) = (&viewport.scale, viewport.until(model));
        let last_seen = scale.to().min(last_seen);
        let end = lines.partition_point(|line| line.at <= last_seen);
        let mut next = lines.partition_point(|line| line.at < scale.from());
        while next < end {
            let x = scale.x(lines[next].at);
            let pixel_end = scale.first_at(x.floor() + 1.0);
            let count = lines[next..end].partition_point(|line| line.at < pixel_end);
            let here = &lines[next..next + count.max(1)];
            for line in here.iter().take(LOOKS) {
                let marks = match line.task {
                    None => Some(&mut loop_lane.marks),
                    Some(task) => {
                        let row = rows.shown_at(task);
                        let place = row.and_then(|row| row.checked_sub(viewport.first_lane));
                        let lane = place.and_then(|place| lanes.get_mut(place));
                        lane.map(|lane| &mut lane.marks)
                    }
                };
                if let Some(marks) = marks {
                    add(marks, kind, x, line, log);
                }
            }
            next += here.len();
        }
    }
    for lane in lanes {
        refusals(lane, model, log, viewport);
        standstills(lane, model, log, viewport);
    }
}

/// The requests to cancel a task after which it went on.
fn refusals(lane: &mut Lane, model: &Model, log: &Log, viewport: &Viewport) {
    let Some(track) = model.task(lane.task) else {
        return;
    };
    let (scale, requests) = (&viewport.scale, &track.cancels);
    let last_seen = scale.to().min(viewport.until(model));
    let end = requests.partition_point(|request| request.at <= last_seen);
    let mut next = requests.partition_point(|request| request.at < scale.from());
    while next < end {
        let x = scale.x(requests[next].at);
        let pixel_end = scale.first_at(x.floor() + 1.0);
        let here = requests[next..end].partition_point(|request| request.at < pixel_end);
        let here = &requests[next..next + here.max(1)];
        next += here.len();
        let mut refused = here.iter().take(LOOKS);
        let refused = refused.find_map(|request| {
            let text = cancelling::refusal(model, log, track, request)?;
            let moment = Moment {
                seq: request.seq,
                at: request.at,
            };
            Some((text, moment))
        });
        if let Some((text, moment)) = refused {
            lane.marks.push(Mark {
                kind: MarkKind::Refused,
                x,
                moment,
                text,
                merged: 1,
            });
        }
    }
}

/// The moments in which a task was stuck, where the wait itself is not drawn: something went on after all.
fn standstills(lane: &mut Lane, model: &Model, log: &Log, viewport: &Viewport) {
    let Some(track) = model.task(lane.task).filter(|_| lane.forever.is_none()) else {
        return;
    };
    let (scale, last_seen) = (&viewport.scale, viewport.until(model));
    for (at, seq) in model.deadlocks.iter().take(LOOKS) {
        if *at < scale.from() || *at > scale.to().min(last_seen) {
            continue;
        }
        let moment = Moment { seq: *seq, at: *at };
        if let Some((_, wait)) = stuck::wait_at(track, moment) {
            lane.marks.push(Mark {
                kind: MarkKind::Stuck,
                x: scale.x(*at),
                moment,
                text: stuck::sentence(&Say { model, log }, track, &wait),
                merged: 1,
            });
        }
    }
}

fn add(marks: &mut Vec<Mark>, kind: MarkKind, x: f64, line: &PrintedLine, log: &Log) {
    let same = |mark: &&mut Mark| mark.kind == kind && mark.x.floor() == x.floor();
    if let Some(mark) = marks.last_mut().filter(|mark| same(mark)) {
        mark.merged += 1;
        return;
    }
    marks.push(Mark {
        kind,
        x,
        moment: Moment {
            seq: line.seq,
            at: line.at,
        },
        text: log.text(line.text).to_owned(),
        merged: 1,
    });
}
