//! Rule: a lock, permit or connection was never released.
//!
//! Reports when the run is over, about
//! - a lock whose holder has ended;
//! - permits of a semaphore that are missing at the end, if the log shows which tasks took more than they released;
//! - items that are missing at the end in a queue that is used as a pool: all were put in first, tasks take one and put
//!   it back, and another task waited for one after the task that did not put it back had ended.
//!
//! Silent
//! - if it led to a [deadlock](super::deadlock), which says the same;
//! - about semaphores whose permits are never released: they count something;
//! - if a permit was released by a task that had none, or by a callback: then permits are handed out;
//! - about all other queues;
//! - if the run was ended from outside.

use crate::ledger::{self, Accounts};
use crate::requests::since_start;
use crate::{Advice, Finding, FindingKind, LintContext, Rule};
use coroscope_trace::sort;
use coroscope_trace::time::Instant;
use coroscope_trace::track::{ResourceTrack, TaskTrack};
use coroscope_trace::{Outcome, PlaceId, ResourceId, ResourceKind, TaskId};
use coroscope_wording::{text, tr, tr_n};

impl FindingKind {
    /// A lock, permit or connection was never released.
    pub const NEVER_RELEASED: FindingKind = FindingKind::new("never-released");
}

const LOCK: Advice = Advice {
    python: text!(
        "Use `async with`, which releases the lock in every case; or release it in a finally block."
    ),
    rust: text!("Release the lock in every case: let its guard go out of scope."),
};
const PERMIT: Advice = Advice {
    python: text!(
        "Use `async with`, which releases the permit in every case; or release it in a finally block."
    ),
    rust: text!("Release the permit in every case: let its guard go out of scope."),
};
const ITEM: Advice = Advice {
    python: text!(
        "Put it back in a finally block, or let an asynccontextmanager take it and put it back."
    ),
    rust: text!("Put it back in every case: in the Drop of a guard, or in a scope's cleanup."),
};

/// What was not released.
#[derive(Clone, Copy)]
enum Thing {
    Lock,
    Permit,
    /// An item of a pool.
    Item,
}

/// A resource that is missing at the end.
struct Unreleased {
    thing: Thing,
    at: Instant,
    tasks: Vec<TaskId>,
    /// A sentence about the consequence, or nothing.
    end: String,
}

#[derive(Default)]
pub(super) struct NeverReleased;

impl Rule for NeverReleased {
    fn kind(&self) -> FindingKind {
        FindingKind::NEVER_RELEASED
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        if cx.roots.was_stopped || !cx.run.model.all_done() {
            return;
        }
        let mut findings = Vec::new();
        for track in cx.run.model.resources() {
            let mut known = found.iter().filter(|it| it.kind == FindingKind::DEADLOCK);
            if known.any(|it| it.resource == Some(track.id)) {
                continue;
            }
            let missing = match track.kind {
                ResourceKind::Lock => lock(cx, track),
                ResourceKind::Semaphore => permits(cx, track),
                ResourceKind::Queue => items(cx, track),
                _ => None,
            };
            findings.extend(missing.map(|missing| report(cx, track, missing)));
            if findings.len() == cx.options.max_per_kind {
                break;
            }
        }
        found.append(&mut findings);
    }
}

fn report(cx: &LintContext, track: &ResourceTrack, missing: Unreleased) -> Finding {
    let tracks = missing
        .tasks
        .iter()
        .filter_map(|task| cx.run.model.task(*task));
    let ends = tracks.clone().filter_map(|track| track.end);
    let last = |track: &TaskTrack| Some(track.spans.last()?.waited?.place);
    let mut places: Vec<PlaceId> = tracks.filter_map(last).chain(track.place).collect();
    places.dedup();
    let end = ends.clone().next().filter(|_| missing.tasks.len() == 1);
    let what = what_happened(cx, track.id, &missing, end);
    let at = missing.at;
    let (title, advice) = match missing.thing {
        Thing::Lock => (tr!("A lock was never released"), LOCK),
        Thing::Permit => (tr!("A permit was never released"), PERMIT),
        Thing::Item => (tr!("An item of a pool was never put back"), ITEM),
    };
    Finding {
        kind: FindingKind::NEVER_RELEASED,
        at,
        until: ends.map(|(at, _)| at).max().unwrap_or(at),
        victims: Vec::new(),
        places,
        resource: Some(track.id),
        title: title.into(),
        sentence: match missing.end.is_empty() {
            true => what,
            false => format!("{what} {}", missing.end),
        },
        advice: cx.advice(advice),
        tasks: missing.tasks,
    }
}

