//! Who asked a task to cancel, as far as the log shows.

use super::LintContext;
use coroscope_trace::time::{Instant, human};
use coroscope_trace::track::{CancelRequest, TaskTrack};
use coroscope_trace::{EventKind, Outcome, TaskId};
use coroscope_wording::tr;

/// The reason that the runtime and the script engine give when they cancel the remaining tasks.
const MAIN_ENDED: &str = "the main task has ended";

/// Who asked a task to cancel.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Requester {
    /// A task, perhaps the cancelled one itself.
    Task(TaskId),
    /// A timeout.
    Timeout,
    /// The end of the main task.
    EndOfRun,
    /// A callback of the loop, or something outside it.
    Outside,
}

/// Who made a request to cancel. A request that was not made by a task comes from a timeout if the log has it right after
/// the timeout's end, as in recordings of the Python package, or if fewer timeouts are pending after its pass than before.
pub(super) fn requester(cx: &LintContext, request: &CancelRequest) -> Requester {
    let why = cx.run.log.text(request.why);
    match request.by {
        _ if why == MAIN_ENDED => Requester::EndOfRun,
        Some(by) => Requester::Task(by),
        None if cx.roots.had_ended(request.seq) => Requester::EndOfRun,
        None if is_timeout(cx, request.seq) => Requester::Timeout,
        None => Requester::Outside,
    }
}

fn is_timeout(cx: &LintContext, seq: u64) -> bool {
    let before = seq.checked_sub(1).and_then(|seq| cx.run.log.get(seq));
    if before.is_some_and(|event| matches!(event.kind, EventKind::TimeoutExpired { .. })) {
        return true;
    }
    let passes = &cx.run.model.passes;
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

/// `at 200 ms by main`, and the reason if the log has one.
pub(super) fn when_and_by_whom(cx: &LintContext, task: TaskId, request: &CancelRequest) -> String {
    let at = since_start(request.at);
    let why = cx.run.log.text(request.why);
    match requester(cx, request) {
        Requester::EndOfRun => tr!("at {at}, when the main task had ended", at),
        _ if why.contains("timeout") => tr!("at {at} ({why})", at, why),
        Requester::Timeout => tr!("at {at} by a timeout", at),
        Requester::Task(by) if by == task => tr!("at {at} by itself", at),
        Requester::Task(by) => tr!("at {at} by {task}", at, task = cx.names.task(by)),
        Requester::Outside if why.is_empty() => tr!("at {at}", at),
        Requester::Outside => tr!("at {at} ({why})", at, why),
    }
}

/// The time since the beginning of the run: `1.2 s`.
pub(super) fn since_start(at: Instant) -> String {
    human(at - Instant::ZERO)
}

/// Whether a task ended as cancelled.
pub(super) fn is_cancelled(track: &TaskTrack) -> bool {
    matches!(track.end, Some((_, Outcome::Cancelled)))
}
