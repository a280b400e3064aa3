//! Rule: a semaphore was held around `gather`, so it limits nothing inside.
//!
//! A task took a permit of a semaphore with several, spawned more tasks than there are permits, and waited for them all
//! while it held the permit. In the whole run nobody else took a permit or waited for one. Tells only when the run is
//! over, because until then somebody may. Silent about semaphores with one permit, which keep whole batches apart, and
//! where any other task used the semaphore: then it limits those.

use super::hands::running;
use super::{Advice, Finding, Kind, Run, ledger};
use crate::trace::track::{Level, ResourceTrack, Span, SpanState, TaskTrack};
use crate::trace::{ResourceKind, TaskId, WaitReason};

const ADVICE: Advice = Advice {
    python: "Take the permit inside each of the tasks: `async with` the semaphore in the coroutine that is passed to \
             gather().",
    rust: "Take the permit inside each of the tasks, and not around gather.",
};

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    if !run.model.all_done() {
        return;
    }
    let tracks = run.model.resources().iter();
    let told = tracks.filter_map(|track| around(run, track));
    found.extend(told.take(run.options.most));
}

fn around(run: &Run, track: &ResourceTrack) -> Option<Finding> {
    let is_limiter = track.kind == ResourceKind::Semaphore && track.capacity > 1;
    let changes = is_limiter.then(|| ledger::permit_changes(track, &track.levels))?;
    let (first, rest) = changes.split_first()?;
    let holder = run.model.task(running(run.log, first.seq)?)?;
    if !is_used_by_one(run, changes, holder.id) || first.level >= track.capacity {
        return None;
    }
    let until = rest.first().map_or(u64::MAX, |level| level.seq);
    let (span, children) = gathered(run, holder, first.seq, until, track.capacity)?;
    let waited = span.waited?;
    let limit = track.capacity;
    let semaphore = run.words.resource(track.id);
    Some(Finding {
        kind: Kind::LimiterAroundGather,
        at: first.at,
        until: span.to.unwrap_or(run.model.now()),
        tasks: vec![holder.id],
        victims: Vec::new(),
        places: vec![waited.place],
        resource: Some(track.id),
        title: format!(
            "A semaphore for {limit} did not limit {} tasks",
            children.len()
        ),
        sentence: format!(
            "{} took one permit of {semaphore} and then waited for {} tasks at once{}. None of those took a permit, so \
             all ran at the same time, though the limit is {limit}.",
            run.words.task(holder.id),
            children.len(),
            run.words.in_lines(&[waited.place]),
        ),
        advice: run.advise(ADVICE),
    })
}

/// Whether nobody but this task took a permit or gave one back, and nobody waited for one.
fn is_used_by_one(run: &Run, changes: &[Level], task: TaskId) -> bool {
    let by_it = |level: &Level| level.takers == 0 && running(run.log, level.seq) == Some(task);
    changes.iter().all(by_it)
}

/// The wait for more tasks than `limit` that a task spawned itself between two events, and those.
fn gathered(
    run: &Run,
    holder: &TaskTrack,
    from: u64,
    until: u64,
    limit: u32,
) -> Option<(Span, Vec<TaskId>)> {
    let first = holder.spans.partition_point(|span| span.seq <= from);
    for index in first..holder.spans.len() {
        let span = holder.spans.get(index).filter(|span| span.seq < until)?;
        let on = span.waited.map(|waited| waited.on);
        let (SpanState::Waiting, Some(WaitReason::Tasks(count))) = (span.state, on) else {
            continue;
        };
        let awaits = holder.awaits.iter();
        let awaited = awaits.filter(|it| it.seq > from && it.seq < span.seq);
        let spawned_since = |task: &TaskId| {
            let track = run.model.task(*task);
            let spawned = track.and_then(|track| track.spans.first());
            track.is_some_and(|track| track.parent == Some(holder.id))
                && spawned.is_some_and(|span| span.seq > from)
        };
        let children: Vec<TaskId> = awaited.map(|it| it.on).filter(spawned_since).collect();
        if count > limit && children.len() > limit as usize {
            return Some((span, children));
        }
    }
    None
}
