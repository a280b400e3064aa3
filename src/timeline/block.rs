//! Blocked stretches: one poll or callback ran for a long time, and other tasks had to wait.

use super::layout::Viewport;
use super::loop_usage::Runnable;
use crate::time::{Duration, Instant, human};
use crate::trace::{Cause, EventKind, RunView, TaskId, TaskState};
use crate::wording::Wording;
use rustc_hash::FxHashSet;

/// A poll of at least this length counts as blocking the loop, unless the caller says otherwise.
pub const BLOCKED: Duration = Duration::from_millis(50);
/// How many of the polls that share a pixel are examined.
const MAX_SAMPLES: usize = 64;
/// How many events are examined to find the tasks that had to wait.
const MAX_EVENTS: usize = 50_000;

/// A stretch in which one poll or callback ran and no other task could.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its left edge.
    pub x: f64,
    /// How wide it is; at least one pixel.
    pub width: f64,
    /// What ran; the longest, if several share a pixel.
    pub runnable: Runnable,
    /// The name of what ran: `primes`, `the callback flush`.
    pub name: String,
    /// When it began.
    pub from: Instant,
    /// When it ended.
    pub to: Instant,
    /// Sequence number of the event that began the poll, or that reported the callback.
    pub seq: u64,
    /// How many polls or callbacks it represents.
    pub merged: u32,
}

impl Block {
    /// What blocked the loop, and for how long.
    pub fn title(&self) -> String {
        let took = human(self.to - self.from);
        format!("{} blocked the loop for {took}", self.name)
    }
}

/// The tasks that had to wait for a long poll or callback.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DelayedTasks {
    /// Tasks that were ready in the meantime, the earliest first.
    pub ready: Vec<TaskId>,
    /// Tasks whose timer or I/O was noticed only after it.
    pub late: Vec<TaskId>,
}

impl DelayedTasks {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ready.len() + self.late.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What blocked the loop, and when.
struct LongRun {
    runnable: Runnable,
    from: Instant,
    to: Instant,
    seq: u64,
}

/// The visible blocks that lasted at least `least`. Polls shorter than
/// [`LONG_POLL`](crate::trace::model::LONG_POLL) are never included.
pub(super) fn blocks(run: RunView<'_>, viewport: &Viewport, least: Duration) -> Vec<Block> {
    let polls = run.model.long_polls.as_slice();
    let mut blocks = of(run, viewport, least, polls, |poll| LongRun {
        runnable: Runnable::Task(poll.task),
        from: poll.from,
        to: poll.to,
        seq: poll.seq,
    });
    let callbacks = run.model.callbacks.as_slice();
    blocks.extend(of(run, viewport, least, callbacks, |callback| LongRun {
        runnable: Runnable::Callback(callback.name),
        from: callback.from,
        to: callback.to,
        seq: callback.seq,
    }));
    blocks.sort_by(|a, b| a.x.total_cmp(&b.x));
    blocks
}

/// The blocks among polls or callbacks, which are in order and don't overlap.
fn of<T>(
    run: RunView<'_>,
    viewport: &Viewport,
    least: Duration,
    all: &[T],
    kept: impl Fn(&T) -> LongRun,
) -> Vec<Block> {
    let (scale, until) = (&viewport.scale, viewport.until(run.model));
    let last_seen = scale.to().min(until);
    let end = all.partition_point(|one| kept(one).from <= last_seen);
    let first = all.partition_point(|one| kept(one).to < scale.from());
    let mut blocks: Vec<Block> = Vec::new();
    for (_, here) in scale.by_pixel(first..end, |place| kept(&all[place]).from) {
        let each = here.len().div_ceil(MAX_SAMPLES);
        let long = all[here].iter().map(&kept).step_by(each);
        let long: Vec<LongRun> = long.filter(|one| one.to - one.from >= least).collect();
        let merged = long.len() as u32;
        if let Some(longest) = long.into_iter().max_by_key(|one| one.to - one.from) {
            let x = scale.x(longest.from).max(-1.0);
            let to = scale.x(longest.to.min(until)).min(scale.width() + 1.0);
            blocks.push(Block {
                x,
                width: (to - x).max(1.0),
                runnable: longest.runnable,
                name: longest.runnable.name(Wording::new(run)),
                from: longest.from,
                to: longest.to,
                seq: longest.seq,
                merged,
            });
        }
    }
    blocks
}

/// Which tasks had to wait for the poll that began with the event `seq`, or for the callback that it reports: tasks that
/// were ready and ran after it, and tasks that were woken by a timer or I/O when the loop next checked.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, gather, spawn, time::ms, timeline::delayed_by, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// let clock = rt.clock().unwrap().clone();
/// rt.block_on(async {
///     let slow = spawn(async move { clock.advance(ms(80)); Ok(()) });
///     let other = spawn(async { Ok(()) });
///     gather([slow, other]).await?;
///     Ok(())
/// }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let poll = model.long_polls[0];
///     let other = model.tasks()[2].id;
///     assert_eq!(delayed_by(run, poll.seq).ready, [other]);
/// });
/// ```
pub fn delayed_by(run: RunView<'_>, seq: u64) -> DelayedTasks {
    let mut found = DelayedTasks::default();
    let mut seen = FxHashSet::default();
    // A poll continues after its first event; a callback has returned when it is reported.
    let (culprit, mut end) = match run.log.get(seq).map(|event| event.kind) {
        Some(EventKind::PollBegun { task }) => (Some(task), None),
        Some(EventKind::CallbackRan { .. }) => (None, Some(seq)),
        _ => return found,
    };
    // Tasks woken during the poll run in the next pass. Timers that came due in the meantime are noticed when that
    // pass begins.
    let mut passes = 0;
    for (at, event) in run.log.iter_from(seq + 1).take(MAX_EVENTS) {
        match event.kind {
            EventKind::PollEnded { task } | EventKind::TaskEnded { task, .. }
                if Some(task) == culprit =>
            {
                end = end.or(Some(at));
            }
            EventKind::PassBegun { .. } => {
                passes += 1;
                if passes > 1 {
                    break;
                }
            }
            EventKind::PollBegun { task } if Some(task) != culprit => {
                let was_ready = || {
                    let before = run.model.task(task)?.span_at_seq(at.checked_sub(1)?)?;
                    Some(before.state == TaskState::Ready && before.seq < end?)
                };
                if was_ready() == Some(true) && seen.insert(task) {
                    found.ready.push(task);
                }
            }
            EventKind::TaskWoken { task, by } if end.is_some() => {
                let late = match by {
                    Cause::Timer => true,
                    // The next pass has already checked.
                    Cause::Outside => passes == 0,
                    Cause::Task(_) | Cause::Callback => false,
                };
                if late && seen.insert(task) {
                    found.late.push(task);
                }
            }
            _ => {}
        }
    }
    found
}
