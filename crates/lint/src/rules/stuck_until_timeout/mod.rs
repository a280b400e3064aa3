//! Rule: no task could continue until a timeout ended the wait.
//!
//! Also about timeouts that were [spent waiting](spent_waiting) for a lock. Looks for stretches of at least [`MIN_LENGTH`] in which nothing was ready and only timeouts were pending, and which a timeout
//! ended. The reasons are given as for a [deadlock](super::deadlock).
//! Silent
//! - if something from outside could have come: I/O, a thread, or in Rust a future;
//! - if tasks waited for an event or items and that happens more than once at the same line, as in a loop that sleeps
//!   until it is stopped; and if the event was set later. Both show only when the run is over;
//! - if tasks waited only for items, as idle consumers do, unless the task that timed out then failed;
//! - about conditions, since the log does not say that they were notified;
//! - in scripts about the timeouts of `wait`, which end without a cancellation.

mod spent_waiting;

use super::deadlock;
use crate::requests::since_start;
use crate::stuck::{self, Stall, StuckTask};
use crate::{Finding, FindingKind, Language, LintContext, Rule};
use coroscope_trace::model::Pass;
use coroscope_trace::sort;
use coroscope_trace::time::{Duration, Instant, human, ms};
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{Cause, EventKind, Op, Outcome, PlaceId, ResourceKind, TaskId, WaitReason};
use coroscope_wording::tr;
use rustc_hash::{FxHashMap, FxHashSet};

impl FindingKind {
    /// No task could continue until a timeout ended the wait.
    pub const STUCK_UNTIL_TIMEOUT: FindingKind = FindingKind::new("stuck-until-timeout");
}

/// Minimum length of a reported stretch.
const MIN_LENGTH: Duration = ms(200);
/// A task that fails this soon after its timeout does not handle it.
const SOON: Duration = ms(1);

/// A stretch in which only timeouts were pending.
#[derive(Clone, Copy)]
struct TimeoutStall {
    from: Instant,
    to: Instant,
    /// The last event before its end.
    seq: u64,
    /// The task whose wait the timeout ended, and its place.
    task: TaskId,
    place: PlaceId,
}

#[derive(Default)]
pub(super) struct StuckUntilTimeout;

impl Rule for StuckUntilTimeout {
    fn kind(&self) -> FindingKind {
        FindingKind::STUCK_UNTIL_TIMEOUT
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let stalls: Vec<TimeoutStall> = (cx.run.model.passes.windows(2))
            .filter_map(|pair| stall(cx, &pair[0], &pair[1]))
            .collect();
        let mut times: FxHashMap<PlaceId, u32> = FxHashMap::default();
        for stall in &stalls {
            *times.entry(stall.place).or_default() += 1;
        }
        let mut long: Vec<&TimeoutStall> = (stalls.iter())
            .filter(|it| it.to - it.from >= MIN_LENGTH)
            .collect();
        // Keep the longest per line.
        sort::by_key(&mut long, |it| core::cmp::Reverse(it.to - it.from));
        let mut seen = FxHashSet::default();
        long.retain(|it| seen.insert(it.place));
        let long = long.into_iter().take(cx.options.max_per_kind);
        found.extend(long.filter_map(|stall| report(cx, stall, times[&stall.place] == 1)));
        spent_waiting::find(cx, found);
    }
}

/// The stretch between two passes, if a timeout ended it.
fn stall(cx: &LintContext, pass: &Pass, next: &Pass) -> Option<TimeoutStall> {
    let from = pass.to?;
    let is_stall = pass.ready_after == 0
        && pass.timers_after > 0
        && pass.timers_after == pass.timeouts_after
        && next.from > from;
    let seq = next.seq.checked_sub(1).filter(|_| is_stall)?;
    // Wakes from outside come between the end of a pass and the beginning of the next.
    if !matches!(cx.run.log.get(seq)?.kind, EventKind::PassEnded { .. }) {
        return None;
    }
    let task = first_timed_out(cx, next.seq)?;
    let span = cx.run.model.task(task)?.span_at_seq(seq)?;
    let waited = span.waited.filter(|_| span.state.is_waiting())?;
    Some(TimeoutStall {
        from,
        to: next.from,
        seq,
        task,
        place: waited.place,
    })
}

