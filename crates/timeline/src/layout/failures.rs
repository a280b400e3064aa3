//! Failures that cancelled other tasks, such as those of the same group.

use crate::picture::{Failure, Lane};
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{EventKind, OutcomeKind, RunView, TaskId};

/// How many events after a failure are examined.
const MAX_EVENTS: usize = 64;

/// The failures of visible lanes, in the order of the lanes.
pub(super) fn failures(run: RunView<'_>, lanes: &[Lane]) -> Vec<Failure> {
    let failed = lanes.iter().filter_map(|lane| {
        let cap = lane.cap.filter(|cap| cap.kind == OutcomeKind::Failed)?;
        let track = run.model.task(lane.task)?;
        let cancelled = cancelled_by(run, track);
        (cancelled > 0).then_some(Failure {
            x: cap.x,
            at: track.end?.0,
            task: lane.task,
            cancelled,
        })
    });
    failed.collect()
}

/// How many tasks were asked to cancel because this one failed: in its pass or the next one, by the task itself, or by no
/// task if they are of the same group.
fn cancelled_by(run: RunView<'_>, failed: &TaskTrack) -> u32 {
    let Some(seq) = failed.end_seq else {
        return 0;
    };
    let is_of_group = |task: TaskId| {
        let parent = run.model.task(task).and_then(|track| track.parent);
        parent.is_some() && (parent == failed.parent || Some(task) == failed.parent)
    };
    let (mut cancelled, mut passes) = (0, 0);
    for (_, event) in run.log.iter_from(seq + 1).take(MAX_EVENTS) {
        match event.kind {
            EventKind::PassBegun { .. } => passes += 1,
            EventKind::CancelRequested { task, by, .. } => {
                let is_because = by == Some(failed.id) || by.is_none() && is_of_group(task);
                cancelled += u32::from(is_because && task != failed.id);
            }
            _ => {}
        }
        if passes == 2 {
            break;
        }
    }
    cancelled
}