/// What the tasks took, and how they ended; `end` is that of a single task.
fn what_happened(
    cx: &LintContext,
    id: ResourceId,
    missing: &Unreleased,
    end: Option<(Instant, Outcome)>,
) -> String {
    let (n, tasks) = (missing.tasks.len(), cx.names.tasks(&missing.tasks));
    let (resource, at) = (cx.names.resource(id), since_start(missing.at));
    match end {
        Some((ended, Outcome::Failed(error))) => {
            let (ended, error) = (since_start(ended), cx.run.log.text(error));
            match missing.thing {
                Thing::Lock => tr!(
                    "{task} took {lock} at {at} and failed at {ended} with “{error}” without releasing it.",
                    task = tasks,
                    lock = resource,
                    at,
                    ended,
                    error
                ),
                Thing::Permit => tr!(
                    "{task} took a permit of {semaphore} at {at} and failed at {ended} with “{error}” without releasing it.",
                    task = tasks,
                    semaphore = resource,
                    at,
                    ended,
                    error
                ),
                Thing::Item => tr!(
                    "{task} took an item of {queue} at {at} and failed at {ended} with “{error}” without putting it back, as \
                     the others did.",
                    task = tasks,
                    queue = resource,
                    at,
                    ended,
                    error
                ),
            }
        }
        Some((ended, Outcome::Cancelled)) => {
            let ended = since_start(ended);
            match missing.thing {
                Thing::Lock => tr!(
                    "{task} took {lock} at {at} and was cancelled at {ended} without releasing it.",
                    task = tasks,
                    lock = resource,
                    at,
                    ended
                ),
                Thing::Permit => tr!(
                    "{task} took a permit of {semaphore} at {at} and was cancelled at {ended} without releasing it.",
                    task = tasks,
                    semaphore = resource,
                    at,
                    ended
                ),
                Thing::Item => tr!(
                    "{task} took an item of {queue} at {at} and was cancelled at {ended} without putting it back, as the \
                     others did.",
                    task = tasks,
                    queue = resource,
                    at,
                    ended
                ),
            }
        }
        _ => match missing.thing {
            Thing::Lock => tr_n!(
                n,
                "{tasks} took {lock} at {at} and ended without releasing it.",
                "{tasks} took {lock} at {at} and ended without releasing it.",
                tasks,
                lock = resource,
                at
            ),
            Thing::Permit => tr_n!(
                n,
                "{tasks} took a permit of {semaphore} at {at} and ended without releasing it.",
                "{tasks} took a permit of {semaphore} at {at} and ended without releasing it.",
                tasks,
                semaphore = resource,
                at
            ),
            Thing::Item => tr_n!(
                n,
                "{tasks} took an item of {queue} at {at} and ended without putting it back, as the others did.",
                "{tasks} took an item of {queue} at {at} and ended without putting it back, as the others did.",
                tasks,
                queue = resource,
                at
            ),
        },
    }
}

fn lock(cx: &LintContext, track: &ResourceTrack) -> Option<Unreleased> {
    let last = track.levels.last()?;
    let holder = cx.run.model.task(last.holder?)?;
    holder.end?;
    let changes = track.levels.iter().rev();
    let taken = changes
        .take_while(|level| level.holder == last.holder)
        .last()?;
    Some(Unreleased {
        thing: Thing::Lock,
        at: taken.at,
        tasks: vec![holder.id],
        end: String::new(),
    })
}

fn permits(cx: &LintContext, track: &ResourceTrack) -> Option<Unreleased> {
    let left = track.levels.last()?.level;
    let missing = track.capacity.checked_sub(left).filter(|n| *n > 0)?;
    let accounts = ledger::permits(cx, track, &track.levels)?;
    let given: u32 = accounts.values().map(|account| account.given).sum();
    let held: u32 = accounts.values().map(|account| account.has()).sum();
    if given == 0 || held != missing {
        return None;
    }
    let end = tr_n!(
        missing as usize,
        "At the end {n} {of_permits} was missing.",
        "At the end {n} {of_permits} were missing.",
        of_permits = tr_n!(track.capacity as usize, "of one permit", "of {n} permits")
    );
    unreleased_by(&accounts, Thing::Permit, end)
}

fn items(cx: &LintContext, track: &ResourceTrack) -> Option<Unreleased> {
    let accounts = ledger::pool(cx, &track.levels)?;
    let given: u32 = accounts.values().map(|account| account.given).sum();
    if given < 2 {
        return None;
    }
    let missing = unreleased_by(&accounts, Thing::Item, String::new())?;
    let ended = missing
        .tasks
        .iter()
        .map(|task| cx.run.model.task(*task)?.end_seq);
    let ended = ended.min().flatten()?;
    let after = track.levels.partition_point(|level| level.seq <= ended);
    let is_wanted = track.levels[after..].iter().any(|level| level.takers > 0);
    is_wanted.then(|| Unreleased {
        end: tr!("Others waited for one.").into(),
        ..missing
    })
}

fn unreleased_by(accounts: &Accounts, thing: Thing, end: String) -> Option<Unreleased> {
    let have = accounts.iter().filter(|(_, account)| account.has() > 0);
    let mut tasks: Vec<TaskId> = have.clone().map(|(task, _)| *task).collect();
    sort::by(&mut tasks, Ord::cmp);
    let at = have.map(|(_, account)| account.last).min()?;
    Some(Unreleased {
        thing,
        at,
        tasks,
        end,
    })
}
