//! In whose hands a shared thing was: the log tells each change, and who was being polled at that moment.

use super::Run;
use crate::time::Instant;
use crate::trace::track::{Level, ResourceTrack};
use crate::trace::{EventKind, Log, ResourceId, ResourceKind, TaskId};

/// So far back the beginning of a poll is looked for.
const FAR: u64 = 1000;
/// So many changes are looked at to learn who makes them.
const LOOKS: usize = 64;

/// The task that was being polled when the event with this number happened.
pub(super) fn running(log: &Log, seq: u64) -> Option<TaskId> {
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

/// Who raised the level of a queue from `first` on in the changes given (`raised`), or lowered it; in the order of
/// their ids.
pub(super) fn hands(run: &Run, first: u32, levels: &[Level], raised: bool) -> Vec<TaskId> {
    let before = core::iter::once(first).chain(levels.iter().map(|level| level.level));
    let changes: Vec<u64> = (before.zip(levels))
        .filter(|(before, now)| match raised {
            true => now.level > *before,
            false => now.level < *before,
        })
        .map(|(_, now)| now.seq)
        .collect();
    let step = changes.len().div_ceil(LOOKS).max(1);
    let mut tasks: Vec<TaskId> = (changes.iter().step_by(step))
        .filter_map(|seq| running(run.log, *seq))
        .collect();
    tasks.sort_unstable();
    tasks.dedup();
    tasks
}

/// That a task held a lock.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Holding {
    pub(super) resource: ResourceId,
    pub(super) task: TaskId,
    pub(super) from: Instant,
    /// When it let go; none while it holds on.
    pub(super) to: Option<Instant>,
}

/// Who held a lock, and from when to when. Empty for what nobody holds alone.
pub(super) fn holdings(track: &ResourceTrack) -> Vec<Holding> {
    if track.kind != ResourceKind::Lock {
        return Vec::new();
    }
    let mut done = Vec::new();
    let mut open: Option<Holding> = None;
    for level in &track.levels {
        if open.map(|open| open.task) == level.holder {
            continue;
        }
        done.extend(open.take().map(|open| Holding {
            to: Some(level.at),
            ..open
        }));
        open = level.holder.map(|task| Holding {
            resource: track.id,
            task,
            from: level.at,
            to: None,
        });
    }
    done.extend(open);
    done
}
