//! Who asked a task to cancel, as far as the log shows.

use super::cancel_requests::uncancelled_at;
use crate::stuck;
use coroscope_trace::track::{CancelRequest, TaskTrack};
use coroscope_trace::{EventKind, Model, Moment, Outcome, RunView, TaskId};
use coroscope_wording::{Wording, tr};

/// How many requests, wakes and passes around a request are examined.
const MAX_SAMPLES: usize = 64;
/// How many of the most recent awaiters of a task are examined.
const AWAITED: usize = 256;
/// How many events before a request are examined.
const EVENTS: usize = 256;

/// The reason that the runtime gives when it cancels the remaining tasks.
const MAIN_ENDED: &str = "the main task has ended";

/// Who asked a task to cancel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Canceller {
    Itself,
    Task(TaskId),
    /// A timeout in this task.
    Timeout(TaskId),
    /// The failure of this task, which was in the same group.
    Failure(TaskId),
    /// The end of the run's main task.
    EndOf(TaskId),
    /// The end of a deadlocked run.
    Deadlock,
    /// The log does not say.
    Unknown,
}

/// Adds to what was done who asked a task to cancel, and the given reason: `cancelled at 5 ms by main: too slow`. Adds
/// nothing if neither is known.
pub(super) fn caused(
    done: String,
    wording: Wording<'_>,
    track: &TaskTrack,
    request: &CancelRequest,
) -> String {
    let run = wording.run;
    let (mut origin, mut first, mut through) = (track, request, None);
    for _ in 0..MAX_SAMPLES {
        let Some((above, its)) = forwarded_from(run, origin, first) else {
            break;
        };
        (origin, first, through) = (above, its, Some(above.id));
    }
    let given = |done: String| match run.log.text(first.why) {
        "" => done,
        why => format!("{done}: {why}"),
    };
    let through = |done: String| match through {
        Some(by) => tr!("{done}, passed on by {task}", done, task = wording.task(by)),
        None => done,
    };
    match canceller(run, origin, first) {
        Canceller::Deadlock => tr!("{done} because nothing could ever continue", done),
        Canceller::EndOf(main) => {
            tr!(
                "{done} because {task} had ended",
                done,
                task = wording.task(main)
            )
        }
        Canceller::Failure(of) => through(tr!(
            "{done} because {task} failed",
            done,
            task = wording.task(of)
        )),
        Canceller::Timeout(of) => {
            let line = translated(line_of_timeout(run.log.text(first.why)));
            match of == track.id {
                true => tr!("{done} by its timeout{line}", done, line),
                false => tr!(
                    "{done} by the timeout of {task}{line}",
                    done,
                    task = wording.task(of),
                    line
                ),
            }
        }
        Canceller::Itself => through(given(tr!("{done} by itself", done))),
        Canceller::Task(by) => through(given(tr!(
            "{done} by {task}",
            done,
            task = wording.task(by)
        ))),
        Canceller::Unknown => through(given(done)),
    }
}

/// ` in line 12` in the reader's language.
fn translated(line: &str) -> String {
    match line.strip_prefix(" in line ") {
        Some(line) => format!(" {}", tr!("in line {line}", line)),
        None => line.to_owned(),
    }
}

/// Extracts ` in line 12` from `the timeout in line 12 has expired`.
fn line_of_timeout(why: &str) -> &str {
    let line = why.strip_prefix("the timeout");
    let line = line.and_then(|line| line.strip_suffix(" has expired"));
    line.unwrap_or("")
}

/// Who made a request to cancel `track`. A callback, such as that of a timeout, is not a task: it is recognised by the
/// events around the request.
fn canceller(run: RunView<'_>, track: &TaskTrack, request: &CancelRequest) -> Canceller {
    if was_stuck(run.model, track, request) {
        return Canceller::Deadlock;
    }
    let root = root(run.model, track);
    let main_had_ended = root.id != track.id && root.has_ended_at_seq(request.seq);
    if run.log.text(request.why) == MAIN_ENDED {
        return Canceller::EndOf(request.by.unwrap_or(root.id));
    }
    if let Some(by) = request.by {
        let failed = run
            .model
            .task(by)
            .filter(|by| by.has_ended_at_seq(request.seq));
        let failed = failed.is_some_and(|by| matches!(by.end, Some((_, Outcome::Failed(_)))));
        return match failed {
            _ if by == track.id => Canceller::Itself,
            true => Canceller::Failure(by),
            false => Canceller::Task(by),
        };
    }
    if let Some(failed) = failure_before(run, track, request) {
        return Canceller::Failure(failed);
    }
    if !line_of_timeout(run.log.text(request.why)).is_empty()
        || timeout_fired(run.model, request.seq)
    {
        return Canceller::Timeout(track.id);
    }
    match uncancelled_at(track, request) {
        _ if main_had_ended => Canceller::EndOf(root.id),
        Some(_) => Canceller::Timeout(track.id),
        None => Canceller::Unknown,
    }
}

