//! In whose hands a shared thing was: the log tells each change, and who was being polled at that moment.

use super::Run;
use crate::time::Instant;
use crate::trace::track::{Level, ResourceTrack};
use crate::trace::{Log, ResourceId, ResourceKind, TaskId, What};

/// So far back the beginning of a poll is looked for.
const FAR: u64 = 1000;
/// So many changes are looked at to learn who makes them.
const LOOKS: usize = 64;

/// The task that was being polled when the event with this number happened.
pub(super) fn running(log: &Log, seq: u64) -> Option<TaskId> {
    let before = seq.saturating_sub(FAR)..seq;
    for seq in before.rev() {
        match log.get(seq)?.what {
            What::PollBegun { task } => return Some(task),
            What::PollEnded { .. } | What::Ended { .. } | What::PassBegun { .. } => return None,
            _ => {}
        }
    }
    None
}

/// Who raised the level of a queue in the changes given (`raised`), or lowered it; in the order of their ids.
pub(super) fn hands(run: &Run, levels: &[Level], raised: bool) -> Vec<TaskId> {
    let changes: Vec<u64> = levels
        .windows(2)
        .filter(|pair| match raised {
            true => pair[1].level > pair[0].level,
            false => pair[1].level < pair[0].level,
        })
        .map(|pair| pair[1].seq)
        .collect();
    let step = changes.len().div_ceil(LOOKS).max(1);
    let mut tasks: Vec<TaskId> = (changes.iter().step_by(step))
        .filter_map(|seq| running(run.log, *seq))
        .collect();
    tasks.sort_unstable();
    tasks.dedup();
    tasks
}

/// That a task held a lock, or a semaphore's only permit.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Holding {
    pub(super) resource: ResourceId,
    pub(super) task: TaskId,
    pub(super) from: Instant,
    /// When it let go; none while it holds on.
    pub(super) to: Option<Instant>,
    /// From when on others waited; none where nobody did.
    pub(super) wanted: Option<Instant>,
}

/// Who held it, and from when to when. Empty for what nobody can hold alone.
pub(super) fn holdings(run: &Run, track: &ResourceTrack) -> Vec<Holding> {
    let takes = match (track.kind, track.capacity) {
        (ResourceKind::Lock, _) => lock_taken,
        (ResourceKind::Semaphore, 1) => permit_taken,
        _ => return Vec::new(),
    };
    let mut done = Vec::new();
    let mut open: Option<Holding> = None;
    let mut last: Option<&Level> = None;
    for level in &track.levels {
        match takes(run, last, level, open.map(|open| open.task)) {
            Change::Taken(task) => {
                done.extend(open.map(|open| ends(open, level)));
                open = Some(Holding {
                    resource: track.id,
                    task,
                    from: level.at,
                    to: None,
                    wanted: None,
                });
            }
            Change::Free => done.extend(open.take().map(|open| ends(open, level))),
            Change::None => {}
        }
        if let Some(open) = &mut open
            && level.takers > 0
        {
            open.wanted.get_or_insert(level.at);
        }
        last = Some(level);
    }
    done.extend(open);
    done
}

enum Change {
    Taken(TaskId),
    Free,
    None,
}

fn ends(open: Holding, level: &Level) -> Holding {
    Holding {
        to: Some(level.at),
        ..open
    }
}

fn lock_taken(_: &Run, _: Option<&Level>, level: &Level, holder: Option<TaskId>) -> Change {
    match level.holder {
        Some(task) if holder == Some(task) => Change::None,
        Some(task) => Change::Taken(task),
        None => Change::Free,
    }
}

/// A permit has no holder in the log. It is taken by who is polled when the level falls to zero, or
/// when it stays there and the line of those who wait stays as long: who has it was called before.
fn permit_taken(run: &Run, last: Option<&Level>, level: &Level, holder: Option<TaskId>) -> Change {
    let Some(last) = last else {
        return Change::None;
    };
    let is_held = holder.is_some();
    if level.level > 0 {
        return Change::Free;
    }
    let falls = last.level > 0;
    let handed_over = !is_held && level.takers == last.takers;
    if falls || handed_over {
        return match running(run.log, level.seq) {
            Some(task) => Change::Taken(task),
            None => Change::Free,
        };
    }
    // Someone was called from the line: by the holder, who has let go, or by leaving it.
    if is_held && level.takers < last.takers && running(run.log, level.seq) == holder {
        return Change::Free;
    }
    Change::None
}
