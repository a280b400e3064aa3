//! What a task did with a queue, a lock or another resource, narrated from the change of its level.

use super::super::resource::level_at;
use super::narrator::named;
use coroscope_trace::time::Instant;
use coroscope_trace::{EventKind, Moment, Op, ResourceId, ResourceKind, RunView, TaskId};
use coroscope_wording::Wording;

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
                (None, Some(_)) => Some(format!("acquires {lock}")),
                (Some(_), None) => Some(format!("releases {lock}")),
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
        return is_value.then(|| format!("sets {it} to {level}, which it is already"));
    }
    Some(match kind {
        ResourceKind::Queue => {
            let holds = match level {
                0 => "is now empty".into(),
                n => format!("now holds {n}"),
            };
            match is_more {
                true => format!("puts an item into {it}, which {holds}"),
                false => format!("takes an item from {it}, which {holds}"),
            }
        }
        ResourceKind::Semaphore => {
            let left = match level {
                0 => "of which none is left".into(),
                1 => "of which 1 is left".into(),
                n => format!("of which {n} are left"),
            };
            match is_more {
                true => format!("returns a permit of {it}, {left}"),
                false => format!("takes a permit of {it}, {left}"),
            }
        }
        ResourceKind::Barrier if is_more => format!("arrives at {it}"),
        ResourceKind::Event if is_more => format!("sets {it}"),
        ResourceKind::Event => format!("clears {it}"),
        ResourceKind::Value => format!("sets {it} to {level}"),
        _ => format!("changes {it}"),
    })
}

/// Why an operation on a resource has to wait: `, which is empty`, `, which main holds`.
pub(super) fn obstacle(wording: Wording<'_>, resource: ResourceId, op: Op, seq: u64) -> String {
    let Some(track) = wording.run.model.resource(resource) else {
        return String::new();
    };
    let level = level_before(wording.run, resource, seq);
    match (track.kind, op) {
        (ResourceKind::Queue, Op::Get) if level == 0 => ", which is empty".into(),
        (ResourceKind::Queue, Op::Put) if level > 0 => ", which is full".into(),
        (ResourceKind::Semaphore, _) if level == 0 => ", of which no permit is left".into(),
        (ResourceKind::Lock, _) => match holder_before(wording.run, resource, seq) {
            Some(holder) => format!(", which {} holds", named(wording, holder)),
            None => String::new(),
        },
        _ => String::new(),
    }
}

/// `the queue “jobs”`; without a name, `the queue created in line 12`, or `a queue`.
pub(super) fn the(wording: Wording<'_>, resource: ResourceId) -> String {
    match wording.run.model.resource(resource) {
        Some(track) if track.name.is_some() => {
            let kind = track.kind.name().to_ascii_lowercase();
            format!("the {kind} “{}”", wording.run.resource_name(resource))
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