/// Whether a task was deadlocked when it was asked to cancel.
fn was_stuck(model: &Model, track: &TaskTrack, request: &CancelRequest) -> bool {
    let stuck = model.deadlocks.iter().rev().take(MAX_SAMPLES);
    let mut stuck = stuck.filter(|(_, seq)| *seq < request.seq);
    let wait = stuck.next().and_then(|(at, seq)| {
        let moment = Moment { at: *at, seq: *seq };
        stuck::wait_at(track, moment)
    });
    let asked_in = track.span_at_seq(request.seq);
    request.by.is_none()
        && wait
            .zip(asked_in)
            .is_some_and(|((_, wait), span)| wait.seq == span.seq)
}

/// The request to cancel an awaiter of `track` that caused this request. It directly precedes it in the log.
fn forwarded_from<'a>(
    run: RunView<'a>,
    track: &TaskTrack,
    request: &CancelRequest,
) -> Option<(&'a TaskTrack, &'a CancelRequest)> {
    let awaiting = |task: TaskId| {
        let awaited = track.awaited_by.iter().rev().take(AWAITED);
        task != track.id
            && awaited
                .into_iter()
                .any(|it| it.by == task && it.seq < request.seq)
    };
    let mut seq = request.seq;
    for _ in 0..MAX_SAMPLES {
        seq = seq.checked_sub(1)?;
        match run.log.get(seq)?.kind {
            EventKind::CancelRequested { task, by, .. } if by == request.by && awaiting(task) => {
                let above = run.model.task(task)?;
                let its = above.cancels.iter().find(|its| its.seq == seq)?;
                return Some((above, its));
            }
            EventKind::CancelRequested { .. } | EventKind::TaskWoken { .. } => {}
            _ => return None,
        }
    }
    None
}

/// A task of the same group that failed in this pass or the one before: a sibling, or a child of the task that waits
/// for the group.
fn failure_before(run: RunView<'_>, track: &TaskTrack, request: &CancelRequest) -> Option<TaskId> {
    let pass = run
        .model
        .passes
        .partition_point(|pass| pass.seq <= request.seq);
    let first = run
        .model
        .passes
        .get(pass.saturating_sub(2))
        .map_or(0, |p| p.seq);
    let mut seq = request.seq;
    for _ in 0..EVENTS {
        seq = seq.checked_sub(1).filter(|seq| *seq >= first)?;
        let EventKind::TaskEnded { task, .. } = run.log.get(seq)?.kind else {
            continue;
        };
        let ended = run.model.task(task)?;
        let is_failed = matches!(ended.end, Some((_, Outcome::Failed(_))));
        let parent = ended.parent;
        let is_of_group = parent.is_some() && (parent == track.parent || parent == Some(track.id));
        if is_failed && is_of_group && task != track.id {
            return Some(task);
        }
    }
    None
}

/// Whether a timeout expired in the pass of an event.
fn timeout_fired(model: &Model, seq: u64) -> bool {
    let begun = model.passes.partition_point(|pass| pass.seq <= seq);
    let pass = begun.checked_sub(1).and_then(|at| model.passes.get(at));
    let before = begun.checked_sub(2).and_then(|at| model.passes.get(at));
    match (before, pass) {
        (Some(before), Some(pass)) => {
            pass.to.is_some() && pass.timeouts_after < before.timeouts_after
        }
        _ => false,
    }
}

fn root<'a>(model: &'a Model, track: &'a TaskTrack) -> &'a TaskTrack {
    let mut root = track;
    for _ in 0..MAX_SAMPLES {
        match root.parent.and_then(|parent| model.task(parent)) {
            Some(parent) if parent.id < root.id => root = parent,
            _ => break,
        }
    }
    root
}
