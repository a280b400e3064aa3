//! Marks on the lanes: printed lines, notes, refused requests to cancel, and deadlocks.

use crate::picture::{Lane, LoopLane, Mark, MarkKind};
use crate::rows::Rows;
use crate::sentences::cancel_requests;
use crate::stuck;
use crate::viewport::Viewport;
use coroscope_trace::model::PrintedLine;
use coroscope_trace::{Log, Moment, RunView};
use coroscope_wording::Wording;

/// How many of the lines that share a pixel are examined.
const MAX_SAMPLES: usize = 64;

/// Adds the marks to each lane. Lines that belong to no task go to the loop's lane.
pub(super) fn mark(
    lanes: &mut [Lane],
    loop_lane: &mut LoopLane,
    run: RunView<'_>,
    rows: &Rows,
    viewport: &Viewport,
) {
    let sources = [
        (MarkKind::Printed, &run.model.printed),
        (MarkKind::Noted, &run.model.notes),
    ];
    for (kind, lines) in sources {
        let (scale, last_seen) = (&viewport.scale, viewport.until(run.model));
        let last_seen = scale.to().min(last_seen);
        let end = lines.partition_point(|line| line.at <= last_seen);
        let first = lines.partition_point(|line| line.at < scale.from());
        for (x, here) in scale.by_pixel(first..end, |place| lines[place].at) {
            for line in lines[here].iter().take(MAX_SAMPLES) {
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
                    add(marks, kind, x, line, run.log);
                }
            }
        }
    }
    for lane in lanes {
        refused_requests(lane, run, viewport);
        deadlocks(lane, run, viewport);
    }
}

/// Adds the requests to cancel that the task refused.
fn refused_requests(lane: &mut Lane, run: RunView<'_>, viewport: &Viewport) {
    let Some(track) = run.model.task(lane.task) else {
        return;
    };
    let (scale, requests) = (&viewport.scale, &track.cancels);
    let last_seen = scale.to().min(viewport.until(run.model));
    let end = requests.partition_point(|request| request.at <= last_seen);
    let first = requests.partition_point(|request| request.at < scale.from());
    for (x, here) in scale.by_pixel(first..end, |place| requests[place].at) {
        let mut refused = requests[here].iter().take(MAX_SAMPLES);
        let refused = refused.find_map(|request| {
            let text = cancel_requests::refusal(run, track, request)?;
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

/// Adds the moments at which the task was deadlocked, if the wait itself is not drawn because the run continued.
fn deadlocks(lane: &mut Lane, run: RunView<'_>, viewport: &Viewport) {
    let Some(track) = run.model.task(lane.task).filter(|_| lane.forever.is_none()) else {
        return;
    };
    let (scale, last_seen) = (&viewport.scale, viewport.until(run.model));
    for (at, seq) in run.model.deadlocks.iter().take(MAX_SAMPLES) {
        if *at < scale.from() || *at > scale.to().min(last_seen) {
            continue;
        }
        let moment = Moment { seq: *seq, at: *at };
        if let Some((_, wait)) = stuck::wait_at(track, moment) {
            lane.marks.push(Mark {
                kind: MarkKind::Stuck,
                x: scale.x(*at),
                moment,
                text: stuck::sentence(Wording::new(run), track, &wait),
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
