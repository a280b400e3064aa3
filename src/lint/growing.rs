//! Rule: a queue without a limit grew faster than it was emptied.
//!
//! Looks at the time from the queue's first item to its highest level. It must be at least half of the
//! time up to now; the lowest level must have been higher in each quarter of it than in the one before, and
//! in the last at least half of the highest; and items must have been taken meanwhile.
//! So it is silent about a queue that is filled at once and then worked off, about one that goes up and
//! down, and about one that is filled first and emptied later.

use super::hands::hands;
use super::words::count;
use super::{Finding, Kind, Run};
use crate::time::Instant;
use crate::trace::ResourceKind;
use crate::trace::track::{Level, ResourceTrack};

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
    let mut top = first;
    for (index, level) in levels.iter().enumerate().skip(first) {
        if level.level > levels[top].level {
            top = index;
        }
    }
    let (height, from, until) = (levels[top].level, levels[first].at, levels[top].at);
    if height < run.options.queued || until == from || until - from < run.model.now() - until {
        return None;
    }
    let levels = &levels[first..=top];
    let quarter = |n: u32| from + (until - from) * n / 4;
    let lowest = |n: u32| {
        let begun = levels.partition_point(|level| level.at <= quarter(n));
        let ended = levels.partition_point(|level| level.at <= quarter(n + 1));
        let inside = &levels[begun.saturating_sub(1)..ended.max(begun)];
        inside.iter().map(|level| level.level).min().unwrap_or(0)
    };
    let lows = [0, 1, 2, 3].map(lowest);
    let keeps_rising = lows.windows(2).all(|pair| pair[0] < pair[1]) && lows[3] >= height / 2;
    let change = |raised: bool| {
        let pairs = levels.windows(2);
        pairs
            .filter(|pair| match raised {
                true => pair[1].level > pair[0].level,
                false => pair[1].level < pair[0].level,
            })
            .count()
    };
    let (put, taken) = (1 + change(true), change(false));
    (keeps_rising && taken > 0).then_some(Rise {
        levels,
        height,
        put,
        taken,
        from,
        until,
    })
}

fn tell(run: &Run, track: &ResourceTrack, rise: &Rise) -> Finding {
    let producers = hands(run, rise.levels, true);
    let consumers = hands(run, rise.levels, false);
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
        title: format!("A queue without a limit grew to {}", count(rise.height as usize, "item")),
        sentence: format!(
            "{queue} grew to {} and has no limit: {} were put in{}, but only {} taken out{}.",
            count(rise.height as usize, "item"),
            rise.put,
            by(&producers),
            rise.taken,
            by(&consumers)
        ),
        advice: "Give the queue a size: then who puts waits until there is room. Or take with more tasks."
            .into(),
        tasks: producers,
        victims: consumers,
    }
}
