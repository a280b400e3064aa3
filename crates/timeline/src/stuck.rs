//! Deadlocked tasks: when the deadlock was, and the space after the end of the run in which their waits are drawn.

use super::picture::Bar;
use super::scale::TimeScale;
use coroscope_trace::time::{Duration, Instant};
use coroscope_trace::track::{Span, TaskTrack};
use coroscope_trace::{Model, Moment, WaitReason};
use coroscope_wording::{Wording, tr};

/// The space after the end is this fraction of the run.
const PART: u32 = 16;
/// The space after a run that took no time.
const MIN_ROOM: Duration = Duration::from_millis(1);
/// How many passes may follow while the tasks of a deadlocked run are cancelled.
const MAX_PASSES: usize = 64;

/// The moments at which the run was deadlocked.
pub(super) fn all(model: &Model) -> impl Iterator<Item = Moment> {
    let recorded = model.deadlocks.iter();
    let recorded = recorded.map(|(at, seq)| Moment { seq: *seq, at: *at });
    recorded.chain(at_the_end(model))
}

/// The last of these moments.
pub(super) fn last(model: &Model) -> Option<Moment> {
    all(model).last()
}

/// The end of the log, if no task can continue there: nothing is ready, no timer is pending, and all tasks wait for each
/// other or for something that only a task can change.
fn at_the_end(model: &Model) -> Option<Moment> {
    let pass = model.passes.last()?;
    if pass.to.is_none() || pass.ready_after > 0 || pass.timers_after > 0 {
        return None;
    }
    let mut living = model.tasks().iter().filter(|task| task.end.is_none());
    let mut some = false;
    let all_wait = living.all(|task| {
        some = true;
        task.spans.last().is_some_and(|span| {
            let on = span.waited.map(|waited| waited.on);
            let is_inside = matches!(
                on,
                Some(WaitReason::Task(_) | WaitReason::Tasks(_) | WaitReason::Resource(..))
            );
            span.state.is_waiting() && is_inside
        })
    });
    (some && all_wait).then(|| Moment {
        at: model.now(),
        seq: model.next_seq().saturating_sub(1),
    })
}

/// The deadlock that the run ended with: after it, no task was spawned and no timer was set.
pub(super) fn final_deadlock(model: &Model) -> Option<Moment> {
    let last = last(model)?;
    let after = model.passes.partition_point(|pass| pass.seq <= last.seq);
    let after = model.passes.get(after..).unwrap_or_default();
    let is_quiet = after.len() <= MAX_PASSES && after.iter().all(|pass| pass.timers == 0);
    let youngest = model.tasks().last().and_then(|task| task.spans.first());
    let is_last = youngest.is_none_or(|span| span.seq <= last.seq);
    (is_quiet && is_last).then_some(last)
}

/// The end of the axis for a whole run: its last moment, plus some space if it ended in a deadlock.
///
/// # Examples
/// ```
/// use coroscope::{Lock, Runtime, sleep, time::ms, timeline::axis_end, trace::Model};
/// let rt = Runtime::virtual_clock();
/// let stuck = rt.block_on(async {
///     let lock = Lock::new();
///     let _held = lock.acquire().await;
///     sleep(ms(100)).await;
///     drop(lock.acquire().await);
///     Ok(())
/// });
/// assert!(stuck.is_err());
/// let model = rt.with_log(Model::of);
/// assert_eq!(axis_end(&model).elapsed(), ms(100) + ms(100) / 16);
/// ```
pub fn axis_end(model: &Model) -> Instant {
    let now = model.now();
    final_deadlock(model).map_or(now, |_| now + room(now))
}

fn room(now: Instant) -> Duration {
    match now.elapsed() {
        Duration::ZERO => MIN_ROOM,
        took => took / PART,
    }
}

/// The wait of a deadlocked task, and its index among the spans.
pub(super) fn wait_at(track: &TaskTrack, deadlock: Moment) -> Option<(usize, Span)> {
    if track.has_ended_at_seq(deadlock.seq) {
        return None;
    }
    let after = track.spans.partition_point(|span| span.seq <= deadlock.seq);
    let index = after.checked_sub(1)?;
    let span = track.spans.get(index)?;
    (span.state.is_waiting()).then_some((index, span))
}

/// The open end of a deadlocked wait: from the end of the task's lane to the end of the axis.
pub(super) fn open_end(
    model: &Model,
    track: &TaskTrack,
    deadlock: Moment,
    scale: &TimeScale,
) -> Option<Bar> {
    let (span, wait) = wait_at(track, deadlock)?;
    let inside = |at: Instant| scale.x(at).clamp(-1.0, scale.width() + 1.0);
    let now = model.now();
    let (x, end) = (inside(track.until(now)), inside(now + room(now)));
    (end - x >= 1.0).then_some(Bar {
        state: wait.state,
        x,
        width: end - x,
        span,
    })
}

/// Describes in a sentence what a deadlocked task waits for.
pub(super) fn sentence(wording: Wording<'_>, track: &TaskTrack, wait: &Span) -> String {
    let waited = wait.waited;
    let on = wording.wait_clause(waited.map(|waited| waited.on));
    let line = waited.map(|waited| wording.in_line(waited.place));
    tr!(
        "{task} waits forever {on}{line}",
        task = wording.task(track.id),
        on,
        line = line.unwrap_or_default()
    )
}
