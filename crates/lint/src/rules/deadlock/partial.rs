//! Wait cycles of tasks while the rest of the program continues.
//!
//! No task in such a cycle can continue by itself: it lasts until one of them is cancelled, or to the end of the log. So
//! only waits that ended so, or have not ended, are examined.

use crate::LintContext;
use crate::stuck::{Stall, StuckTask, waits_for, waits_inside};
use coroscope_trace::time::Instant;
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{ResourceKind, TaskId, WaitReason};

/// Maximum length of a cycle.
const LONGEST: usize = 64;

/// A cycle: the first task waits for the second, and the last for the first.
pub(super) struct PartialDeadlock {
    pub(super) stuck: Vec<StuckTask>,
    /// When its last wait began, and the last event at which it was complete.
    pub(super) from: Instant,
    pub(super) seq: u64,
}

/// Finds each cycle once.
pub(super) fn find(cx: &LintContext) -> Vec<PartialDeadlock> {
    let mut found: Vec<PartialDeadlock> = Vec::new();
    let end = cx.run.model.next_seq().saturating_sub(1);
    let mut look = |track: &TaskTrack, seq: u64| {
        let is_known = |cycle: &PartialDeadlock| cycle.stuck.iter().any(|it| it.task == track.id);
        if found.len() < cx.options.max_per_kind && !found.iter().any(is_known) {
            found.extend(cycle(cx, track.id, seq));
        }
    };
    for track in cx.run.model.tasks() {
        for cancel in &track.cancels {
            look(track, cancel.seq.saturating_sub(1));
        }
        if track.end.is_none() {
            look(track, end);
        }
    }
    found
}

/// The cycle that a task is in at an event; `None` if it is in none.
fn cycle(cx: &LintContext, first: TaskId, seq: u64) -> Option<PartialDeadlock> {
    let mut stuck: Vec<StuckTask> = Vec::new();
    let (mut task, mut from) = (first, Instant::ZERO);
    while stuck.len() < LONGEST {
        let track = cx.run.model.task(task)?;
        let span = track.span_at_seq(seq)?;
        if !span.state.is_waiting() || track.has_ended_at_seq(seq) {
            return None;
        }
        // This is cheap, and excludes most waits.
        let waited = span.waited.filter(|waited| is_for_one(cx, waited.on))?;
        let stall = Stall {
            at: span.from,
            seq,
            is_certain: false,
        };
        waits_inside(track, cx, stall)?;
        from = from.max(span.from);
        let next = *waits_for(cx, task, waited.on, seq).first()?;
        let on = vec![stuck.len() + 1];
        stuck.push(StuckTask { task, waited, on });
        if next == first {
            return Some(PartialDeadlock { stuck, from, seq });
        }
        if stuck.iter().any(|it| it.task == next) {
            return None;
        }
        task = next;
    }
    None
}

/// Whether a single task can end the wait.
fn is_for_one(cx: &LintContext, on: WaitReason) -> bool {
    match on {
        WaitReason::Task(_) => true,
        WaitReason::Resource(resource, _) => {
            (cx.run.model.resource(resource)).is_some_and(|track| track.kind == ResourceKind::Lock)
        }
        _ => false,
    }
}
