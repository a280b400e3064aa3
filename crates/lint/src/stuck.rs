//! Stalls: moments at which no task could continue, and what each task waited for.

use super::LintContext;
use coroscope_trace::sort;
use coroscope_trace::time::Instant;
use coroscope_trace::track::{Level, ResourceTrack, Span, TaskTrack, Waited};
use coroscope_trace::{EventKind, ResourceKind, TaskId, WaitReason};
use rustc_hash::FxHashMap;

/// How many events between the end of a pass and a cancellation are examined.
const FAR: u64 = 1000;
/// A main task that ended at most this many passes ago stopped the loop.
const PASSES_TO_STOP: usize = 2;

/// A moment at which no task was ready and no timer was pending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Stall {
    pub(super) at: Instant,
    /// The last event before it, or the event that reports it.
    pub(super) seq: u64,
    /// Whether the engine reported it: then nothing from outside was pending either.
    pub(super) is_certain: bool,
}

/// A task that waits forever.
#[derive(Clone)]
pub(super) struct StuckTask {
    pub(super) task: TaskId,
    pub(super) waited: Waited,
    /// The stuck tasks that it waits for, as indexes.
    pub(super) on: Vec<usize>,
}

/// All stalls, in order.
pub(super) fn stalls(cx: &LintContext) -> Vec<Stall> {
    let reported = cx.run.model.deadlocks.iter().map(|(at, seq)| Stall {
        at: *at,
        seq: *seq,
        is_certain: true,
    });
    let mut all: Vec<Stall> = reported.collect();
    // An engine that numbers calls also reports each deadlock.
    let reports = (cx.run.model.tasks().iter()).any(|track| !track.calls.is_empty());
    if !reports {
        all.extend(before_cancels(cx));
        all.extend(at_the_end(cx));
        sort::by_key(&mut all, |stall| stall.seq);
    }
    all
}

/// The end of the log, if the last pass left nothing to do.
fn at_the_end(cx: &LintContext) -> Option<Stall> {
    let pass = cx.run.model.passes.last()?;
    let is_stalled = pass.to.is_some() && pass.ready_after == 0 && pass.timers_after == 0;
    is_stalled.then_some(Stall {
        at: pass.to?,
        seq: cx.run.model.next_seq().checked_sub(1)?,
        is_certain: false,
    })
}

/// The ends of passes that left nothing to do, if the next event was a cancellation from outside: the reader stopped the
/// run, or an engine ended it.
fn before_cancels(cx: &LintContext) -> Vec<Stall> {
    let tracks = cx.run.model.tasks().iter();
    let cancels = tracks.flat_map(|track| &track.cancels);
    let mut cancels: Vec<u64> = (cancels.filter(|cancel| cancel.by.is_none()))
        .map(|cancel| cancel.seq)
        .collect();
    cancels.sort_unstable();
    let passes = &cx.run.model.passes;
    let mut stalls_found: Vec<Stall> = Vec::new();
    let mut seen = None;
    for seq in cancels {
        let begun = passes.partition_point(|pass| pass.seq <= seq);
        let Some(index) = begun.checked_sub(1).filter(|index| seen != Some(*index)) else {
            continue;
        };
        seen = Some(index);
        let pass = &passes[index];
        let is_stalled = pass.ready_after == 0 && pass.timers_after == 0;
        if let (Some(at), true, true) = (pass.to, is_stalled, comes_next(cx, seq))
            && main_goes_on(cx, index, seq)
        {
            stalls_found.push(Stall {
                at,
                seq: seq - 1,
                is_certain: false,
            });
        }
    }
    stalls_found
}

/// Whether nothing happened between the end of a pass and this cancellation.
fn comes_next(cx: &LintContext, seq: u64) -> bool {
    let before = (seq.saturating_sub(FAR)..seq).rev();
    for event in before.map_while(|seq| cx.run.log.get(seq)) {
        match event.kind {
            EventKind::PassEnded { .. } => return true,
            EventKind::Printed { .. }
            | EventKind::Noted { .. }
            | EventKind::PointRecorded { .. }
            | EventKind::CancelRequested { .. } => {}
            _ => return false,
        }
    }
    false
}

/// Whether the loop was stopped from outside, and not by the end of its main task.
fn main_goes_on(cx: &LintContext, pass: usize, seq: u64) -> bool {
    let first = &cx.run.model.passes[(pass + 1).saturating_sub(PASSES_TO_STOP)];
    let mut goes_on = false;
    for track in cx.run.model.tasks().iter().filter(|it| it.parent.is_none()) {
        match track.end_seq {
            Some(end) if end < seq => {
                if end >= first.seq {
                    return false;
                }
            }
            _ => goes_on |= track.spans.first().is_some_and(|span| span.seq < seq),
        }
    }
    goes_on
}

