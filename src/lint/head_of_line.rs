//! Rule: items waited in a queue behind one that took long, because a single task takes them.
//!
//! Looks at queues from which one task takes the items. While it had one of them, it waited for a timer or I/O for
//! [`LONG`] and more, and at least two others were in the queue; at least half of those took it no more than a tenth
//! of that time when their turn came.
//! Silent
//! - where several tasks take from the queue, or the one that does puts items in meanwhile;
//! - where all items take about as long: then it is a limit, perhaps on purpose;
//! - where the task computes, or waits for a lock, a queue or another task while it has the long one.

use super::hands::running;
use super::words::count;
use super::{Advice, Finding, Kind, Run};
use crate::time::{Duration, Instant, human, ms};
use crate::trace::track::{Level, ResourceTrack, SpanState};
use crate::trace::{PlaceId, ResourceKind, TaskId, WaitReason};

/// So long must the others have waited.
const LONG: Duration = ms(100);
/// So many times as long is one item than the others.
const TIMES: u32 = 10;
/// So many others there must be.
const OTHERS: usize = 2;

const ADVICE: Advice = Advice {
    python: "Let several tasks take from the queue, or create a task for each item and limit their number with a \
             semaphore, so that a slow one does not hold up the others.",
    rust: "Let several tasks take from the queue, or spawn a task for each item and limit their number with a \
           semaphore, so that a slow one does not hold up the others.",
};

/// What became of one item.
#[derive(Clone, Copy)]
struct Item {
    taken: Instant,
    /// When the task came back to the queue.
    done: Instant,
    /// How many others there were at most meanwhile, and since when.
    others: u32,
    since: Instant,
}

impl Item {
    fn took(&self) -> Duration {
        self.done - self.taken
    }
}

/// An item behind which others waited.
struct Long {
    item: Item,
    quick: usize,
    /// How long the longest of the quick ones took.
    quickest: Duration,
    waited: (WaitReason, PlaceId),
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    let mut told: Vec<(Duration, Finding)> = Vec::new();
    for track in run.model.resources() {
        if track.kind != ResourceKind::Queue {
            continue;
        }
        let Some((taker, items)) = handled_by_one(run, track) else {
            continue;
        };
        let longs = (0..items.len()).filter_map(|n| long(run, taker, &items, n));
        if let Some(worst) = longs.max_by_key(|long| long.item.took()) {
            told.push((worst.item.took(), tell(run, track, taker, &worst)));
        }
    }
    told.sort_by_key(|(took, _)| core::cmp::Reverse(*took));
    let worst = told.into_iter().take(run.options.most);
    found.extend(worst.map(|(_, finding)| finding));
}

fn tell(run: &Run, track: &ResourceTrack, taker: TaskId, long: &Long) -> Finding {
    let (took, queue) = (human(long.item.took()), run.words.resource(track.id));
    let (on, place) = long.waited;
    let others = count(long.item.others as usize, "item");
    Finding {
        kind: Kind::HeadOfLine,
        at: long.item.taken,
        until: long.item.done,
        tasks: vec![taker],
        victims: Vec::new(),
        places: vec![place],
        resource: Some(track.id),
        title: format!("{others} waited behind one that took {took}"),
        sentence: format!(
            "{} takes all items of {queue} one after the other. While it waited for {}{} with one of them, {others} \
             were in line for up to {}; {} of them took {} or less afterwards.",
            run.words.task(taker),
            run.words.wait(on),
            run.words.in_lines(&[place]),
            human(long.item.done - long.item.since),
            long.quick,
            human(long.quickest),
        ),
        advice: run.advise(ADVICE),
    }
}

/// The items of a queue in order, up to the first that another task takes. The task came back after each.
fn handled_by_one(run: &Run, track: &ResourceTrack) -> Option<(TaskId, Vec<Item>)> {
    let mut taker = None;
    let mut items: Vec<Item> = Vec::new();
    let mut open: Option<Item> = None;
    let mut last: Option<&Level> = None;
    for level in &track.levels {
        let before = last.map_or(0, |last| last.level);
        let is_taken = level.level < before;
        let waits_again = level.takers > last.map_or(0, |last| last.takers);
        if (is_taken || waits_again)
            && let Some(item) = open.take()
        {
            items.push(Item {
                done: level.at,
                ..item
            });
        }
        if is_taken {
            let by = running(run.log, level.seq)?;
            if *taker.get_or_insert(by) != by {
                break;
            }
            open = Some(Item {
                taken: level.at,
                done: level.at,
                others: level.level,
                since: level.at,
            });
        } else if let Some(item) = &mut open {
            // Who puts items in as well is no consumer that others wait for.
            if level.level > before && running(run.log, level.seq) == taker {
                break;
            }
            if item.others == 0 && level.level > 0 {
                item.since = level.at;
            }
            item.others = item.others.max(level.level);
        }
        last = Some(level);
    }
    Some((taker?, items))
}

/// Whether others waited behind the `n`-th item.
fn long(run: &Run, taker: TaskId, items: &[Item], n: usize) -> Option<Long> {
    let item = *items.get(n)?;
    if item.took() < LONG || (item.others as usize) < OTHERS {
        return None;
    }
    let next = items[n + 1..].iter().take(item.others as usize);
    let next: Vec<Duration> = next.map(Item::took).collect();
    if next.len() < item.others as usize && !run.model.all_done() {
        return None;
    }
    let quick = next.iter().filter(|took| **took * TIMES <= item.took());
    let (count, quickest) = (quick.clone().count(), quick.max().copied()?);
    if count < OTHERS || count * 2 < next.len() {
        return None;
    }
    Some(Long {
        item,
        quick: count,
        quickest,
        waited: longest_wait(run, taker, &item)?,
    })
}

/// What the taker waited for longest while it had the item; none where that is not half of the time, or no timer or I/O.
fn longest_wait(run: &Run, taker: TaskId, item: &Item) -> Option<(WaitReason, PlaceId)> {
    let spans = &run.model.task(taker)?.spans;
    let first = spans.ended_before(item.taken);
    let mut all = Duration::ZERO;
    let mut longest: Option<(Duration, (WaitReason, PlaceId))> = None;
    for index in first..spans.len() {
        let span = spans.get(index).filter(|span| span.from < item.done)?;
        let lasted = span.to.unwrap_or(item.done).min(item.done) - span.from.max(item.taken);
        if let (SpanState::Waiting, Some(waited)) = (span.state, span.waited)
            && matches!(waited.on, WaitReason::Timer(_) | WaitReason::Io(_))
        {
            all += lasted;
            if longest.is_none_or(|(other, _)| lasted > other) {
                longest = Some((lasted, (waited.on, waited.place)));
            }
        }
        if span.to.is_none_or(|to| to >= item.done) {
            break;
        }
    }
    longest
        .filter(|_| all * 2 >= item.took())
        .map(|(_, wait)| wait)
}
