//! Rule: nothing could go on until a timeout ended the wait.
//!
//! Looks for passes that left nothing ready and no timer but the limits of timeouts, for at least
//! [`LEAST`], where the next thing to happen was that a limit ended a wait. What the tasks waited for is told as for
//! a [deadlock](super::deadlock).
//! Silent
//! - where something from outside could have come: I/O, a thread, or in Rust a future;
//! - where an event or items were waited for and that happens more than once at the same line, as in a loop that
//!   sleeps until somebody stops it; and where the event was set later. Both show only when the run is over;
//! - where only items were waited for, as idle consumers do, unless the task that timed out then failed;
//! - about conditions, since the log does not say that they were notified;
//! - in scripts about the timeouts of `wait`, which end without a cancellation.

use super::requests::since_start;
use super::stuck::{self, Standstill, Stuck};
use super::{Finding, Kind, Language, Run, deadlock};
use crate::time::{Duration, Instant, human, ms};
use crate::trace::model::Pass;
use crate::trace::track::{Outcome, SpanState, TaskTrack};
use crate::trace::{Cause, EventKind, Op, PlaceId, ResourceKind, TaskId, WaitReason};
use rustc_hash::{FxHashMap, FxHashSet};

/// A shorter wait is not worth a word.
const LEAST: Duration = ms(200);
/// So soon after its timeout a task fails that does not handle it.
const SOON: Duration = ms(1);

/// A stretch in which only limits of timeouts were pending.
#[derive(Clone, Copy)]
struct Stall {
    from: Instant,
    to: Instant,
    /// The last event before its end.
    seq: u64,
    /// Whose wait the timeout ended, and where that was.
    task: TaskId,
    place: PlaceId,
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    let stalls: Vec<Stall> = (run.model.passes.windows(2))
        .filter_map(|pair| stall(run, &pair[0], &pair[1]))
        .collect();
    let mut times: FxHashMap<PlaceId, u32> = FxHashMap::default();
    for stall in &stalls {
        *times.entry(stall.place).or_default() += 1;
    }
    let mut long: Vec<&Stall> = (stalls.iter())
        .filter(|it| it.to - it.from >= LEAST)
        .collect();
    // The longest of each line.
    long.sort_by_key(|it| core::cmp::Reverse(it.to - it.from));
    let mut seen = FxHashSet::default();
    long.retain(|it| seen.insert(it.place));
    let long = long.into_iter().take(run.options.most);
    found.extend(long.filter_map(|stall| tell(run, stall, times[&stall.place] == 1)));
}

/// The stretch between two passes, where a timeout ended it.
fn stall(run: &Run, pass: &Pass, next: &Pass) -> Option<Stall> {
    let from = pass.to?;
    let is_stall = pass.ready_after == 0
        && pass.timers_after > 0
        && pass.timers_after == pass.timeouts_after
        && next.from > from;
    let seq = next.seq.checked_sub(1).filter(|_| is_stall)?;
    // What was woken from outside comes between the end of a pass and the beginning of the next.
    if !matches!(run.log.get(seq)?.kind, EventKind::PassEnded { .. }) {
        return None;
    }
    let task = first_to_be_cut(run, next.seq)?;
    let span = run.model.task(task)?.span_at_seq(seq)?;
    let waited = span.waited.filter(|_| span.state == SpanState::Waiting)?;
    Some(Stall {
        from,
        to: next.from,
        seq,
        task,
        place: waited.place,
    })
}

/// The first task whose wait ends in a pass, where its limit ends it: by a request to cancel, or in Rust by waking it.
fn first_to_be_cut(run: &Run, pass: u64) -> Option<TaskId> {
    let events = run.log.iter_from(pass + 1).map(|(_, event)| event.kind);
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

fn tell(run: &Run, stall: &Stall, is_only: bool) -> Option<Finding> {
    let still = Standstill {
        at: stall.from,
        seq: stall.seq,
        is_certain: run.language == Language::Python && is_closed(run, stall.seq),
    };
    let stuck = stuck::stuck(run, still)?;
    let reason = deadlock::reason(run, &stuck, still)?;
    let about: Vec<&Stuck> = reason.tasks.iter().map(|n| &stuck[*n]).collect();
    let is_idle = about.iter().all(|it| waits_to(it, &[Op::Get]));
    if is_idle && !fails(run, stall) || about.iter().any(|it| is_set_later(run, it, stall.seq)) {
        return None;
    }
    // Whether it happens again, or the event is set, shows only at the end.
    let may_be_meant = about.iter().any(|it| waits_to(it, &[Op::Get, Op::Wait]));
    let is_at_end = run.model.all_done() && !run.roots.was_stopped;
    if may_be_meant && !(is_only && is_at_end) {
        return None;
    }
    let lasted = human(stall.to - stall.from);
    let finding = deadlock::tell(run, &stuck, still, reason);
    Some(Finding {
        kind: Kind::StuckUntilTimeout,
        until: stall.to,
        title: format!("Nothing could go on for {lasted}, until a timeout"),
        sentence: format!(
            "From {} to {} nothing could go on, and only a timeout was pending. {}",
            since_start(stall.from),
            since_start(stall.to),
            finding.sentence
        ),
        ..finding
    })
}

/// Whether nothing could come from outside: no task waits for I/O, and no thread runs.
fn is_closed(run: &Run, seq: u64) -> bool {
    let tasks = run.model.tasks().iter();
    let mut alive = tasks.filter(|track| {
        let begun = track.spans.first().is_some_and(|first| first.seq <= seq);
        begun && !track.has_ended_at_seq(seq)
    });
    alive.all(|track| !track.is_thread && !waits_for_io(track, seq))
}

fn waits_for_io(track: &TaskTrack, seq: u64) -> bool {
    let waited = track.span_at_seq(seq).and_then(|span| span.waited);
    waited.is_none_or(|waited| matches!(waited.on, WaitReason::Io(_)))
}

fn waits_to(stuck: &Stuck, wanted: &[Op]) -> bool {
    match stuck.waited.on {
        WaitReason::Resource(_, op) => wanted.contains(&op),
        WaitReason::Future => wanted.contains(&Op::Wait),
        _ => false,
    }
}

/// Whether the task that timed out did not handle that.
fn fails(run: &Run, stall: &Stall) -> bool {
    let end = run.model.task(stall.task).and_then(|track| track.end);
    end.is_some_and(|(at, outcome)| {
        matches!(outcome, Outcome::Failed(_)) && at >= stall.to && at - stall.to <= SOON
    })
}

/// Whether an event that a task waited for was set after all.
fn is_set_later(run: &Run, stuck: &Stuck, seq: u64) -> bool {
    let WaitReason::Resource(resource, Op::Wait) = stuck.waited.on else {
        return false;
    };
    // The log does not say that a condition was notified.
    let known = run.model.resource(resource);
    let Some(track) = known.filter(|it| it.kind != ResourceKind::Condition) else {
        return true;
    };
    let after = track.levels.partition_point(|level| level.seq <= seq);
    let before = after.checked_sub(1).map_or(0, |n| track.levels[n].level);
    let mut later = track.levels[after..].iter();
    later.any(|level| level.level > before)
}
