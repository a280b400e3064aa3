//! Who asked a task to cancel, as far as the log shows, and whether the task continued anyway.

use crate::stuck;
use coroscope_trace::track::{CancelRequest, Span, TaskTrack};
use coroscope_trace::{EventKind, Model, Moment, Outcome, PlaceId, RunView, TaskId, TaskState};
use coroscope_wording::Wording;

/// How many requests, wakes and passes around a request are examined.
const MAX_SAMPLES: usize = 64;
/// How many of the most recent awaiters of a task are examined.
const AWAITED: usize = 256;
/// How many spans before and after a request are examined.
const SPANS: usize = 256;

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

/// Who asked a task to cancel, and the given reason: ` by main: too slow`. Empty if neither is known.
pub(super) fn cause(wording: Wording<'_>, track: &TaskTrack, request: &CancelRequest) -> String {
    let run = wording.run;
    let (mut origin, mut first, mut through) = (track, request, None);
    for _ in 0..MAX_SAMPLES {
        let Some((above, its)) = forwarded_from(run, origin, first) else {
            break;
        };
        (origin, first, through) = (above, its, Some(above.id));
    }
    let given = match run.log.text(first.why) {
        "" => String::new(),
        why => format!(": {why}"),
    };
    let through = through.map_or(String::new(), |by| {
        format!(", passed on by {}", wording.task(by))
    });
    match canceller(run, origin, first) {
        Canceller::Deadlock => " because nothing could ever continue".into(),
        Canceller::EndOf(main) => format!(" because {} had ended", wording.task(main)),
        Canceller::Failure(of) => format!(" because {} failed{through}", wording.task(of)),
        Canceller::Timeout(of) => {
            let line = line_of_timeout(run.log.text(first.why));
            match of == track.id {
                true => format!(" by its timeout{line}"),
                false => format!(" by the timeout of {}{line}", wording.task(of)),
            }
        }
        Canceller::Itself => format!(" by itself{given}{through}"),
        Canceller::Task(by) => format!(" by {}{given}{through}", wording.task(by)),
        Canceller::Unknown => format!("{given}{through}"),
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
    for _ in 0..SPANS {
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

/// The event that uncancelled a request. Of several open requests, the latest is uncancelled first.
pub(crate) fn uncancelled_at(track: &TaskTrack, request: &CancelRequest) -> Option<u64> {
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
    for (_, seq) in track.uncancels[first..].iter().take(MAX_SAMPLES) {
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

/// The first later request that was not uncancelled.
fn next_open<'a>(track: &'a TaskTrack, request: &CancelRequest) -> Option<&'a CancelRequest> {
    let next = track
        .cancels
        .partition_point(|other| other.seq <= request.seq);
    let mut later = track.cancels[next..].iter().take(MAX_SAMPLES);
    later.find(|other| uncancelled_at(track, other).is_none())
}

/// The request that a task obeyed, if it ended as cancelled.
pub(super) fn effective_request(track: &TaskTrack) -> Option<&CancelRequest> {
    let ended = matches!(track.end, Some((_, Outcome::Cancelled)));
    let mut requests = track.cancels.iter().filter(|_| ended).take(MAX_SAMPLES);
    requests.find(|request| {
        uncancelled_at(track, request).is_none() && continued_at(track, request).is_none()
    })
}

/// How a task continued after a request to cancel it: the first wait that is not cleanup. `None` if it did not continue.
///
/// Counted are: a wait at a line where the task had waited before in the same call of a coroutine, or at the line where
/// the request found it, unless the task ended as cancelled without another request; and any wait of a task that
/// ended with a value although the request was not uncancelled.
pub(crate) fn continued_at(track: &TaskTrack, request: &CancelRequest) -> Option<Span> {
    let (spans, back) = (&track.spans, uncancelled_at(track, request));
    let next = next_open(track, request).map(|next| next.seq);
    let outcome = track.end.map(|(_, outcome)| outcome);
    if outcome == Some(Outcome::Cancelled) && back.or(next).is_none() {
        return None;
    }
    let asked = spans.partition_point(|span| span.seq <= request.seq);
    let earlier = (asked.saturating_sub(SPANS)..asked).filter_map(|n| spans.get(n));
    let earlier = earlier.filter(|span| span.state.is_waiting());
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
    // The task sees the request in its next poll.
    let later = (asked..spans.len().min(asked + SPANS)).filter_map(|n| spans.get(n));
    let later = later.take_while(|span| span.seq < until);
    let mut later = later.skip_while(|span| span.state != TaskState::Running);
    later.find(|span| {
        let is_wait = span.state.is_waiting() && !span.cleanup;
        is_wait && (is_kept || is_again(span))
    })
}

/// The number of the coroutine call that a task was in; 0 if the log does not say.
fn call_of(track: &TaskTrack, seq: u64) -> u32 {
    let count = track.calls.partition_point(|(called, _)| *called <= seq);
    let last = count.checked_sub(1).and_then(|last| track.calls.get(last));
    last.map_or(0, |(_, call)| *call)
}

/// Describes a refused request in a sentence: when, by whom and why it was made, and how the task continued.
pub(crate) fn refusal(
    run: RunView<'_>,
    track: &TaskTrack,
    request: &CancelRequest,
) -> Option<String> {
    let wait = continued_at(track, request)?;
    let wording = Wording::new(run);
    let (name, by) = (wording.task(track.id), cause(wording, track, request));
    let on = wording.wait_clause(wait.waited.map(|waited| waited.on));
    let line = wait.waited.map(|waited| wording.in_line(waited.place));
    let line = line.unwrap_or_default();
    Some(format!(
        "{name} was asked to cancel at {}{by}, but continued: from {} it waited {on}{line}",
        request.at, wait.from
    ))
}
