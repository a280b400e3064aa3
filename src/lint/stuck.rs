//! Moments at which nothing could continue, and what each task waited for then.

use super::Run;
use crate::time::Instant;
use crate::trace::track::{Level, ResourceTrack, Span, SpanState, TaskTrack, Waited};
use crate::trace::{EventKind, ResourceKind, TaskId, WaitReason};
use rustc_hash::FxHashMap;

/// How many events between the end of a pass and a cancellation are looked at.
const FAR: u64 = 1000;
/// A main task that ended this many passes ago, or fewer, stopped the loop.
const PASSES_TO_STOP: usize = 2;

/// A moment at which no task was ready and no timer was pending.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standstill {
    pub(super) at: Instant,
    /// The last event before it, or the event that reports it.
    pub(super) seq: u64,
    /// Whether the engine reported it: then nothing from outside was pending either.
    pub(super) is_certain: bool,
}

/// A task that waits, and will wait for ever.
#[derive(Clone)]
pub(super) struct Stuck {
    pub(super) task: TaskId,
    pub(super) waited: Waited,
    /// The stuck ones that it waits for.
    pub(super) on: Vec<usize>,
}

/// The moments at which nothing could continue, in order.
pub(super) fn standstills(run: &Run) -> Vec<Standstill> {
    let reported = run.model.deadlocks.iter().map(|(at, seq)| Standstill {
        at: *at,
        seq: *seq,
        is_certain: true,
    });
    let mut all: Vec<Standstill> = reported.collect();
    // An engine that numbers calls also reports each deadlock.
    let reports = (run.model.tasks().iter()).any(|track| !track.calls.is_empty());
    if !reports {
        all.extend(before_cancels(run));
        all.extend(at_the_end(run));
        all.sort_by_key(|still| still.seq);
    }
    all
}

/// The last pass, where it left nothing to do.
fn at_the_end(run: &Run) -> Option<Standstill> {
    let pass = run.model.passes.last()?;
    let is_still = pass.to.is_some() && pass.ready_after == 0 && pass.timers_after == 0;
    is_still.then_some(Standstill {
        at: pass.to?,
        seq: run.model.next_seq().checked_sub(1)?,
        is_certain: false,
    })
}

/// The passes that left nothing to do, where the next thing that happened was a cancellation by no task: the
/// reader stopped the run, or an engine ended it.
fn before_cancels(run: &Run) -> Vec<Standstill> {
    let tracks = run.model.tasks().iter();
    let cancels = tracks.flat_map(|track| &track.cancels);
    let mut cancels: Vec<u64> = (cancels.filter(|cancel| cancel.by.is_none()))
        .map(|cancel| cancel.seq)
        .collect();
    cancels.sort_unstable();
    let passes = &run.model.passes;
    let mut stills: Vec<Standstill> = Vec::new();
    let mut seen = None;
    for seq in cancels {
        let begun = passes.partition_point(|pass| pass.seq <= seq);
        let Some(index) = begun.checked_sub(1).filter(|index| seen != Some(*index)) else {
            continue;
        };
        seen = Some(index);
        let pass = &passes[index];
        let is_still = pass.ready_after == 0 && pass.timers_after == 0;
        if let (Some(at), true, true) = (pass.to, is_still, comes_next(run, seq))
            && main_goes_on(run, index, seq)
        {
            stills.push(Standstill {
                at,
                seq: seq - 1,
                is_certain: false,
            });
        }
    }
    stills
}

/// Whether nothing happened between the end of a pass and this cancellation.
fn comes_next(run: &Run, seq: u64) -> bool {
    let before = (seq.saturating_sub(FAR)..seq).rev();
    for event in before.map_while(|seq| run.log.get(seq)) {
        match event.kind {
            EventKind::PassEnded { .. } => return true,
            EventKind::Printed { .. }
            | EventKind::Noted { .. }
            | EventKind::CancelRequested { .. } => {}
            _ => return false,
        }
    }
    false
}

