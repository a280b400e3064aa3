//! Who asked that a task be cancelled, as far as the log tells, and whether the task went on all the same.

use super::say::Say;
use super::stuck;
use crate::trace::track::{CancelRequest, Outcome, Span, SpanState, TaskTrack};
use crate::trace::{EventKind, Log, Model, Moment, PlaceId, TaskId};

/// So many requests, wakes and passes round a request are looked at.
const LOOKS: usize = 64;
/// So many of those that awaited a task last are looked at.
const AWAITED: usize = 256;
/// So many spans before and after a request are looked at.
const SPANS: usize = 256;

/// What the runtime says to the tasks that are left.
const MAIN_ENDED: &str = "the main task has ended";

/// Who asked that a task be cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum By {
    Itself,
    Task(TaskId),
    /// A timeout in this task.
    Timeout(TaskId),
    /// The failure of this task, which belonged to the same group.
    Failure(TaskId),
    /// The end of the run's main task.
    EndOf(TaskId),
    /// The end of a run in which nothing could ever continue.
    Standstill,
    /// Nobody that the log knows.
    Unknown,
}

/// Who asked that a task be cancelled, and the reason that was given: ` by main: too slow`. Empty where neither is known.
pub(super) fn words(say: &Say, track: &TaskTrack, request: &CancelRequest) -> String {
    let (model, log) = (say.model, say.log);
    let (mut origin, mut first, mut through) = (track, request, None);
    for _ in 0..LOOKS {
        let Some((above, its)) = passed_on(model, log, origin, first) else {
            break;
        };
        (origin, first, through) = (above, its, Some(above.id));
    }
    let given = match log.text(first.why) {
        "" => String::new(),
        why => format!(": {why}"),
    };
    let through = through.map_or(String::new(), |by| {
        format!(", passed on by {}", say.name(by))
    });
    match by(model, log, origin, first) {
        By::Standstill => " because nothing could ever continue".into(),
        By::EndOf(main) => format!(" because {} had ended", say.name(main)),
        By::Failure(of) => format!(" because {} failed{through}", say.name(of)),
        By::Timeout(of) => {
            let line = line_of_timeout(log.text(first.why));
            match of == track.id {
                true => format!(" by its timeout{line}"),
                false => format!(" by the timeout of {}{line}", say.name(of)),
            }
        }
        By::Itself => format!(" by itself{given}{through}"),
        By::Task(by) => format!(" by {}{given}{through}", say.name(by)),
        By::Unknown => format!("{given}{through}"),
    }
}

/// ` in line 12` of `the timeout in line 12 has expired`.
fn line_of_timeout(why: &str) -> &str {
    let line = why.strip_prefix("the timeout");
    let line = line.and_then(|line| line.strip_suffix(" has expired"));
    line.unwrap_or("")
}

/// Who made a request to cancel `track`. A callback, such as that of a timeout, is no task: what it was is seen by
/// what happened around the request.
fn by(model: &Model, log: &Log, track: &TaskTrack, request: &CancelRequest) -> By {
    if was_stuck(model, track, request) {
        return By::Standstill;
    }
    let root = root(model, track);
    let main_had_ended = root.id != track.id && root.has_ended_at_seq(request.seq);
    if log.text(request.why) == MAIN_ENDED {
        return By::EndOf(request.by.unwrap_or(root.id));
    }
    if let Some(by) = request.by {
        let failed = model.task(by).filter(|by| by.has_ended_at_seq(request.seq));
        let failed = failed.is_some_and(|by| matches!(by.end, Some((_, Outcome::Failed(_)))));
        return match failed {
            _ if by == track.id => By::Itself,
            true => By::Failure(by),
            false => By::Task(by),
        };
    }
    if let Some(failed) = failure_before(model, log, track, request) {
        return By::Failure(failed);
    }
    if !line_of_timeout(log.text(request.why)).is_empty() || fired_a_limit(model, request.seq) {
        return By::Timeout(track.id);
    }
    match taken_back(track, request) {
        _ if main_had_ended => By::EndOf(root.id),
        Some(_) => By::Timeout(track.id),
        None => By::Unknown,
    }
}

/// Whether a task was in a wait without an end when it was asked to cancel.
fn was_stuck(model: &Model, track: &TaskTrack, request: &CancelRequest) -> bool {
    let stuck = model.deadlocks.iter().rev().take(LOOKS);
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

/// The request to cancel one that awaited `track`, which brought this request about: it comes right before it.
fn passed_on<'a>(
    model: &'a Model,
    log: &Log,
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
    for _ in 0..LOOKS {
        seq = seq.checked_sub(1)?;
        match log.get(seq)?.kind {
            EventKind::CancelRequested { task, by, .. } if by == request.by && awaiting(task) => {
                let above = model.task(task)?;
                let its = above.cancels.iter().find(|its| its.seq == seq)?;
                return Some((above, its));
            }
            EventKind::CancelRequested { .. } | EventKind::TaskWoken { .. } => {}
            _ => return None,
        }
    }
    None
}

/// A task of the same group that failed in this pass or the one before: a sibling, or a child of the one that waits for
/// the group.
fn failure_before(
    model: &Model,
    log: &Log,
    track: &TaskTrack,
    request: &CancelRequest,
) -> Option<TaskId> {
    let pass = model.passes.partition_point(|pass| pass.seq <= request.seq);
    let first = model
        .passes
        .get(pass.saturating_sub(2))
        .map_or(0, |p| p.seq);
    let mut seq = request.seq;
    for _ in 0..SPANS {
        seq = seq.checked_sub(1).filter(|seq| *seq >= first)?;
        let EventKind::TaskEnded { task, .. } = log.get(seq)?.kind else {
            continue;
        };
        let ended = model.task(task)?;
        let is_failed = matches!(ended.end, Some((_, Outcome::Failed(_))));
        let parent = ended.parent;
        let is_of_group = parent.is_some() && (parent == track.parent || parent == Some(track.id));
        if is_failed && is_of_group && task != track.id {
            return Some(task);
        }
    }
    None
}

