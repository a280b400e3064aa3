//! Rule: a task has failed, and nobody saw it.
//!
//! Certain is what the runtime reports: the last handle to the task is gone and nobody looked at its result. When the
//! run is over, it is also true of a task that no other task awaited or looked at, and of one whose awaiting task had
//! left that wait, as when `gather` has failed because of another. Silent while somebody still could look, about the
//! main task, whose failure is the run's, about a function in a thread, whose error goes to the task that awaits it, and
//! where only a callback looked, as a task group does for the task that made it. A second look at a
//! task that was awaited before is only in logs of scripts, so in others such a task counts as seen.

use super::groups::Groups;
use super::language::Language;
use super::words::count;
use super::{Advice, Finding, Kind, Run};
use crate::time::Instant;
use crate::trace::track::{Outcome, SpanState, TaskTrack};
use crate::trace::{PlaceId, TaskId, TextId, WaitReason};

const ADVICE: Advice = Advice {
    python: "Keep the task and await it, pass it to asyncio.gather(), or create it in an asyncio.TaskGroup.",
    rust: "Keep the task and await it, gather it with the others, or spawn it in a task group.",
};

#[derive(Clone, Copy)]
struct Lost {
    at: Instant,
    until: Instant,
    error: Option<TextId>,
    spawned: Option<PlaceId>,
    /// Where it had waited last before it failed.
    waited: Option<PlaceId>,
    /// Who had awaited it and went on before.
    left_by: Option<TaskId>,
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    let mut groups = Groups::new();
    let is_over = run.model.all_done();
    for track in run.model.tasks() {
        if track.is_thread || track.id.index() == 0 && !run.options.is_open {
            continue;
        }
        let end = track.end.map_or(track.spawned, |(at, _)| at);
        let (until, left_by) = match (track.unretrieved, is_over) {
            (Some(until), _) => (until, None),
            (None, true) => match unheard(run, track) {
                Some(left_by) => (end, left_by),
                None => continue,
            },
            _ => continue,
        };
        let last = track.spans.last().and_then(|span| span.waited);
        let lost = Lost {
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
    let worst = groups.worst(run.options.most);
    found.extend(worst.into_iter().map(|group| {
        let lost = group.fact;
        Finding {
            kind: Kind::Unretrieved,
            at: lost.at,
            until: lost.until,
            places: lost.spawned.into_iter().chain(lost.waited).collect(),
            resource: None,
            title: match group.tasks.len() {
                1 => "Failed, and nobody saw it".into(),
                n => format!("{} failed, and nobody saw it", count(n, "task")),
            },
            sentence: sentence(run, &lost, &group.tasks),
            advice: run.advise(ADVICE),
            victims: Vec::new(),
            tasks: group.tasks,
        }
    }));
}

fn sentence(run: &Run, lost: &Lost, tasks: &[TaskId]) -> String {
    let error = match lost.error.map(|error| run.log.text(error)) {
        None | Some("") => String::new(),
        Some(error) => format!(" with “{error}”"),
    };
    let names = run.words.tasks(tasks);
    match lost.left_by {
        None => format!(
            "{names} failed{error}. Nobody awaited the result or looked at it, so the failure is lost."
        ),
        Some(other) => format!(
            "{names} failed{error} when {}, which had awaited it, had gone on already. Nobody looked at the result, \
             so the failure is lost.",
            run.words.task(other)
        ),
    }
}

/// Whether a task of a run that is over failed without any task that heard of it; then who had awaited it before.
fn unheard(run: &Run, track: &TaskTrack) -> Option<Option<TaskId>> {
    let has_failed = matches!(track.end, Some((_, Outcome::Failed(_))));
    if !has_failed || track.retrieved_by.is_some() {
        return None;
    }
    let Some(last) = track.awaited_by.last() else {
        // In Python, who runs a task that no task created looks at its result; a callback that creates one does not.
        let is_created = track.parent.is_some() || run.language == Language::Python;
        return (is_created && track.retrieved.is_none()).then_some(None);
    };
    let ended = track.end_seq?;
    let hears = |awaiter: TaskId| waits_for_tasks(run, awaiter, ended);
    let is_heard = (track.awaited_by.iter()).any(|it| it.seq > ended || hears(it.by));
    let knows_more = run.language == Language::Python;
    (knows_more && !is_heard).then_some(Some(last.by))
}

/// Whether a task waited for the ends of others when an event happened.
fn waits_for_tasks(run: &Run, awaiter: TaskId, seq: u64) -> bool {
    let Some(track) = run.model.task(awaiter) else {
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
        span.state != SpanState::Waiting || on_tasks
    })
}
