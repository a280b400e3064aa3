//! Rule: an unbounded queue grew faster than it was emptied.
//!
//! Examines the queue each time it has grown by a quarter. In the time from its first item to then, the lowest level must
//! have been higher in each quarter than in the one before, in the last quarter at least half of the highest level; and
//! items must have been taken. Once that was so, the finding remains, even if the queue is emptied later.
//! So it is silent about a queue that is filled at once and then emptied, about one that goes up and down, and about one
//! that is filled first and emptied later.

use crate::holders::changed_by;
use crate::{Advice, Finding, FindingKind, LintContext, Rule};
use coroscope_trace::ResourceKind;
use coroscope_trace::sort;
use coroscope_trace::time::Instant;
use coroscope_trace::track::{Level, ResourceTrack};
use coroscope_wording::{text, tr, tr_n};

impl FindingKind {
    /// An unbounded queue grew faster than it was emptied.
    pub const GROWING_QUEUE: FindingKind = FindingKind::new("growing-queue");
}

/// How many levels are summarised in one block.
const BLOCK: usize = 64;

const ADVICE: Advice = Advice {
    python: text!(
        "Give the queue a size, asyncio.Queue(maxsize=…): then put() waits until there is space. Or take items \
         with more tasks."
    ),
    rust: text!(
        "Give the queue a size: then put() waits until there is space. Or take items with more tasks."
    ),
};

#[derive(Default)]
pub(super) struct GrowingQueue;

impl Rule for GrowingQueue {
    fn kind(&self) -> FindingKind {
        FindingKind::GROWING_QUEUE
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let mut grown: Vec<(u32, Finding)> = Vec::new();
        for track in cx.run.model.resources() {
            let is_unlimited = track.kind == ResourceKind::Queue && track.capacity == 0;
            if let Some(rise) = is_unlimited.then(|| rise(cx, track)).flatten() {
                grown.push((rise.height, report(cx, track, &rise)));
            }
        }
        sort::by_key(&mut grown, |(height, _)| core::cmp::Reverse(*height));
        let worst = grown.into_iter().take(cx.options.max_per_kind);
        found.extend(worst.map(|(_, finding)| finding));
    }
}

struct Rise<'a> {
    levels: &'a [Level],
    height: u32,
    put: usize,
    taken: usize,
    from: Instant,
    until: Instant,
}

fn rise<'a>(cx: &LintContext, track: &'a ResourceTrack) -> Option<Rise<'a>> {
    let levels = &track.levels;
    let first = levels.iter().position(|level| level.level > 0)?;
    if track.highest() < cx.options.queued {
        return None;
    }
    let lows = Lows::new(levels);
    let (mut top, mut taken, mut grew) = (first, false, false);
    let mut look_at = cx.options.queued;
    for index in first + 1..levels.len() {
        let level = levels[index].level;
        taken |= level < levels[index - 1].level;
        if level <= levels[top].level {
            continue;
        }
        top = index;
        if level >= look_at && !grew {
            grew = taken && lows.keep_rising(first, top);
            look_at = level.saturating_add(level / 4);
        }
    }
    if !grew {
        return None;
    }
    let levels = &levels[first..=top];
    let change = |raised: bool| {
        let pairs = levels.windows(2);
        pairs
            .filter(|pair| match raised {
                true => pair[1].level > pair[0].level,
                false => pair[1].level < pair[0].level,
            })
            .count()
    };
    Some(Rise {
        levels,
        height: levels.last()?.level,
        put: 1 + change(true),
        taken: change(false),
        from: levels.first()?.at,
        until: levels.last()?.at,
    })
}

/// Finds the lowest level in a range.
struct Lows<'a> {
    levels: &'a [Level],
    /// The lowest of each [`BLOCK`] levels.
    blocks: Vec<u32>,
}

impl Lows<'_> {
    fn new(levels: &[Level]) -> Lows<'_> {
        let lowest = |block: &[Level]| block.iter().map(|it| it.level).min().unwrap_or(0);
        let blocks = levels.chunks(BLOCK).map(lowest).collect();
        Lows { levels, blocks }
    }

    fn lowest(&self, from: usize, to: usize) -> u32 {
        let (first, last) = (from.div_ceil(BLOCK), to / BLOCK);
        let some = |from: usize, to: usize| {
            let levels = self.levels.get(from..to).unwrap_or_default();
            levels.iter().map(|it| it.level).min()
        };
        let lowest = match self.blocks.get(first..last) {
            Some(blocks) if first < last => {
                let ends = [some(from, first * BLOCK), some(last * BLOCK, to)];
                let inside = blocks.iter().copied();
                inside.chain(ends.into_iter().flatten()).min()
            }
            _ => some(from, to),
        };
        lowest.unwrap_or(0)
    }

    /// Whether the lowest level rose from quarter to quarter of the time between two changes.
    fn keep_rising(&self, first: usize, top: usize) -> bool {
        let (from, until) = (self.levels[first].at, self.levels[top].at);
        if until == from {
            return false;
        }
        let levels = &self.levels[first..=top];
        let begun = |n: u32| {
            let moment = from + (until - from) * n / 4;
            first + levels.partition_point(|level| level.at <= moment)
        };
        let quarter = |n: u32| {
            let (begun, ended) = (begun(n), begun(n + 1));
            self.lowest(begun.saturating_sub(1).max(first), ended.max(begun))
        };
        let lows = [0, 1, 2, 3].map(quarter);
        let half = self.levels[top].level / 2;
        lows.windows(2).all(|pair| pair[0] < pair[1]) && lows[3] >= half
    }
}

fn report(cx: &LintContext, track: &ResourceTrack, rise: &Rise) -> Finding {
    let first = rise.levels.first().map_or(0, |level| level.level);
    let producers = changed_by(cx, first, rise.levels, true);
    let consumers = changed_by(cx, first, rise.levels, false);
    let by = |tasks: &[_]| match tasks.is_empty() {
        true => String::new(),
        false => format!(" {}", tr!("by {tasks}", tasks = cx.names.tasks(tasks))),
    };
    let height = rise.height as usize;
    Finding {
        kind: FindingKind::GROWING_QUEUE,
        at: rise.from,
        until: rise.until,
        places: track.place.into_iter().collect(),
        resource: Some(track.id),
        title: tr_n!(
            height,
            "An unbounded queue grew to one item",
            "An unbounded queue grew to {n} items"
        ),
        sentence: tr_n!(
            height,
            "{queue} grew to one item and is unbounded: {put} were put in{producers}, but only {taken} taken \
             out{consumers}.",
            "{queue} grew to {n} items and is unbounded: {put} were put in{producers}, but only {taken} taken \
             out{consumers}.",
            queue = cx.names.resource(track.id),
            put = rise.put,
            producers = by(&producers),
            taken = rise.taken,
            consumers = by(&consumers)
        ),
        advice: cx.advice(ADVICE),
        tasks: producers,
        victims: consumers,
    }
}