/// Whether the limit of a timeout fired in the pass of an event.
fn fired_a_limit(model: &Model, seq: u64) -> bool {
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
    for _ in 0..LOOKS {
        match root.parent.and_then(|parent| model.task(parent)) {
            Some(parent) if parent.id < root.id => root = parent,
            _ => break,
        }
    }
    root
}

/// The event that took a request back. Of several that are open, the last is taken back first.
pub(super) fn taken_back(track: &TaskTrack, request: &CancelRequest) -> Option<u64> {
    let next = track
        .cancels
        .partition_point(|other| other.seq <= request.seq);
    let mut requests = track.cancels[next..]
        .iter()
        .map(|other| other.seq)
        .peekable();
    let first = track
        .uncancels
        .partition_point(|(_, seq)| *seq < request.seq);
    let mut open = 1;
    for (_, seq) in track.uncancels[first..].iter().take(LOOKS) {
        while requests.next_if(|other| other < seq).is_some() {
            open += 1;
        }
        open -= 1;
        if open == 0 {
            return Some(*seq);
        }
    }
    None
}

/// The first request after another that nobody took back.
fn next_open<'a>(track: &'a TaskTrack, request: &CancelRequest) -> Option<&'a CancelRequest> {
    let next = track
        .cancels
        .partition_point(|other| other.seq <= request.seq);
    let mut later = track.cancels[next..].iter().take(LOOKS);
    later.find(|other| taken_back(track, other).is_none())
}

/// The request that a task ended for, where it ended as cancelled.
pub(super) fn obeyed(track: &TaskTrack) -> Option<&CancelRequest> {
    let ended = matches!(track.end, Some((_, Outcome::Cancelled)));
    let mut requests = track.cancels.iter().filter(|_| ended).take(LOOKS);
    requests
        .find(|request| taken_back(track, request).is_none() && went_on(track, request).is_none())
}

/// How a task went on after a request to cancel it: the first wait that is no clean-up. None where it did not go on.
///
/// That is a wait at a line at which it had waited before in the same call of a coroutine, or at the line at which the
/// request found it, unless the task ended as cancelled and nobody else asked for that; and any wait of a task that ended
/// with a value though nobody took the request back.
pub(super) fn went_on(track: &TaskTrack, request: &CancelRequest) -> Option<Span> {
    let (spans, back) = (&track.spans, taken_back(track, request));
    let next = next_open(track, request).map(|next| next.seq);
    let outcome = track.end.map(|(_, outcome)| outcome);
    if outcome == Some(Outcome::Cancelled) && back.or(next).is_none() {
        return None;
    }
    let asked = spans.partition_point(|span| span.seq <= request.seq);
    let earlier = (asked.saturating_sub(SPANS)..asked).filter_map(|n| spans.get(n));
    let earlier = earlier.filter(|span| span.state == SpanState::Waiting);
    let earlier = earlier.filter_map(|span| Some((span.waited?.place, call_of(track, span.seq))));
    let earlier: Vec<(PlaceId, u32)> = earlier.collect();
    let is_again = |span: &Span| {
        let here = span.waited.map(|waited| waited.place);
        let found_in = earlier.last().map(|(place, _)| *place);
        let call = call_of(track, span.seq);
        let same = |(place, its): &(PlaceId, u32)| Some(*place) == here && *its == call && call > 0;
        here.is_some() && (here == found_in || earlier.iter().any(same))
    };
    let is_kept = outcome == Some(Outcome::Done) && back.is_none();
    let until = back.into_iter().chain(next).min().unwrap_or(u64::MAX);
    // It hears of the request in its next poll.
    let later = (asked..spans.len().min(asked + SPANS)).filter_map(|n| spans.get(n));
    let later = later.take_while(|span| span.seq < until);
    let mut later = later.skip_while(|span| span.state != SpanState::Running);
    later.find(|span| {
        let is_wait = span.state == SpanState::Waiting && !span.cleanup;
        is_wait && (is_kept || is_again(span))
    })
}

/// The number of the call of a coroutine that a task was in; 0 where the log does not say.
fn call_of(track: &TaskTrack, seq: u64) -> u32 {
    let told = track.calls.partition_point(|(told, _)| *told <= seq);
    let last = told.checked_sub(1).and_then(|last| track.calls.get(last));
    last.map_or(0, |(_, call)| *call)
}

/// A request that a task did not follow, in a sentence: when, by whom and why it was asked, and how it went on.
pub(super) fn refusal(
    model: &Model,
    log: &Log,
    track: &TaskTrack,
    request: &CancelRequest,
) -> Option<String> {
    let wait = went_on(track, request)?;
    let say = Say { model, log };
    let (name, by) = (say.name(track.id), words(&say, track, request));
    let on = say.wait(wait.waited.map(|waited| waited.on));
    let line = wait.waited.map(|waited| say.in_line(waited.place));
    let line = line.unwrap_or_default();
    Some(format!(
        "{name} was asked to cancel at {}{by}, and went on: from {} on it waited {on}{line}",
        request.at, wait.from
    ))
}
