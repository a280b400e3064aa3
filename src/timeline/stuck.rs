//! Tasks that wait forever: when that was so, and the room after the end of the run in which such waits are drawn.

use super::picture::{Bar, BarKind};
use super::say::Say;
use super::scale::TimeScale;
use crate::time::{Duration, Instant};
use crate::trace::track::{Span, SpanState, TaskTrack};
use crate::trace::{Model, Moment, WaitKind, WaitReason};

/// What part of the run the room after its end is as long as.
const PART: u32 = 16;
/// How long the room is after a run that took no time.
const LEAST_ROOM: Duration = Duration::from_millis(1);
/// So many passes can follow while the tasks of a stuck run are cancelled.
const MOST_PASSES: usize = 64;

/// The moments in which nothing could ever continue.
pub(super) fn all(model: &Model) -> impl Iterator<Item = Moment> {
    let told = model.deadlocks.iter();
    let told = told.map(|(at, seq)| Moment { seq: *seq, at: *at });
    told.chain(at_the_end(model))
}

/// The last of those moments.
pub(super) fn last(model: &Model) -> Option<Moment> {
    all(model).last()
}

/// Where the log ends with tasks of which none can go on: nothing is ready, no timer is pending, and all of them wait
/// for each other or for what only a task can change.
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
            span.state == SpanState::Waiting && is_inside
        })
    });
    (some && all_wait).then(|| Moment {
        at: model.now(),
        seq: model.next_seq().saturating_sub(1),
    })
}

/// The standstill that a run ended with: after it nobody was spawned, and no timer was set.
pub(super) fn at_last(model: &Model) -> Option<Moment> {
    let last = last(model)?;
    let after = model.passes.partition_point(|pass| pass.seq <= last.seq);
    let after = model.passes.get(after..).unwrap_or_default();
    let is_quiet = after.len() <= MOST_PASSES && after.iter().all(|pass| pass.timers == 0);
    let youngest = model.tasks().last().and_then(|task| task.spans.first());
    let is_last = youngest.is_none_or(|span| span.seq <= last.seq);
    (is_quiet && is_last).then_some(last)
}

/// The end of the axis on which a whole run is drawn: its last moment, and where it ended with tasks that would wait for
/// ever, a little room for those waits.
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
    at_last(model).map_or(now, |_| now + room(now))
}

fn room(now: Instant) -> Duration {
    match now.elapsed() {
        Duration::ZERO => LEAST_ROOM,
        took => took / PART,
    }
}

/// The wait in which a task was stuck when nothing could continue, and its place among the spans.
pub(super) fn wait_at(track: &TaskTrack, standstill: Moment) -> Option<(usize, Span)> {
    if track.has_ended_at_seq(standstill.seq) {
        return None;
    }
    let after = track
        .spans
        .partition_point(|span| span.seq <= standstill.seq);
    let index = after.checked_sub(1)?;
    let span = track.spans.get(index)?;
    (span.state == SpanState::Waiting).then_some((index, span))
}

/// The open end of a wait in which a task was stuck at the end of the run: from the end of its lane to that of the axis.
pub(super) fn open_end(
    model: &Model,
    track: &TaskTrack,
    standstill: Moment,
    scale: &TimeScale,
) -> Option<Bar> {
    let (span, wait) = wait_at(track, standstill)?;
    let inside = |at: Instant| scale.x(at).clamp(-1.0, scale.width() + 1.0);
    let now = model.now();
    let (x, end) = (inside(track.until(now)), inside(now + room(now)));
    (end - x >= 1.0).then_some(Bar {
        kind: BarKind::Waiting(WaitKind::of(wait.waited.map(|waited| waited.on))),
        x,
        width: end - x,
        span,
        merged: 1,
    })
}

/// What a stuck task waits for, in a sentence.
pub(super) fn sentence(say: &Say, track: &TaskTrack, wait: &Span) -> String {
    let (name, waited) = (say.name(track.id), wait.waited);
    let on = say.wait(waited.map(|waited| waited.on));
    let line = waited.map(|waited| say.in_line(waited.place));
    format!("{name} waits forever {on}{}", line.unwrap_or_default())
}
