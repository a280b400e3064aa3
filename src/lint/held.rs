//! Rule: a lock was held across a long wait while others waited for it.
//!
//! A lock is there to be held across a wait: what was read before it must still be true when it is written after. The
//! log does not say what a task reads and writes, so the rule looks for what a lock does that is not needed: at least
//! [`TASKS`] tasks in a row, each of which took the lock from the one before, waited at the same line, for a timer,
//! I/O, a task or a future, and let go, while two or more were in line. It tells when the run is over, because until
//! then somebody may still hold it without a wait. So it is silent
//! - about two tasks that exclude each other;
//! - where some held the lock without a wait, as one does that finds out what another has done before: the lock
//!   protects a check;
//! - where a task came back for the lock: it changes step by step what is shared;
//! - about work done while holding it, waits for other locks and queues, and waits of less than
//!   [`Options::held`](super::Options::held);
//! - about semaphores, which are there to be held.

use super::groups::Groups;
use super::hands::{Holding, holdings};
use super::words::count;
use super::{Advice, Finding, Kind, Run};
use crate::time::{Duration, Instant, human};
use crate::trace::track::{ResourceTrack, SpanState};
use crate::trace::{Op, PlaceId, ResourceId, ResourceKind, TaskId, WaitReason};

/// At least this many tasks held it in a row.
const TASKS: usize = 3;

const ADVICE: Advice = Advice::both(
    "Where the wait does not need what the lock protects, wait first and take the lock afterwards.",
);

/// What a task waited for while it held a lock.
#[derive(Clone, Copy)]
struct Across {
    holding: Holding,
    until: Instant,
    waited: Duration,
    /// The longest of the waits.
    longest: Duration,
    on: WaitReason,
    place: PlaceId,
}

/// Tasks that held a lock one after the other.
#[derive(Clone)]
struct Row {
    worst: Across,
    from: Instant,
    until: Instant,
    tasks: Vec<TaskId>,
    sum: Duration,
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    if !run.model.all_done() {
        return;
    }
    let mut groups = Groups::new();
    let locks = run.model.resources().iter();
    for track in locks.filter(|track| track.kind == ResourceKind::Lock) {
        for row in rows(run, track) {
            let weight = row.sum.as_micros() as u64;
            groups.add(track.id, weight, row.worst.holding.task, row);
        }
    }
    for group in groups.worst(run.options.most) {
        let row = group.fact;
        let across = row.worst;
        let lock = across.holding.resource;
        let victims = others(run, lock, &row);
        let waited = human(across.waited);
        found.push(Finding {
            kind: Kind::HeldLock,
            at: row.from,
            until: row.until,
            places: vec![across.place],
            resource: Some(lock),
            title: format!("Held a lock for {waited} while it waited"),
            sentence: format!(
                "{} waited {waited} for {} while it held {}, and {} could not go on without it. {} did so one after \
                 the other, for {} in all.",
                run.words.task(across.holding.task),
                run.words.wait(across.on),
                run.words.resource(lock),
                run.words.tasks(&victims),
                count(row.tasks.len(), "task"),
                human(row.sum),
            ),
            advice: run.advise(ADVICE),
            tasks: row.tasks,
            victims,
        });
    }
}

/// Tasks that took a lock from each other and waited at the same line. Empty where somebody held it without a wait.
fn rows(run: &Run, track: &ResourceTrack) -> Vec<Row> {
    // Two in line at once are needed; most locks never have them.
    if track.levels.iter().all(|level| level.takers < 2) {
        return Vec::new();
    }
    let holdings = holdings(track);
    let now = run.model.now();
    let is_long = |it: &&Holding| it.to.unwrap_or(now) - it.from >= run.options.held;
    if holdings.iter().filter(is_long).count() < TASKS {
        return Vec::new();
    }
    let mut rows = Vec::new();
    let mut open: Option<Row> = None;
    for holding in holdings {
        let across = across(run, holding);
        if across.is_none() && holding.to.is_some() {
            return Vec::new();
        }
        let across = across.filter(|across| across.waited >= run.options.held);
        match (&mut open, across) {
            (Some(row), Some(across)) if row.goes_on(&across) => row.add(across),
            (_, across) => {
                rows.extend(open.take());
                open = across.map(Row::new);
            }
        }
    }
    rows.extend(open);
    rows.retain(|row| row.is_remarkable(track));
    rows
}

