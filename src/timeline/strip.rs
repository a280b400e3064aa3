//! A resource's level over time as steps, at most two for each pixel.

use super::holding::{Holding, holdings};
use super::say::Say;
use super::scale::TimeScale;
use crate::time::Instant;
use crate::trace::track::{Level, ResourceTrack};
use crate::trace::{Log, Model, Moment, ResourceId, ResourceKind};

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
    /// Of a lock: who held it when.
    pub holders: Vec<Holding>,
    /// Up to where it is known, or the right edge.
    pub x_to: f64,
    /// The highest level of the whole run.
    pub highest: u32,
    /// How much it takes at most; 0 is unbounded.
    pub capacity: u32,
}

/// A level that holds from `x` on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Step {
    /// From where on.
    pub x: f64,
    /// Items in a queue, permits of a semaphore; 1 for a held lock.
    pub level: u32,
    /// How many tasks waited to take.
    pub takers: u16,
    /// How many tasks waited to put.
    pub putters: u16,
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

pub(super) fn strip(
    model: &Model,
    log: &Log,
    scale: &TimeScale,
    until: Instant,
    resource: &ResourceTrack,
) -> Strip {
    let inside = |x: f64| x.clamp(-1.0, scale.width() + 1.0);
    let step = |x: f64, level: &Level| Step {
        x: inside(x),
        level: level.level,
        takers: level.takers,
        putters: level.putters,
    };
    let levels = &resource.levels;
    let last_seen = scale.to().min(until);
    let levels = &levels[..levels.partition_point(|level| level.at <= last_seen)];
    let before = levels.partition_point(|level| level.at < scale.from());
    let mut next = before.saturating_sub(1);
    let mut steps: Vec<Step> = Vec::new();
    while let Some(first) = levels.get(next) {
        let x = scale.x(first.at).max(-1.0);
        let pixel_end = scale.first_at(x.floor() + 1.0);
        let count = 1 + levels[next + 1..].partition_point(|level| level.at < pixel_end);
        // Of equal ones the last, which is how the pixel is left.
        let peak = resource.peaks.highest(levels, next..next + count);
        let last = &levels[next + count - 1];
        let highest = peak.map_or(last, |place| &levels[place]);
        steps.push(step(x, highest));
        let settles = (last.level, last.takers, last.putters);
        if settles != (highest.level, highest.takers, highest.putters) {
            steps.push(step(x.floor() + 1.0, last));
        }
        next += count;
    }
    Strip {
        resource: resource.id,
        kind: resource.kind,
        name: Say { model, log }.label(resource),
        steps,
        holders: holdings(model, log, scale, until, resource),
        x_to: inside(scale.x(until)),
        highest: resource.highest(),
        capacity: resource.capacity,
    }
}
