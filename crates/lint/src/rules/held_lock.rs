//! Rule: a lock was held during a long wait, while other tasks waited for it.
//!
//! Locks are meant to be held across waits: what was read before the wait must still be true when it is written after it.
//! The log does not say what a task reads and writes, so the rule looks for locks that are held without need: at least
//! [`TASKS`] tasks in a row took the lock one after the other, waited at the same line for a timer, I/O, a task or a
//! future, and released it, while two or more tasks waited for it. Reports only when the run is over, because until
//! then some task may still hold it without a wait. So it is silent
//! - about two tasks that exclude each other;
//! - if some task held the lock without a wait, because it found that another had done the work: the lock protects a
//!   check;
//! - if a task took the lock again: it changes shared state step by step;
//! - about work done while holding it, waits for other locks and queues, and waits of less than
//!   [`Options::held`](crate::Options::held);
//! - about semaphores, which are meant to be held.

use crate::groups::Groups;
use crate::holders::{LockHold, lock_holds};
use crate::{Advice, Finding, FindingKind, LintContext, Rule};
use coroscope_trace::sort;
use coroscope_trace::time::{Duration, Instant, human};
use coroscope_trace::track::ResourceTrack;
use coroscope_trace::{Op, PlaceId, ResourceId, ResourceKind, TaskId, WaitReason};
use coroscope_wording::{text, tr, tr_n};

impl FindingKind {
    /// A lock was held during a long wait, while other tasks waited for it.
    pub const HELD_LOCK: FindingKind = FindingKind::new("held-lock");
}

/// Minimum number of tasks that held it in a row.
const TASKS: usize = 3;

const ADVICE: Advice = Advice::both(text!(
    "Where the wait does not need what the lock protects, wait first and take the lock afterwards."
));

/// A task's waits while it held a lock.
#[derive(Clone, Copy)]
struct WaitWhileHeld {
    holding: LockHold,
    until: Instant,
    waited: Duration,
    /// The longest of the waits.
    longest: Duration,
    on: WaitReason,
    place: PlaceId,
}

/// Tasks that held a lock one after the other.
#[derive(Clone)]
struct HoldChain {
    worst: WaitWhileHeld,
    from: Instant,
    until: Instant,
    tasks: Vec<TaskId>,
    sum: Duration,
}

#[derive(Default)]
pub(super) struct HeldLock;

impl Rule for HeldLock {
    fn kind(&self) -> FindingKind {
        FindingKind::HELD_LOCK
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        if !cx.run.model.all_done() {
            return;
        }
        let mut groups = Groups::default();
        let locks = cx.run.model.resources().iter();
        for track in locks.filter(|track| track.kind == ResourceKind::Lock) {
            for chain in chains(cx, track) {
                let weight = chain.sum.as_micros() as u64;
                groups.add(track.id, weight, chain.worst.holding.task, chain);
            }
        }
        for group in groups.worst(cx.options.max_per_kind) {
            let chain = group.worst;
            let wait = chain.worst;
            let lock = wait.holding.resource;
            let victims = others(cx, lock, &chain);
            let waited = human(wait.waited);
            found.push(Finding {
                kind: FindingKind::HELD_LOCK,
                at: chain.from,
                until: chain.until,
                places: vec![wait.place],
                resource: Some(lock),
                title: tr!("Held a lock during a wait of {waited}", waited),
                sentence: format!(
                    "{} {}",
                    tr_n!(
                        victims.len(),
                        "{task} waited {waited} for {wait} while it held {lock}, and {others} could not continue without it.",
                        "{task} waited {waited} for {wait} while it held {lock}, and {others} could not continue without it.",
                        task = cx.names.task(wait.holding.task),
                        waited,
                        wait = cx.names.wait(wait.on),
                        lock = cx.names.resource(lock),
                        others = cx.names.tasks(&victims)
                    ),
                    tr_n!(
                        chain.tasks.len(),
                        "One task did so, for {sum} in all.",
                        "{n} tasks did so one after the other, for {sum} in all.",
                        sum = human(chain.sum)
                    ),
                ),
                advice: cx.advice(ADVICE),
                tasks: chain.tasks,
                victims,
            });
        }
    }
}

