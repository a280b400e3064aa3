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
use coroscope_trace::time::Instant;
use coroscope_trace::track::{ResourceTrack, TaskTrack};
use coroscope_trace::{Outcome, PlaceId, ResourceKind, TaskId};
use coroscope_wording::count;

impl FindingKind {
    /// A lock, permit or connection was never released.
    pub const NEVER_RELEASED: FindingKind = FindingKind::new("never-released");
}

/// The texts for a kind of resource.
struct Wording {
    title: &'static str,
    /// Precedes the name of the resource.
    what: &'static str,
    without: &'static str,
    advice: Advice,
}

const LOCK: Wording = Wording {
    title: "A lock was never released",
    what: "",
    without: "without releasing it",
    advice: Advice {
        python: "Use `async with`, which releases the lock in every case; or release it in a finally block.",
        rust: "Release the lock in every case: let its guard go out of scope.",
    },
};
const PERMIT: Wording = Wording {
    title: "A permit was never released",
    what: "a permit of ",
    without: "without releasing it",
    advice: Advice {
        python: "Use `async with`, which releases the permit in every case; or release it in a finally block.",
        rust: "Release the permit in every case: let its guard go out of scope.",
    },
};
const ITEM: Wording = Wording {
    title: "An item of a pool was never put back",
    what: "an item of ",
    without: "without putting it back, as the others did",
    advice: Advice {
        python: "Put it back in a finally block, or let an asynccontextmanager take it and put it back.",
        rust: "Put it back in every case: in the Drop of a guard, or in a scope's cleanup.",
    },
};

/// A resource that is missing at the end.
struct Unreleased {
    thing: Wording,
    at: Instant,
    tasks: Vec<TaskId>,
    /// The consequence.
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
    let how = match (missing.tasks.len(), ends.clone().next()) {
        (1, Some((at, Outcome::Failed(error)))) => {
            let error = cx.run.log.text(error);
            format!("failed at {} with “{error}”", since_start(at))
        }
        (1, Some((at, Outcome::Cancelled))) => format!("was cancelled at {}", since_start(at)),
        _ => "ended".to_owned(),
    };
    let (thing, at) = (missing.thing, missing.at);
    Finding {
        kind: FindingKind::NEVER_RELEASED,
        at,
        until: ends.map(|(at, _)| at).max().unwrap_or(at),
        victims: Vec::new(),
        places,
        resource: Some(track.id),
        title: thing.title.into(),
        sentence: format!(
            "{} took {}{} at {} and {how} {}.{}",
            cx.names.tasks(&missing.tasks),
            thing.what,
            cx.names.resource(track.id),
            since_start(at),
            thing.without,
            missing.end,
        ),
        advice: cx.advice(thing.advice),
        tasks: missing.tasks,
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
        thing: LOCK,
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
    let capacity = count(track.capacity as usize, "permit");
    let was = if missing == 1 { "was" } else { "were" };
    let end = format!(" At the end {missing} of {capacity} {was} missing.");
    unreleased_by(&accounts, PERMIT, end)
}

fn items(cx: &LintContext, track: &ResourceTrack) -> Option<Unreleased> {
    let accounts = ledger::pool(cx, &track.levels)?;
    let given: u32 = accounts.values().map(|account| account.given).sum();
    if given < 2 {
        return None;
    }
    let missing = unreleased_by(&accounts, ITEM, String::new())?;
    let ended = missing
        .tasks
        .iter()
        .map(|task| cx.run.model.task(*task)?.end_seq);
    let ended = ended.min().flatten()?;
    let after = track.levels.partition_point(|level| level.seq <= ended);
    let is_wanted = track.levels[after..].iter().any(|level| level.takers > 0);
    is_wanted.then(|| Unreleased {
        end: " Others waited for one.".into(),
        ..missing
    })
}

fn unreleased_by(accounts: &Accounts, thing: Wording, end: String) -> Option<Unreleased> {
    let have = accounts.iter().filter(|(_, account)| account.has() > 0);
    let mut tasks: Vec<TaskId> = have.clone().map(|(task, _)| *task).collect();
    tasks.sort_unstable();
    let at = have.map(|(_, account)| account.last).min()?;
    Some(Unreleased {
        thing,
        at,
        tasks,
        end,
    })
}
