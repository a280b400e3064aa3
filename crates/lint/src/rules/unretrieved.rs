//! Rule: a task failed, and its error was never retrieved.
//!
//! It is certain if the runtime reports it: the last handle to the task is gone, and its result was not retrieved. When
//! the run is over, it also holds for a task that was never awaited or retrieved, and for one whose awaiter had left
//! that wait, as when `gather` has failed because of another task. Silent while the result may still be retrieved, about
//! the main task, whose failure is that of the run, about a function in a thread, whose error goes to its awaiter, and
//! if a callback retrieved it, as a task group does for its creator. Only logs of scripts record a second retrieval
//! after an await, so in other logs, such a task counts as retrieved.

use crate::groups::Groups;
use crate::language::Language;
use crate::{Advice, Finding, FindingKind, LintContext, Rule};
use coroscope_trace::time::Instant;
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{Outcome, PlaceId, TaskId, TextId, WaitReason};
use coroscope_wording::{text, tr, tr_n};

impl FindingKind {
    /// A task failed, and its error was never retrieved.
    pub const UNRETRIEVED: FindingKind = FindingKind::new("unretrieved");
}

const ADVICE: Advice = Advice {
    python: text!(
        "Keep the task and await it, pass it to asyncio.gather(), or create it in an asyncio.TaskGroup."
    ),
    rust: text!(
        "Keep the task and await it, gather it with the others, or spawn it in a task group."
    ),
};

#[derive(Clone, Copy)]
struct LostError {
    at: Instant,
    until: Instant,
    error: Option<TextId>,
    spawned: Option<PlaceId>,
    /// Where it had last waited before it failed.
    waited: Option<PlaceId>,
    /// The task that had awaited it and continued before.
    left_by: Option<TaskId>,
}

#[derive(Default)]
pub(super) struct Unretrieved;

impl Rule for Unretrieved {
    fn kind(&self) -> FindingKind {
        FindingKind::UNRETRIEVED
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let mut groups = Groups::default();
        let is_over = cx.run.model.all_done();
        for track in cx.run.model.tasks() {
            if !track.is_task() || track.id.index() == 0 && !cx.options.is_open {
                continue;
            }
            let end = track.end.map_or(track.spawned, |(at, _)| at);
            let (until, left_by) = match (track.unretrieved, is_over) {
                (Some(until), _) => (until, None),
                (None, true) => match lost_error(cx, track) {
                    Some(left_by) => (end, left_by),
                    None => continue,
                },
                _ => continue,
            };
            let last = track.spans.last().and_then(|span| span.waited);
            let lost = LostError {
                at: end.min(until),
                until,
                error: match track.end {
                    Some((_, Outcome::Failed(error))) => Some(error),
                    _ => None,
                },
                spawned: track.place,
                waited: last.map(|waited| waited.place),
                left_by,
            };
            groups.add((lost.spawned, lost.error), 1, track.id, lost);
        }
        let worst = groups.worst(cx.options.max_per_kind);
        found.extend(worst.into_iter().map(|group| {
            let lost = group.worst;
            Finding {
                kind: FindingKind::UNRETRIEVED,
                at: lost.at,
                until: lost.until,
                places: lost.spawned.into_iter().chain(lost.waited).collect(),
                resource: None,
                title: tr_n!(
                    group.tasks.len(),
                    "A task's error was never retrieved",
                    "The errors of {n} tasks were never retrieved"
                ),
                sentence: sentence(cx, &lost, &group.tasks),
                advice: cx.advice(ADVICE),
                victims: Vec::new(),
                tasks: group.tasks,
            }
        }));
    }
}

fn sentence(cx: &LintContext, lost: &LostError, ids: &[TaskId]) -> String {
    let error = lost.error.map(|error| cx.run.log.text(error));
    let error = error.filter(|error| !error.is_empty());
    let (n, tasks) = (ids.len(), cx.names.tasks(ids));
    let failed = match (error, lost.left_by.map(|other| cx.names.task(other))) {
        (None, None) => tr_n!(n, "{tasks} failed.", "{tasks} failed.", tasks),
        (Some(error), None) => tr_n!(
            n,
            "{tasks} failed with “{error}”.",
            "{tasks} failed with “{error}”.",
            tasks,
            error
        ),
        (None, Some(other)) => tr_n!(
            n,
            "{tasks} failed when {other}, which had awaited it, had already continued.",
            "{tasks} failed when {other}, which had awaited them, had already continued.",
            tasks,
            other
        ),
        (Some(error), Some(other)) => tr_n!(
            n,
            "{tasks} failed with “{error}” when {other}, which had awaited it, had already continued.",
            "{tasks} failed with “{error}” when {other}, which had awaited them, had already continued.",
            tasks,
            error,
            other
        ),
    };
    let rest = match lost.left_by {
        None => tr!("The result was never awaited or retrieved, so the error is lost."),
        Some(_) => tr!("The result was never retrieved, so the error is lost."),
    };
    format!("{failed} {rest}")
}

/// If a task of a finished run failed and no task observed that: the task that had awaited it before, if any.
fn lost_error(cx: &LintContext, track: &TaskTrack) -> Option<Option<TaskId>> {
    let has_failed = matches!(track.end, Some((_, Outcome::Failed(_))));
    if !has_failed || track.retrieved_by.is_some() {
        return None;
    }
    let Some(last) = track.awaited_by.last() else {
        // In Python, the code that runs a root task retrieves its result; a callback that creates one does not.
        let is_created = track.parent.is_some() || cx.language == Language::Python;
        return (is_created && track.retrieved.is_none()).then_some(None);
    };
    let ended = track.end_seq?;
    let observes = |awaiter: TaskId| waits_for_tasks(cx, awaiter, ended);
    let is_observed = (track.awaited_by.iter()).any(|it| it.seq > ended || observes(it.by));
    let knows_more = cx.language == Language::Python;
    (knows_more && !is_observed).then_some(Some(last.by))
}

/// Whether a task was awaiting others when an event happened.
fn waits_for_tasks(cx: &LintContext, awaiter: TaskId, seq: u64) -> bool {
    let Some(track) = cx.run.model.task(awaiter) else {
        return true;
    };
    if track.has_ended_at_seq(seq) {
        return false;
    }
    track.span_at_seq(seq).is_none_or(|span| {
        let on = span.waited.map(|waited| waited.on);
        let on_tasks = matches!(
            on,
            Some(WaitReason::Task(_) | WaitReason::Tasks(_) | WaitReason::Future)
        );
        !span.state.is_waiting() || on_tasks
    })
}
