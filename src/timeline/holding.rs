//! Who held a lock when, at most twice for each pixel.

use super::scale::TimeScale;
use crate::time::Instant;
use crate::trace::track::ResourceTrack;
use crate::trace::{Log, Model, ResourceKind, TaskId};

/// Of changes that share a pixel, so many are looked at for one who held it.
const LOOKS: usize = 64;

/// A stretch in which one task held a lock.
#[derive(Clone, Debug, PartialEq)]
pub struct Holding {
    /// Its left edge.
    pub x: f64,
    /// How wide it is; at least one pixel.
    pub width: f64,
    /// Who held it; of several that share a pixel, the first.
    pub task: TaskId,
    /// That task's name.
    pub name: String,
    /// How many changes of the lock it stands for.
    pub merged: u32,
}

pub(super) fn holdings(
    model: &Model,
    log: &Log,
    scale: &TimeScale,
    until: Instant,
    resource: &ResourceTrack,
) -> Vec<Holding> {
    let mut holdings: Vec<Holding> = Vec::new();
    if resource.kind != ResourceKind::Lock {
        return holdings;
    }
    let last_seen = scale.to().min(until);
    let levels = &resource.levels;
    let end = levels.partition_point(|level| level.at <= last_seen);
    let before = levels.partition_point(|level| level.at < scale.from());
    let inside = |at: Instant| scale.x(at.min(until)).clamp(-1.0, scale.width() + 1.0);
    let mut next = before.saturating_sub(1);
    while next < end {
        let x = inside(levels[next].at);
        let pixel_end = scale.first_at(x.floor() + 1.0);
        let here = levels[next..end].partition_point(|level| level.at < pixel_end);
        // The last of a pixel may reach out of it: it is looked at by itself.
        let count = here.saturating_sub(1).max(1);
        let to = levels.get(next + count).map_or(until, |after| after.at);
        let to = inside(to).max(x);
        let looked_at = levels[next..next + count].iter().take(LOOKS);
        let held_by = looked_at.filter_map(|level| level.holder).next();
        next += count;
        let Some(task) = held_by else { continue };
        match holdings.last_mut() {
            // Only who waits has changed.
            Some(last) if last.task == task && x <= last.x + last.width => {
                last.width = last.width.max(to - last.x);
                last.merged += count as u32;
            }
            _ => holdings.push(Holding {
                x,
                width: (to - x).max(1.0),
                task,
                name: model.task_name(log, task).into_owned(),
                merged: count as u32,
            }),
        }
    }
    holdings
}
