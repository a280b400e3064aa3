//! A counter track: the level of a resource over time, as steps.

use super::columns::NEARLY;
use super::levels::{Changes, levels, peaks};
use super::lock_holds::lock_holds;
use crate::picture::{CounterStep, CounterTrack, Peak, Unchanged};
use crate::scale::TimeScale;
use crate::viewport::Viewport;
use core::ops::Range;
use coroscope_trace::time::Instant;
use coroscope_trace::track::ResourceTrack;
use coroscope_trace::{Change, ResourceKind, RunView};
use coroscope_wording::Wording;

/// How many of the changes that share a pixel are examined.
const MAX_SAMPLES: usize = 64;
/// Minimum distance between two marks of a value that did not change.
const UNCHANGED_PITCH: f64 = 7.0;

impl Changes for ResourceTrack {
    fn len(&self) -> usize {
        self.levels.len()
    }

    fn change(&self, place: usize) -> Change {
        self.change(place)
    }

    fn sum(&self, range: Range<usize>) -> [u128; 3] {
        self.sum(range)
    }
}

pub(super) fn counter_track(
    run: RunView<'_>,
    viewport: &Viewport,
    resource: &ResourceTrack,
) -> CounterTrack {
    let (scale, until) = (&viewport.scale, viewport.until(run.model));
    let mut steps: Vec<CounterStep> = Vec::new();
    let mut highest = Vec::new();
    levels(resource, scale, until, |found| {
        let [level, takers, putters] = found.numbers;
        let (x, to) = found.edges;
        let step = CounterStep {
            x,
            level,
            takers,
            putters,
        };
        let same = |last: &CounterStep| CounterStep { x, ..*last } == step;
        if to - x > NEARLY && !steps.last().is_some_and(same) {
            steps.push(step);
        }
        if let Some(shared) = found.shared
            && let Some(place) = resource.highest_in(shared.places)
        {
            let (x, level) = (shared.column, resource.levels[place].level);
            highest.push(Peak { x, level });
        }
    });
    let full = resource.highest().max(resource.capacity);
    let drawn = |x: f64| {
        let after = steps.partition_point(|step| step.x <= x);
        after.checked_sub(1).map_or(0.0, |step| steps[step].level)
    };
    let peaks = peaks(&highest, scale, full, drawn);
    let x_to = scale.x(until).clamp(-1.0, scale.width() + 1.0);
    CounterTrack {
        resource: resource.id,
        kind: resource.kind,
        name: Wording::new(run).resource_label(resource),
        steps,
        peaks,
        lock_holds: lock_holds(run, viewport, resource),
        unchanged: unchanged(resource, scale, until),
        x_to,
        highest: resource.highest(),
        capacity: resource.capacity,
    }
}

/// Where a value was set to what it was already.
fn unchanged(resource: &ResourceTrack, scale: &TimeScale, until: Instant) -> Vec<Unchanged> {
    let mut seen: Vec<Unchanged> = Vec::new();
    if resource.kind != ResourceKind::Value {
        return seen;
    }
    let levels = &resource.levels;
    let end = levels.partition_point(|level| level.at <= scale.to().min(until));
    let first = levels.partition_point(|level| level.at < scale.from());
    for (x, here) in scale.by_pixel(first.max(1)..end.max(1), |place| levels[place].at) {
        let is_same = |place: &usize| levels[*place].level == levels[place - 1].level;
        let times = here.take(MAX_SAMPLES).filter(is_same).count() as u32;
        match seen.last_mut().filter(|last| x - last.x < UNCHANGED_PITCH) {
            _ if times == 0 => {}
            Some(last) => last.times += times,
            None => seen.push(Unchanged { x, times }),
        }
    }
    seen
}
