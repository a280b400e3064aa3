//! Rule: `gather` failed, and other tasks that it waited for went on without anybody.
//!
//! Looks for a task that waited for several others and went on when one of them had failed, while others had not
//! ended. Tells only when the run is over, because until then somebody may still await or cancel those.
//! Silent
//! - about those that a task or a task group asked to cancel, before or later;
//! - about those that somebody awaited again, or whose result a task looked at;
//! - where the waiting task went on waiting for the rest, or was cancelled itself;
//! - where the failure ended the run, and with it the rest, at the same time;
//! - about those that ended within [`SOON`] by themselves;
//! - where the run was ended from outside.
//!
//! The log does not tell `gather` from `wait` and `as_completed`, so the words don't, either.

use super::groups::{Group, Groups};
use super::requests::{self, Requester, since_start};
use super::words::{count, verb};
use super::{Advice, Finding, Kind, Run};
use crate::time::{Duration, Instant, human, ms};
use crate::trace::track::{Outcome, SpanState, TaskTrack};
use crate::trace::{PlaceId, TaskId, TextId, WaitReason};

/// What ends this soon ends with the wait.
const SOON: Duration = ms(1);

const ADVICE: Advice = Advice {
    python: "Create them in an asyncio.TaskGroup, which cancels the others when one fails; or pass \
             return_exceptions=True to asyncio.gather(), which then waits for all.",
    rust: "Spawn them in a task group, which cancels the others when one fails; or use return_exceptions() of gather, \
           which waits for all.",
};

/// A wait that ended with a failure.
#[derive(Clone, Copy)]
struct Fact {
    waiter: TaskId,
    place: PlaceId,
    at: Instant,
    failed: TaskId,
    error: TextId,
    until: Instant,
    /// Whether the end of the main task cut it off.
    is_cut: bool,
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    if run.roots.was_stopped || !run.model.all_done() {
        return;
    }
    let mut groups = Groups::new();
    for track in run.model.tasks().iter().filter(|it| it.awaits.len() > 1) {
        failed_waits(run, track, |child, fact| {
            let lasted = fact.until - fact.at;
            groups.add(fact.place, lasted.as_micros() as u64, child, fact);
        });
    }
    let groups = groups.worst(run.options.most);
    found.extend(groups.into_iter().map(|group| tell(run, group)));
}

fn tell(run: &Run, group: Group<Fact>) -> Finding {
    let fact = group.fact;
    let name = |task| run.words.task(task);
    let (it, lasted) = (
        verb(&group.tasks, "it", "them"),
        human(fact.until - fact.at),
    );
    let rest = match fact.is_cut {
        true => format!("until the end of the main task cancelled {it}"),
        false => format!("for {lasted}"),
    };
    let error = match run.log.text(fact.error) {
        "" => String::new(),
        error => format!(" with “{error}”"),
    };
    Finding {
        kind: Kind::LeftRunning,
        at: fact.at,
        until: fact.until,
        victims: Vec::new(),
        places: vec![fact.place],
        resource: None,
        title: match group.tasks.len() {
            1 => "Went on after the wait for it had failed".into(),
            n => format!(
                "{} went on after the wait for them had failed",
                count(n, "task")
            ),
        },
        sentence: format!(
            "{} stopped waiting{} at {}, when {} failed{error}. {} went on {rest}, and no task waited for {it}.",
            name(fact.waiter),
            run.words.in_lines(&[fact.place]),
            since_start(fact.at),
            name(fact.failed),
            run.words.tasks(&group.tasks),
        ),
        advice: run.advise(ADVICE),
        tasks: group.tasks,
    }
}

/// Tasks that one waits for at once.
#[derive(Default)]
struct Children {
    tasks: Vec<TaskId>,
    place: Option<PlaceId>,
}

/// Finds the tasks that went on after a failure had ended the wait for them.
fn failed_waits(run: &Run, track: &TaskTrack, mut found: impl FnMut(TaskId, Fact)) {
    let mut awaits = track.awaits.iter().peekable();
    let mut children = Children::default();
    let mut poll: Option<(u64, Instant)> = None;
    let mut left: Vec<(TaskId, Fact)> = Vec::new();
    for span in track.spans.iter() {
        if span.state == SpanState::Running {
            poll = Some((span.seq, span.from));
            continue;
        }
        // Only what comes after a poll: a task that becomes ready goes on waiting until then.
        let Some((seq, at)) = poll.take() else {
            continue;
        };
        let mut new: Vec<TaskId> = Vec::new();
        while let Some(next) = awaits.next_if(|it| it.seq < span.seq) {
            new.push(next.on);
        }
        let waited = span.waited.filter(|_| span.state == SpanState::Waiting);
        let (many, place) = match waited.map(|waited| (waited.on, waited.place)) {
            Some((WaitReason::Tasks(n), place)) => (n as usize, Some(place)),
            Some((WaitReason::Task(one), place)) => {
                left.retain(|(child, _)| *child != one);
                (1, Some(place))
            }
            _ => (0, None),
        };
        let goes_on = place.is_some() && place == children.place && many > new.len();
        if goes_on {
            children.tasks.extend(new);
            continue;
        }
        left.extend(those_left(run, track, &children, seq, at));
        if many > new.len() {
            // It waits for some of which the log has said already that they are awaited.
            left.clear();
        }
        children = Children { tasks: new, place };
    }
    if let (Some((seq, at)), Some(_)) = (poll, track.end) {
        left.extend(those_left(run, track, &children, seq, at));
    }
    for (child, fact) in left {
        found(child, fact);
    }
}

/// Those of the children that went on when the task was polled again, in the poll given.
fn those_left<'a>(
    run: &'a Run,
    track: &'a TaskTrack,
    children: &'a Children,
    poll: u64,
    at: Instant,
) -> impl Iterator<Item = (TaskId, Fact)> + 'a {
    let tracks = || {
        let tasks = children.tasks.iter();
        tasks.filter_map(|task| run.model.task(*task))
    };
    let failure = |child: &TaskTrack| match child.end {
        Some((_, Outcome::Failed(error))) if child.end_seq < Some(poll) => Some((child.id, error)),
        _ => None,
    };
    let failed = tracks().find_map(failure).zip(children.place);
    failed
        .into_iter()
        .flat_map(move |((failed, error), place)| {
            tracks().filter_map(move |child| {
                let fact = Fact {
                    waiter: track.id,
                    place,
                    at,
                    failed,
                    error,
                    until: child.until(run.model.now()),
                    is_cut: requests::is_cancelled(child),
                };
                is_left(run, track, child, &fact, poll).then_some((child.id, fact))
            })
        })
}

fn is_left(run: &Run, waiter: &TaskTrack, child: &TaskTrack, fact: &Fact, poll: u64) -> bool {
    if child.has_ended_at_seq(poll) {
        return false;
    }
    let is_awaited_later = child.awaited_by.last().is_some_and(|it| it.seq > poll);
    let is_cared_for = is_awaited_later || child.retrieved_by.is_some();
    let mut ends = child.cancels.iter().map(|it| requests::requester(run, it));
    if is_cared_for || ends.any(|by| by != Requester::EndOfRun) {
        return false;
    }
    let lasted = fact.until - fact.at;
    match child.cancels.first() {
        // The failure ended the run.
        Some(end) if matches!(waiter.end, Some((_, Outcome::Failed(_)))) => end.at - fact.at > SOON,
        Some(_) => true,
        None => lasted > SOON,
    }
}