/// Whether the loop was stopped from outside, and not by the end of its main task.
fn main_goes_on(run: &Run, pass: usize, seq: u64) -> bool {
    let first = &run.model.passes[(pass + 1).saturating_sub(PASSES_TO_STOP)];
    let mut goes_on = false;
    for track in run.model.tasks().iter().filter(|it| it.parent.is_none()) {
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

/// All tasks that have not ended, where none of them can ever continue.
pub(super) fn stuck(run: &Run, still: Standstill) -> Option<Vec<Stuck>> {
    let mut stuck = Vec::new();
    for track in run.model.tasks() {
        let is_alive = track.spans.first().is_some_and(|it| it.seq <= still.seq)
            && !track.has_ended_at_seq(still.seq);
        if !is_alive || (track.is_thread && still.is_certain) {
            continue;
        }
        let Some(waited) = waits_inside(track, run, still)? else {
            continue;
        };
        stuck.push(Stuck {
            task: track.id,
            waited,
            on: Vec::new(),
        });
    }
    let index: FxHashMap<TaskId, usize> = stuck.iter().map(|it| it.task).zip(0..).collect();
    for it in &mut stuck {
        let on = waits_for(run, it.task, it.waited.on, still.seq);
        it.on = (on.iter())
            .filter_map(|task| index.get(task).copied())
            .collect();
    }
    (!stuck.is_empty()).then_some(stuck)
}

/// The place of the span that a task was in.
fn span_index(track: &TaskTrack, seq: u64) -> Option<usize> {
    let begun = track.spans.partition_point(|span| span.seq <= seq);
    begun.checked_sub(1)
}

/// What a task waits for. None where it does not wait, or something outside of the run may wake it; where nothing
/// can come from outside, the inner none is a wait for something that the log does not name.
pub(super) fn waits_inside(
    track: &TaskTrack,
    run: &Run,
    still: Standstill,
) -> Option<Option<Waited>> {
    let index = span_index(track, still.seq)?;
    let last = track.spans.get(index).filter(is_waiting)?;
    if still.is_certain {
        return Some(last.waited);
    }
    let poll = index.checked_sub(1).and_then(|poll| track.spans.get(poll));
    let began = poll.map_or(last.seq, |poll| poll.seq);
    let after = track.waits.partition_point(|(seq, _)| *seq < began);
    let up_to = track.waits.partition_point(|(seq, _)| *seq <= still.seq);
    let several = track.waits.get(after..up_to).unwrap_or_default();
    let is_inside = |waited: &Waited| match waited.on {
        WaitReason::Task(_) | WaitReason::Tasks(_) => true,
        WaitReason::Resource(resource, _) => (run.model.resource(resource))
            .is_some_and(|resource| resource.kind != ResourceKind::Future),
        WaitReason::Turn | WaitReason::Timer(_) | WaitReason::Io(_) | WaitReason::Future => false,
    };
    let waited = last.waited?;
    let all = several.iter().all(|(_, waited)| is_inside(waited));
    (is_inside(&waited) && all).then_some(Some(waited))
}

fn is_waiting(span: &Span) -> bool {
    span.state == SpanState::Waiting
}

/// The tasks whose end, or whose letting go, a task waits for.
pub(super) fn waits_for(run: &Run, task: TaskId, on: WaitReason, seq: u64) -> Vec<TaskId> {
    match on {
        WaitReason::Task(other) => vec![other],
        WaitReason::Tasks(_) | WaitReason::Future => {
            let Some(track) = run.model.task(task) else {
                return Vec::new();
            };
            // A future without a name is one that gathers others only where they were awaited for it.
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
            let track = run.model.resource(resource);
            let level = track.and_then(|track| levels(track, seq).last());
            level.and_then(|level| level.holder).into_iter().collect()
        }
        _ => Vec::new(),
    }
}

/// The changes of a shared thing up to an event.
pub(super) fn levels(track: &ResourceTrack, seq: u64) -> &[Level] {
    let count = track.levels.partition_point(|level| level.seq <= seq);
    &track.levels[..count]
}
