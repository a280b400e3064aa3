//! Rule: a queue without a limit grew faster than it was emptied.
//!
//! Looks at the queue each time it is a quarter higher than at the last look, at the time from its first item to then:
//! the lowest level must have been higher in each quarter of that time than in the one before, and in the last at
//! least half of the highest; and items must have been taken meanwhile. Once that was so it stays so, also when the
//! queue is worked off later.
//! So it is silent about a queue that is filled at once and then worked off, about one that goes up and
//! down, and about one that is filled first and emptied later.

use super::hands::hands;
use super::words::count;
use super::{Advice, Finding, Kind, Run};
use crate::time::Instant;
use crate::trace::ResourceKind;
use crate::trace::track::{Level, ResourceTrack};

/// How many levels are summed up together.
const BLOCK: usize = 64;

const ADVICE: Advice = Advice {
    python: "Give the queue a size, asyncio.Queue(maxsize=…): then put() waits until there is room. Or take items \
             with more tasks.",
    rust: "Give the queue a size: then who puts waits until there is room. Or take with more tasks.",
};

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    let mut grown: Vec<(u32, Finding)> = Vec::new();
    for track in run.model.resources() {
        let is_unlimited = track.kind == ResourceKind::Queue && track.capacity == 0;
        if let Some(rise) = is_unlimited.then(|| rise(run, track)).flatten() {
            grown.push((rise.height, tell(run, track, &rise)));
        }
    }
    grown.sort_by_key(|(height, _)| core::cmp::Reverse(*height));
    let worst = grown.into_iter().take(run.options.most);
    found.extend(worst.map(|(_, finding)| finding));
}

struct Rise<'a> {
    levels: &'a [Level],
    height: u32,
    put: usize,
    taken: usize,
    from: Instant,
    until: Instant,
}

fn rise<'a>(run: &Run, track: &'a ResourceTrack) -> Option<Rise<'a>> {
    let levels = &track.levels;
    let first = levels.iter().position(|level| level.level > 0)?;
    if track.highest() < run.options.queued {
        return None;
    }
    let lows = Lows::new(levels);
    let (mut top, mut taken, mut grew) = (first, false, false);
    let mut look_at = run.options.queued;
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

/// The lowest levels of ranges.
struct Lows<'a> {
    levels: &'a [Level],
    /// Of each [`BLOCK`] levels the lowest.
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

    /// Whether the lowest level was higher in each quarter of the time between two changes than before.
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

fn tell(run: &Run, track: &ResourceTrack, rise: &Rise) -> Finding {
    let first = rise.levels.first().map_or(0, |level| level.level);
    let producers = hands(run, first, rise.levels, true);
    let consumers = hands(run, first, rise.levels, false);
    let by = |tasks: &[_]| match tasks.is_empty() {
        true => String::new(),
        false => format!(" by {}", run.words.tasks(tasks)),
    };
    let queue = run.words.resource(track.id);
    Finding {
        kind: Kind::GrowingQueue,
        at: rise.from,
        until: rise.until,
        places: track.place.into_iter().collect(),
        resource: Some(track.id),
        title: format!(
            "A queue without a limit grew to {}",
            count(rise.height as usize, "item")
        ),
        sentence: format!(
            "{queue} grew to {} and has no limit: {} were put in{}, but only {} taken out{}.",
            count(rise.height as usize, "item"),
            rise.put,
            by(&producers),
            rise.taken,
            by(&consumers)
        ),
        advice: run.advise(ADVICE),
        tasks: producers,
        victims: consumers,
    }
}
