//! Which task held a lock, and when: at most two bars per pixel.

use super::layout::Viewport;
use crate::time::Instant;
use crate::trace::track::ResourceTrack;
use crate::trace::{ResourceKind, RunView, TaskId};

/// How many of the changes that share a pixel are searched for a holder.
const MAX_SAMPLES: usize = 64;

/// A stretch in which a task held a lock.
#[derive(Clone, Debug, PartialEq)]
pub struct LockHoldBar {
    /// Its left edge.
    pub x: f64,
    /// How wide it is; at least one pixel.
    pub width: f64,
    /// The holder; the first, if several share a pixel.
    pub task: TaskId,
    /// That task's name.
    pub name: String,
    /// How many changes of the lock it represents.
    pub merged: u32,
}

pub(super) fn lock_holds(
    run: RunView<'_>,
    viewport: &Viewport,
    resource: &ResourceTrack,
) -> Vec<LockHoldBar> {
    let mut lock_holds: Vec<LockHoldBar> = Vec::new();
    if resource.kind != ResourceKind::Lock {
        return lock_holds;
    }
    let (scale, until) = (&viewport.scale, viewport.until(run.model));
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
        // The last change in a pixel may extend beyond it, so it is examined separately.
        let count = here.saturating_sub(1).max(1);
        let to = levels.get(next + count).map_or(until, |after| after.at);
        let to = inside(to).max(x);
        let looked_at = levels[next..next + count].iter().take(MAX_SAMPLES);
        let held_by = looked_at.filter_map(|level| level.holder).next();
        next += count;
        let Some(task) = held_by else { continue };
        match lock_holds.last_mut() {
            // Only the waiting tasks have changed.
            Some(last) if last.task == task && x <= last.x + last.width => {
                last.width = last.width.max(to - last.x);
                last.merged += count as u32;
            }
            _ => lock_holds.push(LockHoldBar {
                x,
                width: (to - x).max(1.0),
                task,
                name: run.task_name(task).into_owned(),
                merged: count as u32,
            }),
        }
    }
    lock_holds
}
