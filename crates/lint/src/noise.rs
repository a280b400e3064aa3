//! How busy the machine was with other work, as far as the log shows.
//!
//! On the real clock, a poll can take long because the machine is busy. Timers show how often: a timer that came due
//! while the loop was idle should have fired at once. On the virtual clock, timers are never late.

use super::candidates::Poll;
use coroscope_trace::sort;
use coroscope_trace::time::Duration;
use coroscope_trace::track::WokenBy;
use coroscope_trace::{PlaceId, RunView, TaskState, WaitKind, WaitReason};

/// How many timers are examined, and how many are needed for a result.
const MAX_SAMPLES: usize = 256;
const ENOUGH: usize = 5;
/// A long poll must have taken this many times as long as timers were late.
const TIMES: u32 = 4;
/// A poll this many times longer than the limit is not an accident.
const CLEAR: u32 = 4;
/// How many other polls between the same lines are needed to know their usual length.
const OTHERS: usize = 3;
/// Usual polls take at most this fraction of an interrupted one.
const PART: u32 = 5;

/// The influence of other work on the machine.
pub(super) struct Noise {
    /// The maximum lateness of nine out of ten timers.
    late: Duration,
    is_real_clock: bool,
}

impl Noise {
    pub(super) fn of(run: RunView) -> Noise {
        let mut late = Vec::new();
        let tasks = run.model.tasks();
        let each = (MAX_SAMPLES / tasks.len().max(1)).max(4);
        for track in tasks {
            let spans = track.spans.packed_iter().enumerate();
            let timers =
                spans.filter(|(_, span)| span.state() == TaskState::Waiting(WaitKind::Timer));
            for (index, _) in timers.take(each) {
                late.extend(track.spans.get(index).and_then(|span| lateness(run, &span)));
            }
            if late.len() >= MAX_SAMPLES {
                break;
            }
        }
        sort::by(&mut late, Ord::cmp);
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

    /// The minimum length of a reported poll, given the `limit` for a quiet machine.
    pub(super) fn limit(&self, limit: Duration) -> Duration {
        limit.max(self.late * TIMES)
    }

    /// Whether a long poll is the only one among short polls of the same task between the same lines, and not much longer
    /// than the limit: then it was interrupted.
    pub(super) fn is_accident(&self, run: RunView, poll: &Poll, limit: Duration) -> bool {
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
fn lateness(run: RunView, span: &coroscope_trace::track::Span) -> Option<Duration> {
    let (Some(waited), Some(WokenBy::Timer), Some(to)) = (span.waited, span.woken_by, span.to)
    else {
        return None;
    };
    let WaitReason::Timer(delay) = waited.on else {
        return None;
    };
    if !span.state.is_waiting() {
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
