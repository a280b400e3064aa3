//! Who asked that a task be cancelled, as far as the log tells, and whether the task went on all the same.

use super::say::Say;
use super::stuck;
use crate::trace::track::{CancelRequest, Outcome, Span, State, TaskTrack};
use crate::trace::{Log, Model, PlaceId, TaskId, What};

/// So many requests, wakes and passes round a request are looked at.
const LOOKS: usize = 64;
/// So many spans before and after a request are looked at.
const SPANS: usize = 256;

/// Who asked that a task be cancelled.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum By {
    Itself,
    /// Another task, or one that was asked to cancel while it awaited this one, and passed that on.
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

impl By {
    /// ` by main`; empty where nobody is known.
    pub(super) fn words(self, say: &Say, own: TaskId) -> String {
        match self {
            By::Itself => " by itself".into(),
            By::Task(by) => format!(" by {}", say.name(by)),
            By::Timeout(of) if of == own => " by its timeout".into(),
            By::Timeout(of) => format!(" by the timeout of {}", say.name(of)),
            By::Failure(of) => format!(" because {} failed", say.name(of)),
            By::EndOf(main) => format!(" because {} had ended", say.name(main)),
            By::Standstill => " because nothing could ever continue".into(),
            By::Unknown => String::new(),
        }
    }
}

/// Who made a request to cancel `track`. A callback, such as that of a timeout, is no task: what it was is seen by
/// what happened around the request.
pub(super) fn by(model: &Model, log: &Log, track: &TaskTrack, request: &CancelRequest) -> By {
    match request.by {
        Some(by) if by == track.id => By::Itself,
        Some(by) => By::Task(by),
        None => of_callback(model, log, track, request),
    }
}

fn of_callback(model: &Model, log: &Log, track: &TaskTrack, request: &CancelRequest) -> By {
    if let Some((above, its)) = passed_on(model, log, track, request) {
        // Whoever cancelled the one that awaits this one did both.
        return match of_callback(model, log, above, its) {
            By::Unknown => By::Task(above.id),
            by => by,
        };
    }
    let stuck = stuck::last(model).filter(|stuck| stuck.seq < request.seq);
    if let Some((_, wait)) = stuck.and_then(|stuck| stuck::wait_at(track, stuck))
        && track
            .span_at_seq(request.seq)
            .is_some_and(|span| span.seq == wait.seq)
    {
        return By::Standstill;
    }
    if let Some(failed) = failure_before(model, log, track, request) {
        return By::Failure(failed);
    }
    if fired_a_limit(model, request.seq) {
        return By::Timeout(track.id);
    }
    let root = root(model, track);
    if root.id != track.id && root.has_ended_at_seq(request.seq) {
        return By::EndOf(root.id);
    }
    match taken_back(track, request) {
        Some(_) => By::Timeout(track.id),
        None => By::Unknown,
    }
}

/// The request to cancel one that awaited `track`, which brought this request about: it comes right before it.
fn passed_on<'a>(
    model: &'a Model,
    log: &Log,
    track: &TaskTrack,
    request: &CancelRequest,
) -> Option<(&'a TaskTrack, &'a CancelRequest)> {
    let awaiting: Vec<TaskId> = track
        .awaited_by
        .iter()
        .filter(|awaited| awaited.seq < request.seq)
        .map(|awaited| awaited.by)
        .collect();
    if awaiting.is_empty() {
        return None;
    }
    let mut seq = request.seq;
    for _ in 0..LOOKS {
        seq = seq.checked_sub(1)?;
        match log.get(seq)?.what {
            What::CancelRequested { task, by: None, .. } if awaiting.contains(&task) => {
                let above = model.task(task)?;
                let its = above.cancels.iter().find(|its| its.seq == seq)?;
                return Some((above, its));
            }
            What::CancelRequested { by: None, .. } | What::Woken { .. } => {}
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
        let What::Ended { task, .. } = log.get(seq)?.what else {
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
/// That is a wait at a line at which it had waited before, unless the task ended as cancelled and nobody else asked for
/// that; and any wait of a task that ended with a value though nobody took the request back.
pub(super) fn went_on(track: &TaskTrack, request: &CancelRequest) -> Option<Span> {
    let (spans, back) = (&track.spans, taken_back(track, request));
    let next = next_open(track, request).map(|next| next.seq);
    let outcome = track.end.map(|(_, outcome)| outcome);
    if outcome == Some(Outcome::Cancelled) && back.or(next).is_none() {
        return None;
    }
    let asked = spans.partition_point(|span| span.seq <= request.seq);
    let earlier = (asked.saturating_sub(SPANS)..asked).filter_map(|n| spans.get(n));
    let earlier = earlier.filter(|span| span.state == State::Waiting);
    let earlier: Vec<PlaceId> = earlier
        .filter_map(|span| Some(span.waited?.place))
        .collect();
    let is_kept = outcome == Some(Outcome::Done) && back.is_none();
    let until = back.into_iter().chain(next).min().unwrap_or(u64::MAX);
    // It hears of the request in its next poll.
    let later = (asked..spans.len().min(asked + SPANS)).filter_map(|n| spans.get(n));
    let later = later.take_while(|span| span.seq < until);
    let mut later = later.skip_while(|span| span.state != State::Running);
    later.find(|span| {
        let is_wait = span.state == State::Waiting && !span.cleanup;
        let again = span
            .waited
            .is_some_and(|waited| earlier.contains(&waited.place));
        is_wait && (is_kept || again)
    })
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
    let by = by(model, log, track, request).words(&say, track.id);
    let why = say.why(request);
    let name = say.name(track.id);
    let on = say.wait(wait.waited.map(|waited| waited.on));
    let line = wait.waited.map(|waited| say.in_line(waited.place));
    let how = format!(
        "from {} on it waited {on}{}",
        wait.from,
        line.unwrap_or_default()
    );
    Some(format!(
        "{name} was asked to cancel at {}{by}{why}, and went on: {how}",
        request.at
    ))
}
