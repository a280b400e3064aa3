//! Rule: items waited in a queue behind a slow one, because a single task takes them.
//!
//! Looks at queues from which one task takes the items. While it had one of them, it waited for a timer or I/O for
//! [`LONG`] or more, and at least two others were in the queue; at least half of those later took it no more than a tenth
//! of that time.
//! Silent
//! - if several tasks take from the queue, or the task that does puts items in meanwhile;
//! - if all items take about as long: that is a limit, perhaps on purpose;
//! - if the task computes, or waits for a lock, a queue or another task while it has the slow item.

use crate::holders::polled_at;
use crate::{Advice, Finding, FindingKind, LintContext, Rule};
use coroscope_trace::sort;
use coroscope_trace::time::{Duration, Instant, human, ms};
use coroscope_trace::track::{Level, ResourceTrack};
use coroscope_trace::{PlaceId, ResourceKind, TaskId, TaskState, WaitReason};
use coroscope_wording::{text, tr_n};

impl FindingKind {
    /// Items waited in a queue behind a slow one, because a single task takes them.
    pub const HEAD_OF_LINE: FindingKind = FindingKind::new("head-of-line");
}

/// Minimum time that the others waited.
const LONG: Duration = ms(100);
/// How many times longer the slow item took than the others.
const TIMES: u32 = 10;
/// Minimum number of others.
const OTHERS: usize = 2;

const ADVICE: Advice = Advice {
    python: text!(
        "Let several tasks take from the queue, or create a task for each item and limit their number with a \
         semaphore, so that a slow one does not hold up the others."
    ),
    rust: text!(
        "Let several tasks take from the queue, or spawn a task for each item and limit their number with a \
         semaphore, so that a slow one does not hold up the others."
    ),
};

/// How an item was handled.
#[derive(Clone, Copy)]
struct Item {
    taken: Instant,
    /// When the task returned to the queue.
    done: Instant,
    /// The highest number of other items meanwhile, and since when there were any.
    others: u32,
    since: Instant,
}

impl Item {
    fn took(&self) -> Duration {
        self.done - self.taken
    }
}

/// A slow item behind which others waited.
struct SlowItem {
    item: Item,
    quick: usize,
    /// How long the slowest of the quick items took.
    quickest: Duration,
    waited: (WaitReason, PlaceId),
}

#[derive(Default)]
pub(super) struct HeadOfLine;

impl Rule for HeadOfLine {
    fn kind(&self) -> FindingKind {
        FindingKind::HEAD_OF_LINE
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let mut worst_of_each: Vec<(Duration, Finding)> = Vec::new();
        for track in cx.run.model.resources() {
            if track.kind != ResourceKind::Queue {
                continue;
            }
            let Some((taker, items)) = handled_by_one(cx, track) else {
                continue;
            };
            let longs = (0..items.len()).filter_map(|n| long(cx, taker, &items, n));
            if let Some(worst) = longs.max_by_key(|long| long.item.took()) {
                worst_of_each.push((worst.item.took(), report(cx, track, taker, &worst)));
            }
        }
        sort::by_key(&mut worst_of_each, |(took, _)| core::cmp::Reverse(*took));
        let worst = worst_of_each.into_iter().take(cx.options.max_per_kind);
        found.extend(worst.map(|(_, finding)| finding));
    }
}

fn report(cx: &LintContext, track: &ResourceTrack, taker: TaskId, long: &SlowItem) -> Finding {
    let (on, place) = long.waited;
    let others = long.item.others as usize;
    Finding {
        kind: FindingKind::HEAD_OF_LINE,
        at: long.item.taken,
        until: long.item.done,
        tasks: vec![taker],
        victims: Vec::new(),
        places: vec![place],
        resource: Some(track.id),
        title: tr_n!(
            others,
            "one item waited behind one that took {took}",
            "{n} items waited behind one that took {took}",
            took = human(long.item.took())
        ),
        sentence: tr_n!(
            others,
            "{task} takes all items of {queue} one after the other. While it waited for {wait}{line} with one of them, \
             one item was in the queue for up to {queued}; it took {took} or less afterwards.",
            "{task} takes all items of {queue} one after the other. While it waited for {wait}{line} with one of them, \
             {n} items were in the queue for up to {queued}; {quick} of them took {took} or less afterwards.",
            task = cx.names.task(taker),
            queue = cx.names.resource(track.id),
            wait = cx.names.wait(on),
            line = cx.names.in_lines(&[place]),
            queued = human(long.item.done - long.item.since),
            quick = long.quick,
            took = human(long.quickest)
        ),
        advice: cx.advice(ADVICE),
    }
}

/// The items of a queue in order, up to the first that another task takes. The task returned to the queue after each.
fn handled_by_one(cx: &LintContext, track: &ResourceTrack) -> Option<(TaskId, Vec<Item>)> {
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
            let by = polled_at(cx.run.log, level.seq)?;
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
            // A task that also puts items in is not just a consumer.
            if level.level > before && polled_at(cx.run.log, level.seq) == taker {
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
fn long(cx: &LintContext, taker: TaskId, items: &[Item], n: usize) -> Option<SlowItem> {
    let item = *items.get(n)?;
    if item.took() < LONG || (item.others as usize) < OTHERS {
        return None;
    }
    let next = items[n + 1..].iter().take(item.others as usize);
    let next: Vec<Duration> = next.map(Item::took).collect();
    if next.len() < item.others as usize && !cx.run.model.all_done() {
        return None;
    }
    let quick = next.iter().filter(|took| **took * TIMES <= item.took());
    let (count, quickest) = (quick.clone().count(), quick.max().copied()?);
    if count < OTHERS || count * 2 < next.len() {
        return None;
    }
    Some(SlowItem {
        item,
        quick: count,
        quickest,
        waited: longest_wait(cx, taker, &item)?,
    })
}

/// What the task waited for longest while it had the item; `None` if that is less than half of the time, or neither a timer
/// nor I/O.
fn longest_wait(cx: &LintContext, taker: TaskId, item: &Item) -> Option<(WaitReason, PlaceId)> {
    let spans = &cx.run.model.task(taker)?.spans;
    let first = spans.ended_before(item.taken);
    let mut all = Duration::ZERO;
    let mut longest: Option<(Duration, (WaitReason, PlaceId))> = None;
    for index in first..spans.len() {
        let span = spans.get(index).filter(|span| span.from < item.done)?;
        let lasted = span.to.unwrap_or(item.done).min(item.done) - span.from.max(item.taken);
        if let (TaskState::Waiting(_), Some(waited)) = (span.state, span.waited)
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
