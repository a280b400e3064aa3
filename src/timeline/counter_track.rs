//! A counter track: the level of a resource over time, as steps.

use super::columns::NEARLY;
use super::layout::Viewport;
use super::levels::{Changes, Peak, levels, peaks};
use super::lock_hold::{LockHoldBar, lock_holds};
use crate::trace::track::ResourceTrack;
use crate::trace::{Change, Model, Moment, ResourceId, ResourceKind, RunView};
use crate::wording::Wording;
use core::ops::Range;

/// The level of a resource over time.
#[derive(Clone, Debug, PartialEq)]
pub struct CounterTrack {
    /// The resource.
    pub resource: ResourceId,
    /// Its kind.
    pub kind: ResourceKind,
    /// Its name; if it has none, its kind and where it was created: `queue, line 12`.
    pub name: String,
    /// The level from each `x` to the next step, and from the last to [`x_to`](CounterTrack::x_to).
    pub steps: Vec<CounterStep>,
    /// Higher levels that lasted less than a pixel, so no step shows them.
    pub peaks: Vec<Peak>,
    /// For a lock: which task held it, and when.
    pub lock_holds: Vec<LockHoldBar>,
    /// Where the known levels end, or the right edge.
    pub x_to: f64,
    /// The highest level of the whole run.
    pub highest: u32,
    /// Its capacity; 0 means unbounded.
    pub capacity: u32,
}

/// A level from `x` on; the mean over a column of pixels where it changes faster.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct CounterStep {
    /// Where it begins.
    pub x: f64,
    /// Items in a queue, permits of a semaphore; 1 for a held lock.
    pub level: f64,
    /// How many tasks waited to take.
    pub takers: f64,
    /// How many tasks waited to put.
    pub putters: f64,
}

/// The level of a resource right after a moment's event, or its last level; 0 before the first.
pub fn level_at(model: &Model, resource: ResourceId, moment: Option<Moment>) -> u32 {
    let levels = model
        .resource(resource)
        .map_or(&[][..], |track| &track.levels);
    let known = match moment {
        Some(moment) => levels.partition_point(|level| level.seq <= moment.seq),
        None => levels.len(),
    };
    known.checked_sub(1).map_or(0, |last| levels[last].level)
}

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
        x_to,
        highest: resource.highest(),
        capacity: resource.capacity,
    }
}