/// The first task whose wait ends in a pass by a timeout: through a request to cancel, or in Rust through a wake.
fn first_timed_out(cx: &LintContext, pass: u64) -> Option<TaskId> {
    let events = cx.run.log.iter_from(pass + 1).map(|(_, event)| event.kind);
    for kind in events {
        match kind {
            EventKind::CancelRequested { task, by: None, .. } => return Some(task),
            EventKind::TaskWoken { task, by } => return (by == Cause::Timer).then_some(task),
            EventKind::PollBegun { .. } | EventKind::PassEnded { .. } => return None,
            _ => {}
        }
    }
    None
}

fn report(cx: &LintContext, stall: &TimeoutStall, is_only: bool) -> Option<Finding> {
    let moment = Stall {
        at: stall.from,
        seq: stall.seq,
        is_certain: cx.language == Language::Python && is_closed(cx, stall.seq),
    };
    let stuck = stuck::stuck(cx, moment)?;
    let reason = deadlock::reason(cx, &stuck, moment)?;
    let about: Vec<&StuckTask> = reason.tasks.iter().map(|n| &stuck[*n]).collect();
    let is_idle = about.iter().all(|it| waits_to(it, &[Op::Get]));
    if is_idle && !fails(cx, stall) || about.iter().any(|it| is_set_later(cx, it, stall.seq)) {
        return None;
    }
    // Whether it repeats, or the event is set, shows only at the end.
    let may_be_meant = about.iter().any(|it| waits_to(it, &[Op::Get, Op::Wait]));
    let is_at_end = cx.run.model.all_done() && !cx.roots.was_stopped;
    if may_be_meant && !(is_only && is_at_end) {
        return None;
    }
    let lasted = human(stall.to - stall.from);
    let finding = deadlock::report(cx, &stuck, moment, reason);
    Some(Finding {
        kind: FindingKind::STUCK_UNTIL_TIMEOUT,
        until: stall.to,
        title: tr!(
            "Nothing could continue for {lasted}, until a timeout",
            lasted
        ),
        sentence: format!(
            "{} {}",
            tr!(
                "From {from} to {to}, nothing could continue, and only a timeout was pending.",
                from = since_start(stall.from),
                to = since_start(stall.to)
            ),
            finding.sentence
        ),
        ..finding
    })
}

/// Whether nothing could come from outside: no task waits for I/O, and no thread runs.
fn is_closed(cx: &LintContext, seq: u64) -> bool {
    let tasks = cx.run.model.tasks().iter();
    let mut alive = tasks.filter(|track| {
        let begun = track.spans.first().is_some_and(|first| first.seq <= seq);
        begun && !track.has_ended_at_seq(seq)
    });
    alive.all(|track| track.is_task() && !waits_for_io(track, seq))
}

fn waits_for_io(track: &TaskTrack, seq: u64) -> bool {
    let waited = track.span_at_seq(seq).and_then(|span| span.waited);
    waited.is_none_or(|waited| matches!(waited.on, WaitReason::Io(_)))
}

fn waits_to(stuck: &StuckTask, wanted: &[Op]) -> bool {
    match stuck.waited.on {
        WaitReason::Resource(_, op) => wanted.contains(&op),
        WaitReason::Future => wanted.contains(&Op::Wait),
        _ => false,
    }
}

/// Whether the task did not handle its timeout.
fn fails(cx: &LintContext, stall: &TimeoutStall) -> bool {
    let end = cx.run.model.task(stall.task).and_then(|track| track.end);
    end.is_some_and(|(at, outcome)| {
        matches!(outcome, Outcome::Failed(_)) && at >= stall.to && at - stall.to <= SOON
    })
}

/// Whether an event that a task waited for was set later.
fn is_set_later(cx: &LintContext, stuck: &StuckTask, seq: u64) -> bool {
    let WaitReason::Resource(resource, Op::Wait) = stuck.waited.on else {
        return false;
    };
    // The log does not say that a condition was notified.
    let known = cx.run.model.resource(resource);
    let Some(track) = known.filter(|it| it.kind != ResourceKind::Condition) else {
        return true;
    };
    let after = track.levels.partition_point(|level| level.seq <= seq);
    let before = after.checked_sub(1).map_or(0, |n| track.levels[n].level);
    let mut later = track.levels[after..].iter();
    later.any(|level| level.level > before)
}
