//! How busy the machine was with other things, as far as the log shows.
//!
//! On the real clock a poll can take long because the machine runs something else meanwhile. Timers show how often
//! that was so: one that came due while the loop was idle should have fired at once. On the virtual clock none is
//! late.

use super::Run;
use super::polls::Poll;
use crate::time::Duration;
use crate::trace::track::{SpanState, WokenBy};
use crate::trace::{PlaceId, SpanKind, WaitKind, WaitReason};

/// How many timers are looked at, and how many say something.
const LOOKED_AT: usize = 256;
const ENOUGH: usize = 5;
/// A poll must have taken this many times as long as timers were late.
const TIMES: u32 = 4;
/// A poll of this many times the limit is no accident.
const CLEAR: u32 = 4;
/// How many other polls between the same lines show how long they usually take.
const OTHERS: usize = 3;
/// Usual polls take at most this part of one that was interrupted.
const PART: u32 = 5;

/// What the machine did beside the program.
pub(super) struct Noise {
    /// How late nine of ten timers were at most.
    late: Duration,
    is_real_clock: bool,
}

impl Noise {
    pub(super) fn of(run: &Run) -> Noise {
        let mut late = Vec::new();
        let tasks = run.model.tasks();
        let each = (LOOKED_AT / tasks.len().max(1)).max(4);
        for track in tasks {
            let spans = track.spans.packed_iter().enumerate();
            let timers =
                spans.filter(|(_, span)| span.kind() == SpanKind::Waiting(WaitKind::Timer));
            for (index, _) in timers.take(each) {
                late.extend(track.spans.get(index).and_then(|span| lateness(run, &span)));
            }
            if late.len() >= LOOKED_AT {
                break;
            }
        }
        late.sort_unstable();
        let is_real_clock = late.last().is_some_and(|late| !late.is_zero());
        let nine_of_ten = match late.len() {
            ..ENOUGH => Duration::ZERO,
            many => late[(many * 9 / 10).min(many - 1)],
        };
        Noise {
            late: nine_of_ten,
            is_real_clock,
        }
    }

    /// The length from which on a poll is told, where `limit` is that on a quiet machine.
    pub(super) fn limit(&self, limit: Duration) -> Duration {
        limit.max(self.late * TIMES)
    }

    /// Whether a long poll stands alone among short ones of the same task between the same lines, and is not much
    /// longer than the limit: then it was interrupted.
    pub(super) fn is_accident(&self, run: &Run, poll: &Poll, limit: Duration) -> bool {
        let lasted = poll.to - poll.from;
        let Some(track) = run.model.task(poll.task) else {
            return false;
        };
        if !self.is_real_clock || lasted >= limit * CLEAR {
            return false;
        }
        let mut usual = 0;
        for (index, span) in track.spans.packed_iter().enumerate() {
            if !span.is_running() || span.seq() == poll.seq {
                continue;
            }
            let place = |wait: u32| track.spans.waited(wait).map(|waited| waited.place);
            let next = track.spans.get(index + 1).and_then(|next| next.waited);
            let after: Option<PlaceId> = next.map(|waited| waited.place);
            if place(span.wait()).or(track.place) != poll.before || after != poll.after {
                continue;
            }
            let to = track.spans.to(index).unwrap_or(run.model.now());
            if (to - span.from()) * PART > lasted {
                return false;
            }
            usual += 1;
        }
        usual >= OTHERS
    }
}

/// How late a timer fired that came due while the loop was idle.
fn lateness(run: &Run, span: &crate::trace::track::Span) -> Option<Duration> {
    let (Some(waited), Some(WokenBy::Timer), Some(to)) = (span.waited, span.woken_by, span.to)
    else {
        return None;
    };
    let WaitReason::Timer(delay) = waited.on else {
        return None;
    };
    if span.state != SpanState::Waiting {
        return None;
    }
    let due = span.from + delay.get()?;
    let passes = &run.model.passes;
    let woken_in = passes
        .partition_point(|pass| pass.from <= to)
        .checked_sub(1)?;
    let before = woken_in.checked_sub(1).and_then(|pass| passes[pass].to);
    let was_idle = before.is_none_or(|before| before <= due);
    was_idle.then(|| to - due.min(to))
}
