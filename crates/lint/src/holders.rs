//! Which task held or changed a resource: the log has each change, and which task was being polled at that moment.

use super::LintContext;
use coroscope_trace::sort;
use coroscope_trace::time::Instant;
use coroscope_trace::track::{Level, ResourceTrack};
use coroscope_trace::{EventKind, Log, ResourceId, ResourceKind, TaskId};

/// How many events back the beginning of a poll is searched for.
const FAR: u64 = 1000;
/// How many changes are examined to find the tasks that make them.
const MAX_SAMPLES: usize = 64;

/// The task that was being polled when the event with this sequence number happened.
pub(super) fn polled_at(log: &Log, seq: u64) -> Option<TaskId> {
    let before = seq.saturating_sub(FAR)..seq;
    for seq in before.rev() {
        match log.get(seq)?.kind {
            EventKind::PollBegun { task } => return Some(task),
            EventKind::PollEnded { .. }
            | EventKind::TaskEnded { .. }
            | EventKind::PassBegun { .. } => return None,
            _ => {}
        }
    }
    None
}

/// The tasks that raised (`raised`) or lowered the level of a queue in these changes, starting from the level `first`;
/// sorted by id.
pub(super) fn changed_by(
    cx: &LintContext,
    first: u32,
    levels: &[Level],
    raised: bool,
) -> Vec<TaskId> {
    let before = core::iter::once(first).chain(levels.iter().map(|level| level.level));
    let changes: Vec<u64> = (before.zip(levels))
        .filter(|(before, now)| match raised {
            true => now.level > *before,
            false => now.level < *before,
        })
        .map(|(_, now)| now.seq)
        .collect();
    let step = changes.len().div_ceil(MAX_SAMPLES).max(1);
    let mut tasks: Vec<TaskId> = (changes.iter().step_by(step))
        .filter_map(|seq| polled_at(cx.run.log, *seq))
        .collect();
    sort::by(&mut tasks, Ord::cmp);
    tasks.dedup();
    tasks
}

/// A task held a lock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct LockHold {
    pub(super) resource: ResourceId,
    pub(super) task: TaskId,
    pub(super) from: Instant,
    /// When it released the lock; `None` while it holds it.
    pub(super) to: Option<Instant>,
}

/// Which tasks held a lock, and when. Empty for resources without a holder.
pub(super) fn lock_holds(track: &ResourceTrack) -> Vec<LockHold> {
    if track.kind != ResourceKind::Lock {
        return Vec::new();
    }
    let mut done = Vec::new();
    let mut open: Option<LockHold> = None;
    for level in &track.levels {
        if open.map(|open| open.task) == level.holder {
            continue;
        }
        done.extend(open.take().map(|open| LockHold {
            to: Some(level.at),
            ..open
        }));
        open = level.holder.map(|task| LockHold {
            resource: track.id,
            task,
            from: level.at,
            to: None,
        });
    }
    done.extend(open);
    done
}
