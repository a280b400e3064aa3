//! Rule: a task ended as cancelled because another task that it awaited was cancelled.
//!
//! Nobody asked the task itself to cancel. The one that it waited for last, or one that awaited that one in turn, was
//! cancelled by somebody else, and the cancellation passed on to all who awaited it.
//! Silent
//! - about a task that was asked to cancel, and where it cancelled the other itself;
//! - where the other was cancelled with the end of the run, or the run was ended from outside;
//! - where nobody asked anybody: a task that raises the cancellation by hand.

use super::groups::{Group, Groups};
use super::requests::{self, Requester, since_start};
use super::words::verb;
use super::{Advice, Finding, Kind, Run};
use crate::time::Instant;
use crate::trace::track::{CancelRequest, SpanState, TaskTrack};
use crate::trace::{PlaceId, TaskId, WaitReason};

/// The spans at a task's end that are looked through for its last wait.
const LAST: usize = 4;
/// How many tasks a cancellation may have come through.
const DEPTH: usize = 32;
/// How many events before a request the one that brought it about can be.
const NEAR: u64 = 4;

const ADVICE: Advice = Advice {
    python: "Await a task that several share through asyncio.shield(), so that the cancellation of one of them does \
             not end it for the others.",
    rust: "Await a task that several share through shield(), so that the cancellation of one of them does not end it \
           for the others.",
};

#[derive(Clone, Copy)]
struct Fact {
    /// Whom the request was for.
    cause: TaskId,
    request: CancelRequest,
    at: Instant,
    place: PlaceId,
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    let mut groups = Groups::new();
    let unasked = |track: &&TaskTrack| requests::is_cancelled(track) && track.cancels.is_empty();
    for track in run.model.tasks().iter().filter(unasked) {
        let Some((fact, end)) = cause(run, track).zip(track.end) else {
            continue;
        };
        let fact = Fact { at: end.0, ..fact };
        groups.add(fact.cause, 1, track.id, fact);
    }
    let groups = groups.worst(run.options.most);
    found.extend(groups.into_iter().map(|group| tell(run, group)));
}

/// Whose cancellation a task passed on.
fn cause(run: &Run, track: &TaskTrack) -> Option<Fact> {
    let mut first = None;
    let mut here = track;
    for _ in 0..DEPTH {
        let (place, next) = awaited(run, here)?;
        first = first.or(Some(place));
        let Some(request) = next.cancels.last() else {
            here = next;
            continue;
        };
        let is_other = match requests::requester(run, request) {
            Requester::Task(by) => by != track.id,
            Requester::Timeout => true,
            Requester::Outside => !run.roots.was_stopped,
            Requester::EndOfRun => false,
        };
        return is_other.then_some(Fact {
            cause: next.id,
            request: *request,
            at: request.at,
            place: first?,
        });
    }
    None
}

/// The task that a cancelled one had awaited last, where that was cancelled before; and in which line.
fn awaited<'a>(run: &Run<'a>, track: &TaskTrack) -> Option<(PlaceId, &'a TaskTrack)> {
    let spans = &track.spans;
    let last = (0..spans.len()).rev().take(LAST);
    let mut waits = last
        .filter_map(|n| spans.get(n))
        .filter(|span| span.state == SpanState::Waiting);
    let wait = waits.next()?;
    let waited = wait.waited?;
    let was_cancelled = |task: TaskId| {
        let other = run.model.task(task)?;
        let is_before = other.end_seq < track.end_seq && other.end_seq > Some(wait.seq);
        (is_before && requests::is_cancelled(other)).then_some(other)
    };
    let other = match waited.on {
        WaitReason::Task(task) => was_cancelled(task),
        WaitReason::Tasks(_) => {
            let awaits = track.awaits.iter().rev();
            let mut others = awaits.filter(|it| it.seq < wait.seq).map(|it| it.on);
            others.find_map(was_cancelled)
        }
        _ => None,
    };
    Some((waited.place, other?))
}

fn tell(run: &Run, group: Group<Fact>) -> Finding {
    let fact = group.fact;
    let (names, cause) = (run.words.tasks(&group.tasks), run.words.task(fact.cause));
    let (it, also) = match with_whom(run, &group) {
        Some((other, request)) => {
            let when = requests::when_and_by_whom(run, other, &request);
            let other = run.words.task(other);
            (
                format!("; so did {other}, which was cancelled {when}"),
                ", and the awaited task with it",
            )
        }
        None => {
            let when = requests::when_and_by_whom(run, fact.cause, &fact.request);
            (format!(", which was cancelled {when}"), "")
        }
    };
    let awaits = |cause: &TaskTrack| {
        cause
            .awaited_by
            .iter()
            .any(|it| group.tasks.contains(&it.by))
    };
    let awaited = match run.model.task(fact.cause).is_some_and(awaits) {
        true => "awaited",
        false => "awaited what needed",
    };
    Finding {
        kind: Kind::CancelledIndirectly,
        at: fact.request.at,
        until: fact.at,
        victims: Vec::new(),
        places: vec![fact.place],
        resource: None,
        title: "Ended as cancelled, though nobody cancelled it".into(),
        sentence: format!(
            "{names} ended as cancelled at {}, though nobody cancelled {}. {} {awaited} {cause}{it}{also}.",
            since_start(fact.at),
            verb(&group.tasks, "it", "them"),
            verb(&group.tasks, "It", "They"),
        ),
        advice: run.advise(ADVICE),
        tasks: group.tasks.into_iter().chain([fact.cause]).collect(),
    }
}

/// Another task that awaited the cause and whose own cancellation brought about the request.
fn with_whom(run: &Run, group: &Group<Fact>) -> Option<(TaskId, CancelRequest)> {
    let request = group.fact.request;
    let cause = run.model.task(group.fact.cause)?;
    cause.awaited_by.iter().find_map(|it| {
        let other = run.model.task(it.by)?;
        let before = (other.cancels.iter()).find(|own| {
            let is_asked_by_it = request.by == Some(it.by);
            own.seq < request.seq && (is_asked_by_it || request.seq - own.seq <= NEAR)
        });
        Some((it.by, *before?))
    })
}
