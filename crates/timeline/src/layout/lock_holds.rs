//! Which task held a lock, and when: at most two bars per pixel.

use crate::picture::LockHoldBar;
use crate::viewport::Viewport;
use coroscope_trace::time::Instant;
use coroscope_trace::track::ResourceTrack;
use coroscope_trace::{ResourceKind, RunView};

/// How many of the changes that share a pixel are searched for a holder.
const MAX_SAMPLES: usize = 64;

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
    let groups = scale.by_pixel(before.saturating_sub(1)..end, |place| levels[place].at);
    // The last change in a pixel may extend beyond it, so it is examined separately.
    let parts = groups.flat_map(|(_, here)| [here.start..here.end - 1, here.end - 1..here.end]);
    for part in parts.filter(|part| !part.is_empty()) {
        let x = inside(levels[part.start].at);
        let to = levels.get(part.end).map_or(until, |after| after.at);
        let to = inside(to).max(x);
        let count = part.len() as u32;
        let mut looked_at = levels[part].iter().take(MAX_SAMPLES);
        let Some(task) = looked_at.find_map(|level| level.holder) else {
            continue;
        };
        match lock_holds.last_mut() {
            // Only the waiting tasks have changed.
            Some(last) if last.task == task && x <= last.x + last.width => {
                last.width = last.width.max(to - last.x);
                last.merged += count;
            }
            _ => lock_holds.push(LockHoldBar {
                x,
                width: (to - x).max(1.0),
                task,
                name: run.task_name(task).into_owned(),
                merged: count,
            }),
        }
    }
    lock_holds
}
