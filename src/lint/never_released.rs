//! Rule: a lock, permit or connection was never given back.
//!
//! Tells when the run is over, about
//! - a lock that a task holds which has ended;
//! - permits of a semaphore that are missing at the end, where the log says which tasks took more than they gave back;
//! - items that are missing at the end in a queue that is used as a pool: all were put in first, tasks
//!   take one and put it back, and somebody waited for one after the task that did not had ended.
//!
//! Silent
//! - where a [deadlock](super::deadlock) came of it, which says the same;
//! - about semaphores from which nobody ever gave back a permit: they count something;
//! - where a permit was given back by a task that had none, or by a callback: then somebody hands them out;
//! - about all other queues;
//! - where the run was ended from outside.

use super::ledger::{self, Accounts};
use super::requests::since_start;
use super::words::count;
use super::{Advice, Finding, Kind, Run};
use crate::time::Instant;
use crate::trace::track::{Outcome, ResourceTrack, TaskTrack};
use crate::trace::{PlaceId, ResourceKind, TaskId};

/// What is said of each kind of thing.
struct Thing {
    title: &'static str,
    /// Stands before the name of the thing.
    what: &'static str,
    without: &'static str,
    advice: Advice,
}

const LOCK: Thing = Thing {
    title: "A lock was never released",
    what: "",
    without: "without releasing it",
    advice: Advice {
        python: "Use `async with`, which releases the lock in every case; or release it in a finally block.",
        rust: "Release the lock in every case: let its guard go out of scope.",
    },
};
const PERMIT: Thing = Thing {
    title: "A permit was never given back",
    what: "a permit of ",
    without: "without giving it back",
    advice: Advice {
        python: "Use `async with`, which gives the permit back in every case; or release it in a finally block.",
        rust: "Give the permit back in every case: let its guard go out of scope.",
    },
};
const ITEM: Thing = Thing {
    title: "What was taken from a pool was never put back",
    what: "an item of ",
    without: "without putting it back, as the others did",
    advice: Advice {
        python: "Put it back in a finally block, or let an asynccontextmanager take it and put it back.",
        rust: "Put it back in every case: in the Drop of a guard, or in a scope's cleanup.",
    },
};

/// Who took what is missing at the end.
struct Missing {
    thing: Thing,
    at: Instant,
    tasks: Vec<TaskId>,
    /// What came of it.
    end: String,
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    if run.roots.was_stopped || !run.model.all_done() {
        return;
    }
    let mut told = Vec::new();
    for track in run.model.resources() {
        let mut known = found.iter().filter(|it| it.kind == Kind::Deadlock);
        if known.any(|it| it.resource == Some(track.id)) {
            continue;
        }
        let missing = match track.kind {
            ResourceKind::Lock => lock(run, track),
            ResourceKind::Semaphore => permits(run, track),
            ResourceKind::Queue => items(run, track),
            _ => None,
        };
        told.extend(missing.map(|missing| tell(run, track, missing)));
        if told.len() == run.options.most {
            break;
        }
    }
    found.append(&mut told);
}

fn tell(run: &Run, track: &ResourceTrack, missing: Missing) -> Finding {
    let tracks = missing
        .tasks
        .iter()
        .filter_map(|task| run.model.task(*task));
    let ends = tracks.clone().filter_map(|track| track.end);
    let last = |track: &TaskTrack| Some(track.spans.last()?.waited?.place);
    let mut places: Vec<PlaceId> = tracks.filter_map(last).chain(track.place).collect();
    places.dedup();
    let how = match (missing.tasks.len(), ends.clone().next()) {
        (1, Some((at, Outcome::Failed(error)))) => {
            let error = run.log.text(error);
            format!("failed at {} with “{error}”", since_start(at))
        }
        (1, Some((at, Outcome::Cancelled))) => format!("was cancelled at {}", since_start(at)),
        _ => "ended".to_owned(),
    };
    let (thing, at) = (missing.thing, missing.at);
    Finding {
        kind: Kind::NeverReleased,
        at,
        until: ends.map(|(at, _)| at).max().unwrap_or(at),
        victims: Vec::new(),
        places,
        resource: Some(track.id),
        title: thing.title.into(),
        sentence: format!(
            "{} took {}{} at {} and {how} {}.{}",
            run.words.tasks(&missing.tasks),
            thing.what,
            run.words.resource(track.id),
            since_start(at),
            thing.without,
            missing.end,
        ),
        advice: run.advise(thing.advice),
        tasks: missing.tasks,
    }
}

fn lock(run: &Run, track: &ResourceTrack) -> Option<Missing> {
    let last = track.levels.last()?;
    let holder = run.model.task(last.holder?)?;
    holder.end?;
    let changes = track.levels.iter().rev();
    let taken = changes
        .take_while(|level| level.holder == last.holder)
        .last()?;
    Some(Missing {
        thing: LOCK,
        at: taken.at,
        tasks: vec![holder.id],
        end: String::new(),
    })
}

fn permits(run: &Run, track: &ResourceTrack) -> Option<Missing> {
    let left = track.levels.last()?.level;
    let missing = track.capacity.checked_sub(left).filter(|n| *n > 0)?;
    let accounts = ledger::permits(run, track, &track.levels)?;
    let given: u32 = accounts.values().map(|account| account.given).sum();
    let had: u32 = accounts.values().map(|account| account.has()).sum();
    if given == 0 || had != missing {
        return None;
    }
    let capacity = count(track.capacity as usize, "permit");
    let was = if missing == 1 { "was" } else { "were" };
    let end = format!(" At the end {missing} of {capacity} {was} missing.");
    those_who_have(&accounts, PERMIT, end)
}

fn items(run: &Run, track: &ResourceTrack) -> Option<Missing> {
    let accounts = ledger::pool(run, &track.levels)?;
    let given: u32 = accounts.values().map(|account| account.given).sum();
    if given < 2 {
        return None;
    }
    let missing = those_who_have(&accounts, ITEM, String::new())?;
    let ended = missing
        .tasks
        .iter()
        .map(|task| run.model.task(*task)?.end_seq);
    let ended = ended.min().flatten()?;
    let after = track.levels.partition_point(|level| level.seq <= ended);
    let is_wanted = track.levels[after..].iter().any(|level| level.takers > 0);
    is_wanted.then(|| Missing {
        end: " Others waited for one.".into(),
        ..missing
    })
}

fn those_who_have(accounts: &Accounts, thing: Thing, end: String) -> Option<Missing> {
    let have = accounts.iter().filter(|(_, account)| account.has() > 0);
    let mut tasks: Vec<TaskId> = have.clone().map(|(task, _)| *task).collect();
    tasks.sort_unstable();
    let at = have.map(|(_, account)| account.last).min()?;
    Some(Missing {
        thing,
        at,
        tasks,
        end,
    })
}
