//! Blocked stretches: one poll or callback ran for a long time, and other tasks had to wait.

use crate::picture::{Block, Runnable};
use crate::viewport::Viewport;
use coroscope_trace::RunView;
use coroscope_trace::sort;
use coroscope_trace::time::{Duration, Instant};
use coroscope_wording::Wording;

/// A poll of at least this length counts as blocking the loop, unless the caller says otherwise.
pub(super) const BLOCKED: Duration = Duration::from_millis(50);
/// How many of the polls that share a pixel are examined.
const MAX_SAMPLES: usize = 64;

/// What blocked the loop, and when.
struct LongRun {
    runnable: Runnable,
    from: Instant,
    to: Instant,
    seq: u64,
}

/// The visible blocks that lasted at least `least`. Polls shorter than
/// [`LONG_POLL`](coroscope_trace::model::LONG_POLL) are never included.
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
    sort::by(&mut blocks, |a, b| a.x.total_cmp(&b.x));
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
