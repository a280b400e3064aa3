//! What was printed and remarked, at its time on its task's lane.

use super::layout::Viewport;
use super::loop_lane::LoopLane;
use super::picture::{Lane, Mark, MarkKind};
use super::rows::Rows;
use crate::trace::model::Line;
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
}

fn add(marks: &mut Vec<Mark>, kind: MarkKind, x: f64, line: &Line, log: &Log) {
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