/// Tasks that took a lock one after the other and waited at the same line. Empty if a task held it without a wait.
fn chains(cx: &LintContext, track: &ResourceTrack) -> Vec<HoldChain> {
    // At least two tasks must have waited at once; most locks never have that.
    if track.levels.iter().all(|level| level.takers < 2) {
        return Vec::new();
    }
    let lock_holds = lock_holds(track);
    let now = cx.run.model.now();
    let is_long = |it: &&LockHold| it.to.unwrap_or(now) - it.from >= cx.options.held;
    if lock_holds.iter().filter(is_long).count() < TASKS {
        return Vec::new();
    }
    let mut chains = Vec::new();
    let mut open: Option<HoldChain> = None;
    for holding in lock_holds {
        let wait = wait(cx, holding);
        if wait.is_none() && holding.to.is_some() {
            return Vec::new();
        }
        let wait = wait.filter(|wait| wait.waited >= cx.options.held);
        match (&mut open, wait) {
            (Some(chain), Some(wait)) if chain.continues_with(&wait) => chain.add(wait),
            (_, wait) => {
                chains.extend(open.take());
                open = wait.map(HoldChain::new);
            }
        }
    }
    chains.extend(open);
    chains.retain(|chain| chain.is_remarkable(track));
    chains
}

impl HoldChain {
    fn new(wait: WaitWhileHeld) -> HoldChain {
        HoldChain {
            worst: wait,
            from: wait.holding.from,
            until: wait.until,
            tasks: vec![wait.holding.task],
            sum: wait.waited,
        }
    }

    /// Whether the next task in the queue did the same: it takes the lock in its next turn.
    fn continues_with(&self, next: &WaitWhileHeld) -> bool {
        let gap = next.holding.from - self.until.min(next.holding.from);
        gap <= self.worst.waited / 10 && self.worst.place == next.place
    }

    fn add(&mut self, next: WaitWhileHeld) {
        self.until = next.until;
        self.tasks.push(next.holding.task);
        self.sum += next.waited;
        if next.waited > self.worst.waited {
            self.worst = next;
        }
    }

    fn is_remarkable(&self, track: &ResourceTrack) -> bool {
        let mut once = self.tasks.clone();
        sort::by(&mut once, Ord::cmp);
        once.dedup();
        let first = track.levels.partition_point(|level| level.at < self.from);
        let during = track.levels[first..].iter();
        let mut during = during.take_while(|level| level.at < self.until);
        let all_once = once.len() == self.tasks.len();
        once.len() >= TASKS && all_once && during.any(|level| level.takers >= 2)
    }
}

/// The waits of the holder; `None` if it did not wait.
fn wait(cx: &LintContext, holding: LockHold) -> Option<WaitWhileHeld> {
    let until = holding.to.unwrap_or(cx.run.model.now());
    let spans = &cx.run.model.task(holding.task)?.spans;
    let mut wait: Option<WaitWhileHeld> = None;
    for index in spans.begun_by(holding.from).saturating_sub(1)..spans.len() {
        let Some(span) = spans.get(index) else { break };
        if span.from >= until {
            break;
        }
        let to = span.to.unwrap_or(until).min(until);
        let lasted = to - span.from.max(holding.from);
        let waited = span.waited.filter(|waited| counts(waited.on));
        let Some(waited) = waited.filter(|_| span.state.is_waiting() && !lasted.is_zero()) else {
            continue;
        };
        let wait = wait.get_or_insert(WaitWhileHeld {
            holding,
            until,
            waited: Duration::ZERO,
            longest: Duration::ZERO,
            on: waited.on,
            place: waited.place,
        });
        wait.waited += lasted;
        if lasted > wait.longest {
            (wait.longest, wait.on, wait.place) = (lasted, waited.on, waited.place);
        }
    }
    wait
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

/// The tasks that waited for the lock meanwhile, the longest wait first.
fn others(cx: &LintContext, lock: ResourceId, chain: &HoldChain) -> Vec<TaskId> {
    let now = cx.run.model.now();
    let mut others: Vec<(Duration, TaskId)> = Vec::new();
    for track in cx.run.model.tasks() {
        let spans = &track.spans;
        let mut lost = Duration::ZERO;
        for index in spans.begun_by(chain.from).saturating_sub(1)..spans.len() {
            let Some(span) = spans.get(index).filter(|span| span.from < chain.until) else {
                break;
            };
            let acquire = WaitReason::Resource(lock, Op::Acquire);
            let wants = span.waited.is_some_and(|waited| waited.on == acquire);
            if wants && span.state.is_waiting() {
                lost += span.to.unwrap_or(now).min(chain.until) - span.from.max(chain.from);
            }
        }
        if !lost.is_zero() && track.id != chain.worst.holding.task {
            others.push((lost, track.id));
        }
    }
    sort::by_key(&mut others, |(lost, _)| core::cmp::Reverse(*lost));
    others.into_iter().map(|(_, task)| task).collect()
}
