//! Describes how and when a task ended, and what ended it.

use super::{cancel_requests, canceller};
use coroscope_trace::Outcome;
use coroscope_trace::time::Instant;
use coroscope_trace::track::{CancelRequest, TaskTrack};
use coroscope_wording::{Wording, tr};

/// How many of the tasks that a task awaited last are examined.
const AWAITED: usize = 64;

/// `done at 5 ms`, `cancelled at 2 ms by main; ended at 4 ms`.
pub(super) fn sentence(wording: Wording<'_>, track: &TaskTrack, end: (Instant, Outcome)) -> String {
    let (at, outcome) = end;
    match outcome {
        Outcome::Done => match refused(track) {
            Some(request) => {
                let done = tr!(
                    "done at {at}, although it was asked to cancel at {asked}",
                    at,
                    asked = request.at
                );
                canceller::caused(done, wording, track, request)
            }
            None => tr!("done at {at}", at),
        },
        Outcome::Failed(error) => {
            let last = track.spans.last().and_then(|span| span.waited);
            let line = last.map_or(String::new(), |waited| wording.in_line(waited.place));
            let error = wording.run.log.text(error);
            match line.as_str() {
                "" => tr!("failed at {at} with {error}", at, error),
                line => tr!(
                    "failed at {at} with {error}, after its wait{line}",
                    at,
                    error,
                    line
                ),
            }
        }
        Outcome::Cancelled => match cancel_requests::effective_request(track) {
            Some(request) => {
                let done = tr!("cancelled at {at}", at = request.at);
                let done = canceller::caused(done, wording, track, request);
                match request.at == at {
                    true => done,
                    false => tr!("{done}; ended at {at}", done, at),
                }
            }
            None => cancelled_with(wording, track, at).unwrap_or_else(|| {
                tr!(
                    "ended as cancelled at {at}, although nothing had asked it to cancel",
                    at
                )
            }),
        },
    }
}

/// The request to cancel that a task refused.
fn refused(track: &TaskTrack) -> Option<&CancelRequest> {
    let open = |request: &&CancelRequest| cancel_requests::uncancelled_at(track, request).is_none();
    track.cancels.iter().rev().take(1).find(open)
}

/// What happened if the cancellation of an awaited task also ended `track`: `ended as cancelled at 5 ms because load, which
/// it awaited, was cancelled by main`.
fn cancelled_with(wording: Wording<'_>, track: &TaskTrack, at: Instant) -> Option<String> {
    let ended = track.end_seq?;
    let was_cancelled = |task: &&TaskTrack| {
        let is_cancelled = matches!(task.end, Some((_, Outcome::Cancelled)));
        is_cancelled && task.end_seq.is_some_and(|seq| seq < ended)
    };
    let awaited = track.awaits.iter().rev().take(AWAITED);
    let mut awaited = awaited.filter_map(|awaited| wording.run.model.task(awaited.on));
    let awaited = awaited.find(was_cancelled)?;
    let task = wording.task(awaited.id);
    Some(match cancel_requests::effective_request(awaited) {
        Some(request) => {
            let done = tr!(
                "ended as cancelled at {at} because {task}, which it awaited, was cancelled",
                at,
                task
            );
            canceller::caused(done, wording, awaited, request)
        }
        None => tr!(
            "ended as cancelled at {at} because {task}, which it awaited, ended as cancelled",
            at,
            task
        ),
    })
}
