//! Which requests to cancel a task had an effect, and whether the task continued anyway.

use super::canceller::caused;
use coroscope_trace::track::{CancelRequest, Span, TaskTrack};
use coroscope_trace::{Outcome, PlaceId, RunView, TaskState};
use coroscope_wording::{Wording, tr};

/// How many requests after a request are examined.
const MAX_SAMPLES: usize = 64;
/// How many spans before and after a request are examined.
const SPANS: usize = 256;

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
    let asked = tr!(
        "{task} was asked to cancel at {at}",
        task = wording.task(track.id),
        at = request.at
    );
    let asked = caused(asked, wording, track, request);
    let on = wording.wait_clause(wait.waited.map(|waited| waited.on));
    let line = wait.waited.map(|waited| wording.in_line(waited.place));
    let line = line.unwrap_or_default();
    Some(tr!(
        "{asked}, but continued: from {from} it waited {on}{line}",
        asked,
        from = wait.from,
        on,
        line
    ))
}
