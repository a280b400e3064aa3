//! Circles of tasks that wait for each other while the rest of the program goes on.
//!
//! Nobody in such a circle can continue by itself: it lasts until one of them is cancelled, or to the end of the log. So
//! it is enough to look at the waits that ended so, or have not ended.

use super::Run;
use super::stuck::{Standstill, Stuck, waits_for, waits_inside};
use crate::time::Instant;
use crate::trace::track::{SpanState, TaskTrack};
use crate::trace::{ResourceKind, TaskId, WaitReason};

/// How long the circles are that are looked for.
const LONGEST: usize = 64;

/// A circle, the first of which waits for the second and the last for the first.
pub(super) struct Partial {
    pub(super) stuck: Vec<Stuck>,
    /// When its last wait began, and the last event at which it was whole.
    pub(super) from: Instant,
    pub(super) seq: u64,
}

/// Each circle once.
pub(super) fn find(run: &Run) -> Vec<Partial> {
    let mut found: Vec<Partial> = Vec::new();
    let end = run.model.next_seq().saturating_sub(1);
    let mut look = |track: &TaskTrack, seq: u64| {
        let is_known = |circle: &Partial| circle.stuck.iter().any(|it| it.task == track.id);
        if found.len() < run.options.most && !found.iter().any(is_known) {
            found.extend(circle(run, track.id, seq));
        }
    };
    for track in run.model.tasks() {
        for cancel in &track.cancels {
            look(track, cancel.seq.saturating_sub(1));
        }
        if track.end.is_none() {
            look(track, end);
        }
    }
    found
}

/// The circle that a task is in at an event; none where it is in none.
fn circle(run: &Run, first: TaskId, seq: u64) -> Option<Partial> {
    let mut stuck: Vec<Stuck> = Vec::new();
    let (mut task, mut from) = (first, Instant::ZERO);
    while stuck.len() < LONGEST {
        let track = run.model.task(task)?;
        let span = track.span_at_seq(seq)?;
        if span.state != SpanState::Waiting || track.has_ended_at_seq(seq) {
            return None;
        }
        // Cheap, and enough for most: they wait for something else.
        let waited = span.waited.filter(|waited| is_for_one(run, waited.on))?;
        let still = Standstill {
            at: span.from,
            seq,
            is_certain: false,
        };
        waits_inside(track, run, still)?;
        from = from.max(span.from);
        let next = *waits_for(run, task, waited.on, seq).first()?;
        let on = vec![stuck.len() + 1];
        stuck.push(Stuck { task, waited, on });
        if next == first {
            return Some(Partial { stuck, from, seq });
        }
        if stuck.iter().any(|it| it.task == next) {
            return None;
        }
        task = next;
    }
    None
}

/// Whether it is a wait for what one task can bring.
fn is_for_one(run: &Run, on: WaitReason) -> bool {
    match on {
        WaitReason::Task(_) => true,
        WaitReason::Resource(resource, _) => {
            (run.model.resource(resource)).is_some_and(|track| track.kind == ResourceKind::Lock)
        }
        _ => false,
    }
}
