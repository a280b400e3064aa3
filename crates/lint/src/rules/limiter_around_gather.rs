//! Rule: a semaphore was acquired around `gather`, so it limits nothing inside.
//!
//! A task took a permit of a semaphore with several permits, spawned more tasks than there are permits, and waited for
//! them all while it held the permit. No other task in the run took a permit or waited for one. Reports only when the
//! run is over, because until then another task may. Silent about semaphores with one permit, which separate whole
//! batches, and if any other task used the semaphore: then it limits those.

use crate::holders::polled_at;
use crate::{Advice, Finding, FindingKind, LintContext, Rule, ledger};
use coroscope_trace::track::{Level, ResourceTrack, Span, TaskTrack};
use coroscope_trace::{ResourceKind, TaskId, TaskState, WaitReason};
use coroscope_wording::{text, tr_n};

impl FindingKind {
    /// A semaphore was acquired around `gather`, so it limits nothing inside.
    pub const LIMITER_AROUND_GATHER: FindingKind = FindingKind::new("limiter-around-gather");
}

const ADVICE: Advice = Advice {
    python: text!(
        "Acquire the permit inside each of the tasks: `async with` the semaphore in the coroutine that is passed to \
         gather()."
    ),
    rust: text!("Acquire the permit inside each of the tasks, not around gather."),
};

#[derive(Default)]
pub(super) struct LimiterAroundGather;

impl Rule for LimiterAroundGather {
    fn kind(&self) -> FindingKind {
        FindingKind::LIMITER_AROUND_GATHER
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        if !cx.run.model.all_done() {
            return;
        }
        let tracks = cx.run.model.resources().iter();
        let findings = tracks.filter_map(|track| around(cx, track));
        found.extend(findings.take(cx.options.max_per_kind));
    }
}

fn around(cx: &LintContext, track: &ResourceTrack) -> Option<Finding> {
    let is_limiter = track.kind == ResourceKind::Semaphore && track.capacity > 1;
    let changes = is_limiter.then(|| ledger::permit_changes(track, &track.levels))?;
    let (first, rest) = changes.split_first()?;
    let holder = cx.run.model.task(polled_at(cx.run.log, first.seq)?)?;
    if !is_used_by_one(cx, changes, holder.id) || first.level >= track.capacity {
        return None;
    }
    let until = rest.first().map_or(u64::MAX, |level| level.seq);
    let (span, children) = gathered(cx, holder, first.seq, until, track.capacity)?;
    let waited = span.waited?;
    let limit = track.capacity;
    Some(Finding {
        kind: FindingKind::LIMITER_AROUND_GATHER,
        at: first.at,
        until: span.to.unwrap_or(cx.run.model.now()),
        tasks: vec![holder.id],
        victims: Vec::new(),
        places: vec![waited.place],
        resource: Some(track.id),
        title: tr_n!(
            children.len(),
            "A semaphore for {limit} did not limit one task",
            "A semaphore for {limit} did not limit {n} tasks",
            limit
        ),
        sentence: tr_n!(
            children.len(),
            "{task} took one permit of {semaphore} and then waited for one task{line}. It did not acquire a permit, \
             although the limit is {limit}.",
            "{task} took one permit of {semaphore} and then waited for {n} tasks at once{line}. None of them acquired a \
             permit, so all ran at the same time, although the limit is {limit}.",
            task = cx.names.task(holder.id),
            semaphore = cx.names.resource(track.id),
            line = cx.names.in_lines(&[waited.place]),
            limit
        ),
        advice: cx.advice(ADVICE),
    })
}

/// Whether only this task took or released permits, and no task waited for one.
fn is_used_by_one(cx: &LintContext, changes: &[Level], task: TaskId) -> bool {
    let by_it = |level: &Level| level.takers == 0 && polled_at(cx.run.log, level.seq) == Some(task);
    changes.iter().all(by_it)
}

/// Between two events, the wait for more than `limit` tasks that the holder spawned itself, and those tasks.
fn gathered(
    cx: &LintContext,
    holder: &TaskTrack,
    from: u64,
    until: u64,
    limit: u32,
) -> Option<(Span, Vec<TaskId>)> {
    let first = holder.spans.partition_point(|span| span.seq <= from);
    for index in first..holder.spans.len() {
        let span = holder.spans.get(index).filter(|span| span.seq < until)?;
        let on = span.waited.map(|waited| waited.on);
        let (TaskState::Waiting(_), Some(WaitReason::Tasks(count))) = (span.state, on) else {
            continue;
        };
        let awaits = holder.awaits.iter();
        let awaited = awaits.filter(|it| it.seq > from && it.seq < span.seq);
        let spawned_since = |task: &TaskId| {
            let track = cx.run.model.task(*task);
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