impl Row {
    fn new(across: Across) -> Row {
        Row {
            worst: across,
            from: across.holding.from,
            until: across.until,
            tasks: vec![across.holding.task],
            sum: across.waited,
        }
    }

    /// Whether who was next in line did the same: it takes the lock in its next turn.
    fn goes_on(&self, next: &Across) -> bool {
        let gap = next.holding.from - self.until.min(next.holding.from);
        gap <= self.worst.waited / 10 && self.worst.place == next.place
    }

    fn add(&mut self, next: Across) {
        self.until = next.until;
        self.tasks.push(next.holding.task);
        self.sum += next.waited;
        if next.waited > self.worst.waited {
            self.worst = next;
        }
    }

    fn is_remarkable(&self, track: &ResourceTrack) -> bool {
        let mut once = self.tasks.clone();
        once.sort_unstable();
        once.dedup();
        let first = track.levels.partition_point(|level| level.at < self.from);
        let during = track.levels[first..].iter();
        let mut during = during.take_while(|level| level.at < self.until);
        let all_once = once.len() == self.tasks.len();
        once.len() >= TASKS && all_once && during.any(|level| level.takers >= 2)
    }
}

/// What the holder waited for; none where it did not wait.
fn across(run: &Run, holding: Holding) -> Option<Across> {
    let until = holding.to.unwrap_or(run.model.now());
    let spans = &run.model.task(holding.task)?.spans;
    let mut across: Option<Across> = None;
    for index in spans.begun_by(holding.from).saturating_sub(1)..spans.len() {
        let Some(span) = spans.get(index) else { break };
        if span.from >= until {
            break;
        }
        let to = span.to.unwrap_or(until).min(until);
        let lasted = to - span.from.max(holding.from);
        let waited = span.waited.filter(|waited| counts(waited.on));
        let Some(waited) = waited.filter(|_| span.state == SpanState::Waiting && !lasted.is_zero())
        else {
            continue;
        };
        let across = across.get_or_insert(Across {
            holding,
            until,
            waited: Duration::ZERO,
            longest: Duration::ZERO,
            on: waited.on,
            place: waited.place,
        });
        across.waited += lasted;
        if lasted > across.longest {
            (across.longest, across.on, across.place) = (lasted, waited.on, waited.place);
        }
    }
    across
}

fn counts(on: WaitReason) -> bool {
    match on {
        WaitReason::Timer(_)
        | WaitReason::Task(_)
        | WaitReason::Tasks(_)
        | WaitReason::Io(_)
        | WaitReason::Future => true,
        WaitReason::Turn | WaitReason::Resource(..) => false,
    }
}

/// Who waited for the lock meanwhile, the longest first.
fn others(run: &Run, lock: ResourceId, row: &Row) -> Vec<TaskId> {
    let now = run.model.now();
    let mut others: Vec<(Duration, TaskId)> = Vec::new();
    for track in run.model.tasks() {
        let spans = &track.spans;
        let mut lost = Duration::ZERO;
        for index in spans.begun_by(row.from).saturating_sub(1)..spans.len() {
            let Some(span) = spans.get(index).filter(|span| span.from < row.until) else {
                break;
            };
            let acquire = WaitReason::Resource(lock, Op::Acquire);
            let wants = span.waited.is_some_and(|waited| waited.on == acquire);
            if wants && span.state == SpanState::Waiting {
                lost += span.to.unwrap_or(now).min(row.until) - span.from.max(row.from);
            }
        }
        if !lost.is_zero() && track.id != row.worst.holding.task {
            others.push((lost, track.id));
        }
    }
    others.sort_by_key(|(lost, _)| core::cmp::Reverse(*lost));
    others.into_iter().map(|(_, task)| task).collect()
}
