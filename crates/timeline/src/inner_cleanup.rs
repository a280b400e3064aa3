//! Cleanups inside of a task: what it does after a part of its work was cancelled, until that part has ended.
//!
//! Two things start one: a time limit of a Rust future, which is dropped; and a request to cancel a task that handles it
//! itself, as the tasks of a script do, until it is uncancelled or the task ends.

use super::sentences::cancel_requests;
use coroscope_trace::sort;
use coroscope_trace::time::Instant;
use coroscope_trace::track::{CancelRequest, TaskTrack, TimeLimit};
use coroscope_trace::{Outcome, TaskState};

/// How many requests and limits of a task are examined.
const MAX_SAMPLES: usize = 64;

/// A cleanup inside of a task.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct InnerCleanup {
    /// When it began.
    pub(super) from: Instant,
    /// When it ended; `None` if it has not.
    pub(super) to: Option<Instant>,
    /// Its first span, as an index into the track's spans.
    pub(super) span: usize,
}

/// The cleanups inside of a task that took time, in order.
pub(super) fn inner_cleanups(track: &TaskTrack) -> Vec<InnerCleanup> {
    if track.limits.is_empty() && track.cancels.is_empty() {
        return Vec::new();
    }
    let limits = track.limits.iter().rev().take(MAX_SAMPLES);
    let requests = track.cancels.iter().rev().take(MAX_SAMPLES);
    let limits = limits.filter_map(|limit| after_limit(track, limit));
    let requests = requests.filter_map(|request| after_request(track, request));
    let mut found: Vec<InnerCleanup> = limits.chain(requests).collect();
    found.retain(|cleanup| cleanup.to != Some(cleanup.from));
    sort::by_key(&mut found, |cleanup| cleanup.from);
    // What is cancelled twice is cleaned up once.
    found.dedup_by(|next, before| before.to.is_none_or(|to| next.from < to));
    found
}

/// A limit of a script's task requests its cancellation, and is found by that request.
fn after_limit(track: &TaskTrack, limit: &TimeLimit) -> Option<InnerCleanup> {
    let from = limit.expired?;
    let is_by_request = track.cancels.iter().any(|request| request.at == from);
    (!is_by_request).then(|| InnerCleanup {
        from,
        to: limit.ended,
        span: track.spans.begun_by(from).saturating_sub(1),
    })
}

fn after_request(track: &TaskTrack, request: &CancelRequest) -> Option<InnerCleanup> {
    let spans = &track.spans;
    let asked = spans.partition_point(|span| span.seq <= request.seq);
    let later = asked..spans.len().min(asked + MAX_SAMPLES);
    let span = later
        .into_iter()
        .find(|n| spans.state(*n) == TaskState::Running)?;
    let first = spans.get(span)?;
    // The runtime marks the cleanup of a task that it cancels itself.
    let is_marked = spans.last().is_some_and(|span| span.cleanup);
    if is_marked || track.is_thread {
        return None;
    }
    let back = cancel_requests::uncancelled_at(track, request);
    let back = back.and_then(|seq| track.uncancels.iter().find(|(_, its)| *its == seq));
    let to = match (back, track.end) {
        (Some((at, _)), _) => Some(*at),
        (None, Some((at, Outcome::Cancelled | Outcome::Failed(_)))) => Some(at),
        // A task that refuses the request does not clean up.
        (None, Some((_, Outcome::Done))) => return None,
        (None, None) => None,
    };
    let continued = cancel_requests::continued_at(track, request);
    let to = match (to, continued) {
        (Some(to), Some(span)) => Some(to.min(span.from)),
        (None, Some(span)) => Some(span.from),
        (to, None) => to,
    };
    Some(InnerCleanup {
        from: first.from,
        to,
        span,
    })
}
