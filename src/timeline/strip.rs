//! A resource's level over time as steps, a few for each pixel.

use super::columns::NEARLY;
use super::holding::{Holding, holdings};
use super::levels::{Changes, Peak, levels, peaks};
use super::say::Say;
use super::scale::TimeScale;
use crate::time::Instant;
use crate::trace::track::ResourceTrack;
use crate::trace::{Change, Log, Model, Moment, ResourceId, ResourceKind};
use core::ops::Range;

/// How full a resource was over time.
#[derive(Clone, Debug, PartialEq)]
pub struct Strip {
    /// The resource.
    pub resource: ResourceId,
    /// What it is.
    pub kind: ResourceKind,
    /// Its name, else its kind and where it was made: `queue, line 12`.
    pub name: String,
    /// The level from each `x` to the next step, and from the last to [`x_to`](Strip::x_to).
    pub steps: Vec<Step>,
    /// Levels above those of the steps that did not last for a pixel.
    pub peaks: Vec<Peak>,
    /// Of a lock: who held it when.
    pub holders: Vec<Holding>,
    /// Up to where it is known, or the right edge.
    pub x_to: f64,
    /// The highest level of the whole run.
    pub highest: u32,
    /// How much it takes at most; 0 is unbounded.
    pub capacity: u32,
}

/// A level that holds from `x` on; where it changes faster than a pixel, the mean over a column of pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// From where on.
    pub x: f64,
    /// Items in a queue, permits of a semaphore; 1 for a held lock.
    pub level: f64,
    /// How many tasks waited to take.
    pub takers: f64,
    /// How many tasks waited to put.
    pub putters: f64,
}

/// The level of a resource right after a moment's event, or its last; 0 before it had one.
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

pub(super) fn strip(
    model: &Model,
    log: &Log,
    scale: &TimeScale,
    until: Instant,
    resource: &ResourceTrack,
) -> Strip {
    let mut steps: Vec<Step> = Vec::new();
    let mut highest = Vec::new();
    levels(resource, scale, until, |found| {
        let [level, takers, putters] = found.numbers;
        let (x, to) = found.edges;
        let step = Step {
            x,
            level,
            takers,
            putters,
        };
        let same = |last: &Step| Step { x, ..*last } == step;
        if to - x > NEARLY && !steps.last().is_some_and(same) {
            steps.push(step);
        }
        if let Some(shared) = found.shared
            && let Some(place) = resource.peaks.highest(&resource.levels, shared.places)
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
    Strip {
        resource: resource.id,
        kind: resource.kind,
        name: Say { model, log }.label(resource),
        steps,
        peaks,
        holders: holdings(model, log, scale, until, resource),
        x_to,
        highest: resource.highest(),
        capacity: resource.capacity,
    }
}
