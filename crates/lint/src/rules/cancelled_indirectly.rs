//! Rule: a task ended as cancelled because another task that it awaited was cancelled.
//!
//! The task itself was not asked to cancel. The task that it awaited last, or one further down that chain, was cancelled
//! by something else, and the cancellation propagated to all its awaiters.
//! Silent
//! - about a task that was asked to cancel, and if it cancelled the other itself;
//! - if the other was cancelled by the end of the run, or the run was ended from outside;
//! - if there was no request at all: a task raised the cancellation itself.

use crate::groups::{Group, Groups};
use crate::requests::{self, Requester, since_start};
use crate::{Advice, Finding, FindingKind, LintContext, Rule};
use coroscope_trace::time::Instant;
use coroscope_trace::track::{CancelRequest, TaskTrack};
use coroscope_trace::{PlaceId, TaskId, WaitReason};
use coroscope_wording::{text, tr, tr_n};

impl FindingKind {
    /// A task ended as cancelled because another task that it awaited was cancelled.
    pub const CANCELLED_INDIRECTLY: FindingKind = FindingKind::new("cancelled-indirectly");
}

/// How many spans at a task's end are searched for its last wait.
const LAST: usize = 4;
/// Maximum number of tasks that a cancellation passed through.
const DEPTH: usize = 32;
/// How many events before a request its cause can be.
const NEAR: u64 = 4;

const ADVICE: Advice = Advice {
    python: text!(
        "Await a shared task through asyncio.shield(), so that the cancellation of one awaiter does \
         not end it for the others."
    ),
    rust: text!(
        "Await a shared task through shield(), so that the cancellation of one awaiter does not end it \
         for the others."
    ),
};

#[derive(Clone, Copy)]
struct IndirectCancel {
    /// The task that was asked to cancel.
    cause: TaskId,
    request: CancelRequest,
    at: Instant,
    place: PlaceId,
}

#[derive(Default)]
pub(super) struct CancelledIndirectly;

impl Rule for CancelledIndirectly {
    fn kind(&self) -> FindingKind {
        FindingKind::CANCELLED_INDIRECTLY
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let mut groups = Groups::default();
        let unasked =
            |track: &&TaskTrack| requests::is_cancelled(track) && track.cancels.is_empty();
        for track in cx.run.model.tasks().iter().filter(unasked) {
            let Some((cancel, end)) = cause(cx, track).zip(track.end) else {
                continue;
            };
            let cancel = IndirectCancel {
                at: end.0,
                ..cancel
            };
            groups.add(cancel.cause, 1, track.id, cancel);
        }
        let groups = groups.worst(cx.options.max_per_kind);
        found.extend(groups.into_iter().map(|group| report(cx, group)));
    }
}

/// The cancellation that a task propagated.
fn cause(cx: &LintContext, track: &TaskTrack) -> Option<IndirectCancel> {
    let mut first = None;
    let mut here = track;
    for _ in 0..DEPTH {
        let (place, next) = awaited(cx, here)?;
        first = first.or(Some(place));
        let Some(request) = next.cancels.last() else {
            here = next;
            continue;
        };
        let is_other = match requests::requester(cx, request) {
            Requester::Task(by) => by != track.id,
            Requester::Timeout => true,
            Requester::Outside => !cx.roots.was_stopped,
            Requester::EndOfRun => false,
        };
        return is_other.then_some(IndirectCancel {
            cause: next.id,
            request: *request,
            at: request.at,
            place: first?,
        });
    }
    None
}

/// The cancelled task that this one had awaited last, and the line of that wait.
fn awaited<'a>(cx: &LintContext<'a>, track: &TaskTrack) -> Option<(PlaceId, &'a TaskTrack)> {
    let spans = &track.spans;
    let last = (0..spans.len()).rev().take(LAST);
    let mut waits = last
        .filter_map(|n| spans.get(n))
        .filter(|span| span.state.is_waiting());
    let wait = waits.next()?;
    let waited = wait.waited?;
    let was_cancelled = |task: TaskId| {
        let other = cx.run.model.task(task)?;
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

fn report(cx: &LintContext, group: Group<IndirectCancel>) -> Finding {
    let cancel = group.worst;
    let what = tr_n!(
        group.tasks.len(),
        "{tasks} ended as cancelled at {at}, although it was not asked to cancel.",
        "{tasks} ended as cancelled at {at}, although they were not asked to cancel.",
        tasks = cx.names.tasks(&group.tasks),
        at = since_start(cancel.at)
    );
    Finding {
        kind: FindingKind::CANCELLED_INDIRECTLY,
        at: cancel.request.at,
        until: cancel.at,
        victims: Vec::new(),
        places: vec![cancel.place],
        resource: None,
        title: tr!("A task was cancelled indirectly").into(),
        sentence: format!("{what} {}", why(cx, &group)),
        advice: cx.advice(ADVICE),
        tasks: group.tasks.into_iter().chain([cancel.cause]).collect(),
    }
}

/// What the tasks awaited, and when that was cancelled.
fn why(cx: &LintContext, group: &Group<IndirectCancel>) -> String {
    let (n, cancel) = (group.tasks.len(), group.worst);
    let cause = cx.names.task(cancel.cause);
    let awaits = |cause: &TaskTrack| {
        cause
            .awaited_by
            .iter()
            .any(|it| group.tasks.contains(&it.by))
    };
    let is_direct = cx.run.model.task(cancel.cause).is_some_and(awaits);
    let other = with_whom(cx, group);
    let when = match other {
        Some((other, request)) => requests::when_and_by_whom(cx, other, &request),
        None => requests::when_and_by_whom(cx, cancel.cause, &cancel.request),
    };
    match (is_direct, other.map(|(other, _)| cx.names.task(other))) {
        (true, None) => tr_n!(
            n,
            "It awaited {cause}, which was cancelled {when}.",
            "They awaited {cause}, which was cancelled {when}.",
            cause,
            when
        ),
        (false, None) => tr_n!(
            n,
            "It awaited a task that needed {cause}, which was cancelled {when}.",
            "They awaited a task that needed {cause}, which was cancelled {when}.",
            cause,
            when
        ),
        (true, Some(other)) => tr_n!(
            n,
            "It awaited {cause}; so did {other}, which was cancelled {when}, and the awaited task with it.",
            "They awaited {cause}; so did {other}, which was cancelled {when}, and the awaited task with it.",
            cause,
            other,
            when
        ),
        (false, Some(other)) => tr_n!(
            n,
            "It awaited a task that needed {cause}; so did {other}, which was cancelled {when}, and the awaited task with it.",
            "They awaited a task that needed {cause}; so did {other}, which was cancelled {when}, and the awaited task with it.",
            cause,
            other,
            when
        ),
    }
}

/// Another awaiter of the cause, whose own cancellation led to the request.
fn with_whom(cx: &LintContext, group: &Group<IndirectCancel>) -> Option<(TaskId, CancelRequest)> {
    let request = group.worst.request;
    let cause = cx.run.model.task(group.worst.cause)?;
    cause.awaited_by.iter().find_map(|it| {
        let other = cx.run.model.task(it.by)?;
        let before = (other.cancels.iter()).find(|own| {
            let is_asked_by_it = request.by == Some(it.by);
            own.seq < request.seq && (is_asked_by_it || request.seq - own.seq <= NEAR)
        });
        Some((it.by, *before?))
    })
}
