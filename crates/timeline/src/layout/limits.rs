//! The time limits of tasks, and their effects: cleanups inside of a task, and marks where work timed out.

use crate::inner_cleanup::inner_cleanups;
use crate::picture::{Cleanup, Lane, Limit, LimitEnd, Mark, MarkKind};
use crate::scale::TimeScale;
use crate::sentences::limit_sentence;
use coroscope_trace::Moment;
use coroscope_trace::time::Instant;
use coroscope_trace::track::{TaskTrack, TimeLimit};

/// How many of the limits that share a pixel are drawn.
const MAX_SAMPLES: usize = 2;
/// How many of the limits that were set before the viewport are examined.
const MAX_BEFORE: usize = 64;
/// Narrower cleanups are not drawn.
const MIN_PX: f64 = 2.0;

/// Adds a task's limits, cleanups and marks to its lane.
pub(super) fn limits(lane: &mut Lane, track: &TaskTrack, scale: &TimeScale, until: Instant) {
    cleanups(lane, track, scale, until);
    let inside = |at: Instant| scale.x(at).clamp(-1.0, scale.width() + 1.0);
    let last_seen = scale.to().min(until);
    let all = &track.limits;
    let end = all.partition_point(|limit| limit.set <= last_seen);
    // A limit that was set before can be in the viewport.
    let before = all.partition_point(|limit| limit.set < scale.from());
    let first = before.saturating_sub(MAX_BEFORE);
    let is_seen = |at: &Instant| (scale.from()..=scale.to()).contains(at);
    let visible = scale.by_pixel(before..end, |place| all[place].set);
    let visible = visible.flat_map(|(_, here)| here.take(MAX_SAMPLES));
    for index in (first..before).chain(visible) {
        let limit = &all[index];
        let expired = limit.expired.filter(|at| *at <= until);
        let ended = limit.ended.filter(|at| *at <= until);
        if limit.deadline < scale.from() && ended.is_none_or(|at| at < scale.from()) {
            continue;
        }
        lane.limits.push(Limit {
            from: inside(limit.set),
            x: inside(limit.deadline),
            has_flag: is_seen(&limit.deadline),
            end: match (expired, ended) {
                (Some(_), ended) => LimitEnd::Expired(ended.map(inside)),
                (None, Some(ended)) => LimitEnd::Kept(inside(ended)),
                (None, None) => LimitEnd::Open,
            },
            index,
        });
        if let Some(at) = expired.and(ended).filter(is_seen) {
            lane.marks.push(timed_out(track, limit, at, scale));
        }
    }
}

fn timed_out(track: &TaskTrack, limit: &TimeLimit, at: Instant, scale: &TimeScale) -> Mark {
    let seq = track.spans.begun_by(at).checked_sub(1);
    let seq = seq
        .and_then(|last| track.spans.get(last))
        .map(|span| span.seq);
    Mark {
        kind: MarkKind::TimedOut,
        x: scale.x(at),
        moment: Moment {
            seq: seq.unwrap_or_default(),
            at,
        },
        text: limit_sentence(limit),
        merged: 1,
    }
}

fn cleanups(lane: &mut Lane, track: &TaskTrack, scale: &TimeScale, until: Instant) {
    let inside = |at: Instant| scale.x(at).clamp(-1.0, scale.width() + 1.0);
    for cleanup in inner_cleanups(track) {
        let to = cleanup.to.map_or(until, |to| to.min(until));
        if cleanup.from >= to || cleanup.from > scale.to() || to < scale.from() {
            continue;
        }
        let (x, to) = (inside(cleanup.from), inside(to));
        if to - x >= MIN_PX {
            lane.cleanups.push(Cleanup {
                x,
                width: to - x,
                span: cleanup.span,
            });
        }
    }
}
