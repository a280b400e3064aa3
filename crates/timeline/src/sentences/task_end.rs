//! Describes how and when a task ended, and what ended it.

use super::cancel_requests;
use coroscope_trace::Outcome;
use coroscope_trace::time::Instant;
use coroscope_trace::track::{CancelRequest, TaskTrack};
use coroscope_wording::Wording;

/// How many of the tasks that a task awaited last are examined.
const AWAITED: usize = 64;

/// `done at 5 ms`, `cancelled at 2 ms by main; ended at 4 ms`.
pub(super) fn sentence(wording: Wording<'_>, track: &TaskTrack, end: (Instant, Outcome)) -> String {
    let (at, outcome) = end;
    match outcome {
        Outcome::Done => {
            let refused = refused(wording, track).unwrap_or_default();
            format!("done at {at}{refused}")
        }
        Outcome::Failed(error) => {
            let last = track.spans.last().and_then(|span| span.waited);
            let line = last.map_or(String::new(), |waited| wording.in_line(waited.place));
            let after = if line.is_empty() {
                ""
            } else {
                ", after its wait"
            };
            let error = wording.run.log.text(error);
            format!("failed at {at} with {error}{after}{line}")
        }
        Outcome::Cancelled => match cancel_requests::effective_request(track) {
            Some(request) => {
                let by = cancel_requests::cause(wording, track, request);
                match request.at == at {
                    true => format!("cancelled at {at}{by}"),
                    false => format!("cancelled at {}{by}; ended at {at}", request.at),
                }
            }
            None => match cancelled_with(wording, track) {
                Some(because) => format!("ended as cancelled at {at} because {because}"),
                None => {
                    format!("ended as cancelled at {at}, although nothing had asked it to cancel")
                }
            },
        },
    }
}

/// The request to cancel that a task refused.
fn refused(wording: Wording<'_>, track: &TaskTrack) -> Option<String> {
    let open = |request: &&CancelRequest| cancel_requests::uncancelled_at(track, request).is_none();
    let request = track.cancels.iter().rev().take(1).find(open)?;
    let by = cancel_requests::cause(wording, track, request);
    let at = request.at;
    Some(format!(", although it was asked to cancel at {at}{by}"))
}

/// The awaited task whose cancellation also ended `track`: `load, which it awaited, was cancelled by main`.
fn cancelled_with(wording: Wording<'_>, track: &TaskTrack) -> Option<String> {
    let ended = track.end_seq?;
    let was_cancelled = |task: &&TaskTrack| {
        let is_cancelled = matches!(task.end, Some((_, Outcome::Cancelled)));
        is_cancelled && task.end_seq.is_some_and(|seq| seq < ended)
    };
    let awaited = track.awaits.iter().rev().take(AWAITED);
    let mut awaited = awaited.filter_map(|awaited| wording.run.model.task(awaited.on));
    let awaited = awaited.find(was_cancelled)?;
    let by = cancel_requests::effective_request(awaited)
        .map(|request| cancel_requests::cause(wording, awaited, request));
    let name = wording.task(awaited.id);
    Some(match by {
        Some(by) => format!("{name}, which it awaited, was cancelled{by}"),
        None => format!("{name}, which it awaited, ended as cancelled"),
    })
}