/// All tasks that have not ended, if none of them can ever continue.
pub(super) fn stuck(cx: &LintContext, stall: Stall) -> Option<Vec<StuckTask>> {
    let mut stuck = Vec::new();
    for track in cx.run.model.tasks() {
        let is_alive = track.spans.first().is_some_and(|it| it.seq <= stall.seq)
            && !track.has_ended_at_seq(stall.seq);
        if !is_alive || track.is_callback || (track.is_thread && stall.is_certain) {
            continue;
        }
        let Some(waited) = waits_inside(track, cx, stall)? else {
            continue;
        };
        stuck.push(StuckTask {
            task: track.id,
            waited,
            on: Vec::new(),
        });
    }
    let index: FxHashMap<TaskId, usize> = stuck.iter().map(|it| it.task).zip(0..).collect();
    for it in &mut stuck {
        let on = waits_for(cx, it.task, it.waited.on, stall.seq);
        it.on = (on.iter())
            .filter_map(|task| index.get(task).copied())
            .collect();
    }
    (!stuck.is_empty()).then_some(stuck)
}

/// Whether a task is among the stuck ones.
pub(super) fn is_stuck(stuck: &[StuckTask], task: &TaskId) -> bool {
    stuck.iter().any(|it| it.task == *task)
}

/// The index of the span that a task was in.
fn span_index(track: &TaskTrack, seq: u64) -> Option<usize> {
    let begun = track.spans.partition_point(|span| span.seq <= seq);
    begun.checked_sub(1)
}

/// What a task waits for. `None` if it does not wait, or if something outside the run may wake it. If nothing can come
/// from outside, `Some(None)` is a wait for something that the log does not name.
pub(super) fn waits_inside(
    track: &TaskTrack,
    cx: &LintContext,
    stall: Stall,
) -> Option<Option<Waited>> {
    let index = span_index(track, stall.seq)?;
    let last = track.spans.get(index).filter(is_waiting)?;
    if stall.is_certain {
        return Some(last.waited);
    }
    let poll = index.checked_sub(1).and_then(|poll| track.spans.get(poll));
    let began = poll.map_or(last.seq, |poll| poll.seq);
    let after = track.waits.partition_point(|(seq, _)| *seq < began);
    let up_to = track.waits.partition_point(|(seq, _)| *seq <= stall.seq);
    let several = track.waits.get(after..up_to).unwrap_or_default();
    let is_inside = |waited: &Waited| match waited.on {
        WaitReason::Task(_) | WaitReason::Tasks(_) => true,
        WaitReason::Resource(resource, _) => (cx.run.model.resource(resource))
            .is_some_and(|resource| resource.kind != ResourceKind::Future),
        WaitReason::Turn | WaitReason::Timer(_) | WaitReason::Io(_) | WaitReason::Future => false,
    };
    let waited = last.waited?;
    let all = several.iter().all(|(_, waited)| is_inside(waited));
    (is_inside(&waited) && all).then_some(Some(waited))
}

fn is_waiting(span: &Span) -> bool {
    span.state.is_waiting()
}

/// The tasks whose end or release of a resource a task waits for.
pub(super) fn waits_for(cx: &LintContext, task: TaskId, on: WaitReason, seq: u64) -> Vec<TaskId> {
    match on {
        WaitReason::Task(other) => vec![other],
        WaitReason::Tasks(_) | WaitReason::Future => {
            let Some(track) = cx.run.model.task(task) else {
                return Vec::new();
            };
            // An unnamed future may be a gathering one: only if tasks were awaited for it.
            let from = match on {
                WaitReason::Tasks(_) => 0,
                _ => span_index(track, seq)
                    .and_then(|index| track.spans.get(index.checked_sub(1)?))
                    .map_or(seq, |poll| poll.seq),
            };
            let awaits = track.awaits.iter();
            let now = awaits.filter(|it| it.seq >= from && it.seq <= seq);
            let mut others: Vec<TaskId> = now.map(|it| it.on).collect();
            others.dedup();
            others
        }
        WaitReason::Resource(resource, _) => {
            let track = cx.run.model.resource(resource);
            let level = track.and_then(|track| levels(track, seq).last());
            level.and_then(|level| level.holder).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The changes of a resource up to an event.
pub(super) fn levels(track: &ResourceTrack, seq: u64) -> &[Level] {
    let count = track.levels.partition_point(|level| level.seq <= seq);
    &track.levels[..count]
}
