//! Where one poll or callback kept the loop for long, and who had to wait because of it.

use super::meanwhile::Ran;
use super::say::Say;
use super::scale::TimeScale;
use crate::time::{Duration, Instant};
use crate::trace::model::SpanState;
use crate::trace::{Cause, EventKind, Log, Model, TaskId};
use rustc_hash::FxHashSet;

/// A poll of this length counts as having blocked the loop where nothing else is said.
pub const BLOCKED: Duration = Duration::from_millis(50);
/// Of polls that share a pixel, so many are looked at.
const LOOKS: usize = 64;
/// So many events are looked at for those that had to wait.
const MOST_EVENTS: usize = 50_000;

/// A stretch in which one poll or callback kept the loop, so that nobody else could run.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// Its left edge.
    pub x: f64,
    /// How wide it is; at least one pixel.
    pub width: f64,
    /// Who ran; of several that share a pixel, the longest.
    pub who: Ran,
    /// Its name: `primes`, `the callback flush`.
    pub name: String,
    /// When it began.
    pub from: Instant,
    /// When it ended.
    pub to: Instant,
    /// Sequence number of the event with which a poll began, or of the one that told of a callback.
    pub seq: u64,
    /// How many polls or callbacks it stands for.
    pub merged: u32,
}

/// Who had to wait because of a long poll.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct HeldUp {
    /// Those that were ready meanwhile, the earliest first.
    pub ready: Vec<TaskId>,
    /// Those whose timer or I/O could only be seen after it.
    pub late: Vec<TaskId>,
}

impl HeldUp {
    /// How many there are.
    pub fn len(&self) -> usize {
        self.ready.len() + self.late.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// What kept the loop, from when to when.
struct Kept {
    who: Ran,
    from: Instant,
    to: Instant,
    seq: u64,
}

/// The blocks in sight of at least `least`. Polls shorter than [`LONG_POLL`](crate::trace::model::LONG_POLL)
/// are never among them.
pub(super) fn blocks(
    model: &Model,
    log: &Log,
    scale: &TimeScale,
    until: Instant,
    least: Duration,
) -> Vec<Block> {
    let seen = (scale, until, least);
    let polls = model.long_polls.as_slice();
    let mut blocks = of(model, log, seen, polls, |poll| Kept {
        who: Ran::Task(poll.task),
        from: poll.from,
        to: poll.to,
        seq: poll.seq,
    });
    let callbacks = model.callbacks.as_slice();
    blocks.extend(of(model, log, seen, callbacks, |callback| Kept {
        who: Ran::Callback(callback.name),
        from: callback.from,
        to: callback.to,
        seq: callback.seq,
    }));
    blocks.sort_by(|a, b| a.x.total_cmp(&b.x));
    blocks
}

/// The blocks among polls or callbacks, which come one after the other.
fn of<T>(
    model: &Model,
    log: &Log,
    (scale, until, least): (&TimeScale, Instant, Duration),
    all: &[T],
    kept: impl Fn(&T) -> Kept,
) -> Vec<Block> {
    let last_seen = scale.to().min(until);
    let end = all.partition_point(|one| kept(one).from <= last_seen);
    let mut next = all.partition_point(|one| kept(one).to < scale.from());
    let mut blocks: Vec<Block> = Vec::new();
    while next < end {
        let x = scale.x(kept(&all[next]).from).max(-1.0);
        let pixel_end = scale.first_at(x.floor() + 1.0);
        let rest = &all[next + 1..end];
        let count = 1 + rest.partition_point(|one| kept(one).from < pixel_end);
        let here = all[next..next + count].iter().map(&kept);
        let long = here.step_by(count.div_ceil(LOOKS));
        let long: Vec<Kept> = long.filter(|one| one.to - one.from >= least).collect();
        let merged = long.len() as u32;
        if let Some(longest) = long.into_iter().max_by_key(|one| one.to - one.from) {
            let x = scale.x(longest.from).max(-1.0);
            let to = scale.x(longest.to.min(until)).min(scale.width() + 1.0);
            blocks.push(Block {
                x,
                width: (to - x).max(1.0),
                who: longest.who,
                name: longest.who.name(&Say { model, log }),
                from: longest.from,
                to: longest.to,
                seq: longest.seq,
                merged,
            });
        }
        next += count;
    }
    blocks
}

/// Who had to wait because of the poll that began with the event `seq`, or the callback that it tells of: those that were
/// ready and had their turn after it, and those that a timer or I/O woke when the loop next looked.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, gather, spawn, time::ms, timeline::held_up, trace::Model};
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
///     let poll = model.long_polls[0];
///     let other = model.tasks()[2].id;
///     assert_eq!(held_up(&model, log, poll.seq).ready, [other]);
/// });
/// ```
pub fn held_up(model: &Model, log: &Log, seq: u64) -> HeldUp {
    let mut found = HeldUp::default();
    let mut seen = FxHashSet::default();
    // A poll goes on after its first event, a callback is over when it is told of.
    let (culprit, mut end) = match log.get(seq).map(|event| event.kind) {
        Some(EventKind::PollBegun { task }) => (Some(task), None),
        Some(EventKind::CallbackRan { .. }) => (None, Some(seq)),
        _ => return found,
    };
    // Those that are woken during the poll have their turn in the next pass; what came due
    // meanwhile is seen when that begins.
    let mut passes = 0;
    for (at, event) in log.iter_from(seq + 1).take(MOST_EVENTS) {
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
                    let before = model.task(task)?.span_at_seq(at.checked_sub(1)?)?;
                    Some(before.state == SpanState::Ready && before.seq < end?)
                };
                if was_ready() == Some(true) && seen.insert(task) {
                    found.ready.push(task);
                }
            }
            EventKind::TaskWoken { task, by } if end.is_some() => {
                let late = match by {
                    Cause::Timer => true,
                    // The next pass has looked already.
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
