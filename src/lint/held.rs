//! Rule: a lock, or a semaphore's only permit, was held across a long wait while others waited for it.
//!
//! Counts only the time that the holder spent waiting for a timer, I/O, a task or a future, and only from
//! when on another task waited for the lock. Silent about work done while holding it, about waits for
//! other locks and queues, and about semaphores with more than one permit, which are there to be held.

use super::groups::Groups;
use super::hands::{Holding, holdings};
use super::{Finding, Kind, Run};
use crate::time::{Duration, Instant, human};
use crate::trace::track::State;
use crate::trace::{Op, PlaceId, TaskId, Wait};

#[derive(Clone, Copy)]
struct Fact {
    holding: Holding,
    until: Instant,
    waited: Duration,
    /// The longest of the waits.
    longest: Duration,
    on: Wait,
    place: PlaceId,
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    let mut groups = Groups::new();
    for track in run.model.resources() {
        for holding in holdings(run, track) {
            if let Some(fact) = waits(run, holding).filter(|fact| fact.waited >= run.options.held) {
                let weight = fact.waited.as_micros() as u64;
                groups.add(track.id, weight, holding.task, fact);
            }
        }
    }
    for group in groups.worst(run.options.most) {
        let fact = group.fact;
        let holding = fact.holding;
        let victims = others(run, &fact);
        let (lock, waited) = (run.words.resource(holding.resource), human(fact.waited));
        found.push(Finding {
            kind: Kind::HeldLock,
            at: holding.from,
            until: fact.until,
            places: vec![fact.place],
            resource: Some(holding.resource),
            title: format!("Held a lock for {waited} while it waited"),
            sentence: format!(
                "{} waited {waited} for {} while it held {lock}, and {} could not go on without it.{}",
                run.words.task(holding.task),
                run.words.wait(fact.on),
                run.words.tasks(&victims),
                group.again()
            ),
            advice: "Wait first and take the lock afterwards, or let go of it for the wait.".into(),
            tasks: group.tasks,
            victims,
        });
    }
}

/// What the holder waited for while others wanted the lock.
fn waits(run: &Run, holding: Holding) -> Option<Fact> {
    let until = holding.to.unwrap_or(run.model.now());
    let from = holding.wanted?;
    if until - from < run.options.held {
        return None;
    }
    let spans = &run.model.task(holding.task)?.spans;
    let first = spans.partition_point(|span| span.from <= from);
    let mut fact: Option<Fact> = None;
    for index in first.saturating_sub(1)..spans.len() {
        let Some(span) = spans.get(index) else { break };
        if span.from >= until {
            break;
        }
        let to = span.to.unwrap_or(until).min(until);
        let lasted = to - span.from.max(from);
        let Some(waited) = span.waited.filter(|waited| counts(waited.on)) else {
            continue;
        };
        if span.state != State::Waiting || lasted.is_zero() {
            continue;
        }
        let fact = fact.get_or_insert(Fact {
            holding,
            until,
            waited: Duration::ZERO,
            longest: Duration::ZERO,
            on: waited.on,
            place: waited.place,
        });
        fact.waited += lasted;
        if lasted > fact.longest {
            (fact.longest, fact.on, fact.place) = (lasted, waited.on, waited.place);
        }
    }
    fact
}

fn counts(on: Wait) -> bool {
    match on {
        Wait::Timer(_) | Wait::Task(_) | Wait::Tasks(_) | Wait::Io(_) | Wait::Future => true,
        Wait::Turn | Wait::Resource(..) => false,
    }
}

/// Who waited for the lock meanwhile, the longest first.
fn others(run: &Run, fact: &Fact) -> Vec<TaskId> {
    let holding = fact.holding;
    let now = run.model.now();
    let mut others: Vec<(Duration, TaskId)> = Vec::new();
    for track in run.model.tasks() {
        let first = track
            .spans
            .partition_point(|span| span.from <= holding.from);
        let mut lost = Duration::ZERO;
        for index in first.saturating_sub(1)..track.spans.len() {
            let Some(span) = track.spans.get(index) else {
                break;
            };
            if span.from >= fact.until {
                break;
            }
            let wants = span.state == State::Waiting
                && span.waited.is_some_and(|waited| {
                    waited.on == Wait::Resource(holding.resource, Op::Acquire)
                });
            if wants {
                lost += span.to.unwrap_or(now).min(fact.until) - span.from.max(holding.from);
            }
        }
        if !lost.is_zero() && track.id != holding.task {
            others.push((lost, track.id));
        }
    }
    others.sort_by_key(|(lost, _)| core::cmp::Reverse(*lost));
    others.into_iter().map(|(_, task)| task).collect()
}
