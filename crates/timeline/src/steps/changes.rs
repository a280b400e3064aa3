//! What a task did with a queue, a lock or another resource, narrated from the change of its level.

use super::super::resource::level_at;
use super::narrator::named;
use coroscope_trace::time::Instant;
use coroscope_trace::{EventKind, Moment, Op, ResourceId, ResourceKind, RunView, TaskId};
use coroscope_wording::{Wording, resource_kind_name, tr, tr_n};

/// `puts an item into the queue “jobs”, which now holds 3`. `None` if an event only changed how many tasks wait.
pub(super) fn change(wording: Wording<'_>, kind: EventKind, seq: u64) -> Option<String> {
    match kind {
        EventKind::ResourceChanged {
            resource, level, ..
        } => {
            let track = wording.run.model.resource(resource)?;
            let is_first = track.levels.first().is_none_or(|first| first.seq >= seq);
            if is_first && track.kind == ResourceKind::Semaphore {
                return None;
            }
            level_change(
                wording,
                resource,
                level_before(wording.run, resource, seq),
                level,
            )
        }
        EventKind::LockHolderChanged { resource, by, .. } => {
            let lock = the(wording, resource);
            match (holder_before(wording.run, resource, seq), by) {
                (None, Some(_)) => Some(tr!("acquires {lock}", lock)),
                (Some(_), None) => Some(tr!("releases {lock}", lock)),
                _ => None,
            }
        }
        _ => None,
    }
}

fn level_change(
    wording: Wording<'_>,
    resource: ResourceId,
    before: u32,
    level: u32,
) -> Option<String> {
    let it = the(wording, resource);
    let is_more = level > before;
    let kind = wording.run.model.resource(resource)?.kind;
    if level == before {
        let is_value = kind == ResourceKind::Value;
        return is_value.then(|| tr!("sets {it} to {level}, which it is already", it, level));
    }
    Some(match (kind, is_more) {
        // A level that grew is at least 1.
        (ResourceKind::Queue, true) => {
            tr!(
                "puts an item into {queue}, which now holds {level}",
                queue = it,
                level
            )
        }
        (ResourceKind::Queue, false) => match level {
            0 => tr!("takes an item from {queue}, which is now empty", queue = it),
            _ => tr!(
                "takes an item from {queue}, which now holds {level}",
                queue = it,
                level
            ),
        },
        (ResourceKind::Semaphore, true) => tr_n!(
            level as usize,
            "returns a permit of {semaphore}, of which 1 is left",
            "returns a permit of {semaphore}, of which {n} are left",
            semaphore = it
        ),
        (ResourceKind::Semaphore, false) => match level {
            0 => tr!(
                "takes a permit of {semaphore}, of which none is left",
                semaphore = it
            ),
            n => tr_n!(
                n as usize,
                "takes a permit of {semaphore}, of which 1 is left",
                "takes a permit of {semaphore}, of which {n} are left",
                semaphore = it
            ),
        },
        (ResourceKind::Barrier, true) => tr!("arrives at {barrier}", barrier = it),
        (ResourceKind::Event, true) => tr!("sets {event}", event = it),
        (ResourceKind::Event, false) => tr!("clears {event}", event = it),
        (ResourceKind::Value, _) => tr!("sets {value} to {level}", value = it, level),
        (ResourceKind::Stream, true) => tr_n!(
            (level - before) as usize,
            "writes one byte to {stream}",
            "writes {n} bytes to {stream}",
            stream = it
        ),
        (ResourceKind::Stream, false) => tr_n!(
            (before - level) as usize,
            "reads one byte from {stream}",
            "reads {n} bytes from {stream}",
            stream = it
        ),
        _ => tr!("changes {it}", it),
    })
}

/// Adds to the sentence that a task waits for an operation on a resource why it has to: `…, which is empty`, `…, which main
/// holds`.
pub(super) fn with_obstacle(
    waits: String,
    wording: Wording<'_>,
    (resource, op): (ResourceId, Op),
    seq: u64,
) -> String {
    let Some(track) = wording.run.model.resource(resource) else {
        return waits;
    };
    let level = level_before(wording.run, resource, seq);
    match (track.kind, op) {
        (ResourceKind::Queue, Op::Get) if level == 0 => tr!("{waits}, which is empty", waits),
        (ResourceKind::Queue, Op::Put) if level > 0 => tr!("{waits}, which is full", waits),
        (ResourceKind::Stream, Op::Read) if level == 0 => {
            tr!("{waits}, which has no bytes waiting", waits)
        }
        (ResourceKind::Semaphore, _) if level == 0 => {
            tr!("{waits}, of which no permit is left", waits)
        }
        (ResourceKind::Lock, _) => match holder_before(wording.run, resource, seq) {
            Some(holder) => tr!(
                "{waits}, which {task} holds",
                waits,
                task = named(wording, holder)
            ),
            None => waits,
        },
        _ => waits,
    }
}

/// `the queue “jobs”`; without a name, `the queue created in line 12`, or `a queue`.
pub(super) fn the(wording: Wording<'_>, resource: ResourceId) -> String {
    match wording.run.model.resource(resource) {
        Some(track) if track.name.is_some() => {
            let kind = resource_kind_name(track.kind);
            tr!(
                "the {kind} “{name}”",
                kind,
                name = wording.run.resource_name(resource)
            )
        }
        _ => wording.resource_with_kind(resource),
    }
}

fn level_before(run: RunView<'_>, resource: ResourceId, seq: u64) -> u32 {
    let Some(before) = seq.checked_sub(1) else {
        return 0;
    };
    let moment = Moment {
        seq: before,
        at: Instant::ZERO,
    };
    level_at(run.model, resource, Some(moment))
}

/// The task that held a lock before an event. Looks at most this many events back.
fn holder_before(run: RunView<'_>, lock: ResourceId, seq: u64) -> Option<TaskId> {
    const MOST: u64 = 5_000;
    let first = seq.saturating_sub(MOST).max(run.log.dropped());
    let mut earlier = (first..seq).rev().filter_map(|seq| run.log.get(seq));
    earlier.find_map(|event| match event.kind {
        EventKind::LockHolderChanged { resource, by, .. } if resource == lock => Some(by),
        _ => None,
    })?
}
