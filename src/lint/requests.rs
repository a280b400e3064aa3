//! Who asked a task to cancel, as far as the log says it; and when the main tasks had ended, which ends the rest.

use super::Run;
use crate::time::{Instant, human};
use crate::trace::track::{CancelRequest, Outcome, TaskTrack};
use crate::trace::{Model, TaskId};

/// What the runtime and the engine for scripts say to the tasks that are left.
const MAIN_ENDED: &str = "the main task has ended";

/// Who asked a task to cancel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Requester {
    /// A task, perhaps the cancelled one itself.
    Task(TaskId),
    /// The limit of a timeout.
    Timeout,
    /// The end of the main task.
    EndOfRun,
    /// A callback of the loop, or something outside of it.
    Outside,
}

/// The tasks that no other spawned: main, one after the other where a program runs its loop several times.
pub(super) struct Roots {
    /// Of each the number of the event that spawned it, and the highest of the events that ended it and those before.
    lives: Vec<(u64, u64)>,
    /// Whether one was cancelled by nobody of the run: then the reader or the engine ended it, and much is undone.
    pub(super) was_stopped: bool,
}

impl Roots {
    pub(super) fn of(model: &Model) -> Roots {
        let mut roots = Roots {
            lives: Vec::new(),
            was_stopped: false,
        };
        let tracks = model.tasks().iter();
        for track in tracks.filter(|track| track.parent.is_none() && !track.is_thread) {
            let Some(spawned) = track.spans.first() else {
                continue;
            };
            let last = roots.lives.last().map_or(0, |(_, ended)| *ended);
            let ended = track.end_seq.unwrap_or(u64::MAX).max(last);
            roots.lives.push((spawned.seq, ended));
            let is_cancelled = matches!(track.end, Some((_, Outcome::Cancelled)));
            roots.was_stopped |= is_cancelled && track.cancels.iter().any(|it| it.by.is_none());
        }
        roots
    }

    /// Whether all of them that had begun when the event with this number happened had ended.
    pub(super) fn had_ended(&self, seq: u64) -> bool {
        let begun = self.lives.partition_point(|(spawned, _)| *spawned < seq);
        let last = begun.checked_sub(1).and_then(|n| self.lives.get(n));
        last.is_some_and(|(_, ended)| *ended < seq)
    }
}

/// Who made a request to cancel. A request by no task is a timeout's where fewer limits are pending after its pass than
/// before.
pub(super) fn requester(run: &Run, request: &CancelRequest) -> Requester {
    let why = run.log.text(request.why);
    match request.by {
        _ if why == MAIN_ENDED => Requester::EndOfRun,
        Some(by) => Requester::Task(by),
        None if run.roots.had_ended(request.seq) => Requester::EndOfRun,
        None if is_limit(run, request.seq) => Requester::Timeout,
        None => Requester::Outside,
    }
}

fn is_limit(run: &Run, seq: u64) -> bool {
    let passes = &run.model.passes;
    let begun = passes.partition_point(|pass| pass.seq <= seq);
    let (before, during) = (begun.checked_sub(2), begun.checked_sub(1));
    let limits = |pass: Option<usize>| passes.get(pass?);
    let (Some(before), Some(during)) = (limits(before), limits(during)) else {
        return false;
    };
    match during.to {
        Some(_) => during.timeouts_after < before.timeouts_after,
        None => before.timeouts_after > 0,
    }
}

/// `at 200 ms by main`, and why where the log says more than that.
pub(super) fn when_and_by_whom(run: &Run, task: TaskId, request: &CancelRequest) -> String {
    let at = since_start(request.at);
    let why = run.log.text(request.why);
    match requester(run, request) {
        Requester::EndOfRun => format!("at {at}, when the main task had ended"),
        _ if why.contains("timeout") => format!("at {at} ({why})"),
        Requester::Timeout => format!("at {at} by a timeout"),
        Requester::Task(by) if by == task => format!("at {at} by itself"),
        Requester::Task(by) => format!("at {at} by {}", run.words.task(by)),
        Requester::Outside if why.is_empty() => format!("at {at}"),
        Requester::Outside => format!("at {at} ({why})"),
    }
}

/// `1.2 s`, counted from the beginning of the run.
pub(super) fn since_start(at: Instant) -> String {
    human(at - Instant::ZERO)
}

/// Whether a task ended as cancelled.
pub(super) fn is_cancelled(track: &TaskTrack) -> bool {
    matches!(track.end, Some((_, Outcome::Cancelled)))
}
