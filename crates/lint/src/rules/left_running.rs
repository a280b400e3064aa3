//! Rule: `gather` failed, and its other tasks continued although nothing awaited them.
//!
//! Looks for a task that waited for several others and continued when one of them had failed, while others had not
//! ended. Reports only when the run is over, because until then some task may still await or cancel those.
//! Silent
//! - about tasks that a task or a task group asked to cancel, before or later;
//! - about tasks that were awaited again, or whose result was retrieved;
//! - if the waiting task continued to wait for the rest, or was cancelled itself;
//! - if the failure ended the run, and with it the rest, at the same time;
//! - about tasks that ended by themselves within [`SOON`];
//! - if the run was ended from outside.
//!
//! The log can't distinguish `gather` from `wait` and `as_completed`, so the texts don't, either.

use crate::groups::{Group, Groups};
use crate::requests::{self, Requester, since_start};
use crate::{Advice, Finding, FindingKind, LintContext, Rule};
use coroscope_trace::time::{Duration, Instant, human, ms};
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{Outcome, PlaceId, TaskId, TaskState, TextId, WaitReason};
use coroscope_wording::{text, tr, tr_n};

impl FindingKind {
    /// `gather` failed, and its other tasks continued although nothing awaited them.
    pub const LEFT_RUNNING: FindingKind = FindingKind::new("left-running");
}

/// A task that ends this soon counts as ending with the wait.
const SOON: Duration = ms(1);

const ADVICE: Advice = Advice {
    python: text!(
        "Create them in an asyncio.TaskGroup, which cancels the others when one fails; or pass \
         return_exceptions=True to asyncio.gather(), which then waits for all."
    ),
    rust: text!(
        "Spawn them in a task group, which cancels the others when one fails; or use gather's return_exceptions(), \
         which waits for all."
    ),
};

/// A wait that ended with a failure.
#[derive(Clone, Copy)]
struct LeftTask {
    waiter: TaskId,
    place: PlaceId,
    at: Instant,
    failed: TaskId,
    error: TextId,
    until: Instant,
    /// Whether the end of the main task cancelled it.
    is_cancelled: bool,
}

#[derive(Default)]
pub(super) struct LeftRunning;

impl Rule for LeftRunning {
    fn kind(&self) -> FindingKind {
        FindingKind::LEFT_RUNNING
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        if cx.roots.was_stopped || !cx.run.model.all_done() {
            return;
        }
        let mut groups = Groups::default();
        for track in cx.run.model.tasks().iter().filter(|it| it.awaits.len() > 1) {
            failed_waits(cx, track, |child, task_left| {
                let lasted = task_left.until - task_left.at;
                groups.add(task_left.place, lasted.as_micros() as u64, child, task_left);
            });
        }
        let groups = groups.worst(cx.options.max_per_kind);
        found.extend(groups.into_iter().map(|group| report(cx, group)));
    }
}

fn report(cx: &LintContext, group: Group<LeftTask>) -> Finding {
    let task_left = group.worst;
    let (waiter, failed) = (
        cx.names.task(task_left.waiter),
        cx.names.task(task_left.failed),
    );
    let (line, at) = (
        cx.names.in_lines(&[task_left.place]),
        since_start(task_left.at),
    );
    let failure = match cx.run.log.text(task_left.error) {
        "" => tr!(
            "{waiter} stopped waiting{line} at {at}, when {failed} failed.",
            waiter,
            line,
            at,
            failed
        ),
        error => tr!(
            "{waiter} stopped waiting{line} at {at}, when {failed} failed with “{error}”.",
            waiter,
            line,
            at,
            failed,
            error
        ),
    };
    let (n, tasks) = (group.tasks.len(), cx.names.tasks(&group.tasks));
    let rest = match task_left.is_cancelled {
        true => tr_n!(
            n,
            "{tasks} continued until the end of the main task cancelled it, and no task waited for it.",
            "{tasks} continued until the end of the main task cancelled them, and no task waited for them.",
            tasks
        ),
        false => tr_n!(
            n,
            "{tasks} continued for {lasted}, and no task waited for it.",
            "{tasks} continued for {lasted}, and no task waited for them.",
            tasks,
            lasted = human(task_left.until - task_left.at)
        ),
    };
    Finding {
        kind: FindingKind::LEFT_RUNNING,
        at: task_left.at,
        until: task_left.until,
        victims: Vec::new(),
        places: vec![task_left.place],
        resource: None,
        title: tr_n!(
            n,
            "Continued after the wait for it had failed",
            "{n} tasks continued after the wait for them had failed"
        ),
        sentence: format!("{failure} {rest}"),
        advice: cx.advice(ADVICE),
        tasks: group.tasks,
    }
}

/// Tasks that a task waits for at once.
#[derive(Default)]
struct Children {
    tasks: Vec<TaskId>,
    place: Option<PlaceId>,
}

/// Finds the tasks that continued after a failure had ended the wait for them.
fn failed_waits(cx: &LintContext, track: &TaskTrack, mut found: impl FnMut(TaskId, LeftTask)) {
    let mut awaits = track.awaits.iter().peekable();
    let mut children = Children::default();
    let mut poll: Option<(u64, Instant)> = None;
    let mut left: Vec<(TaskId, LeftTask)> = Vec::new();
    for span in track.spans.iter() {
        if span.state == TaskState::Running {
            poll = Some((span.seq, span.from));
            continue;
        }
        // Only the span after a poll counts: a task that becomes ready still waits until then.
        let Some((seq, at)) = poll.take() else {
            continue;
        };
        let mut new: Vec<TaskId> = Vec::new();
        while let Some(next) = awaits.next_if(|it| it.seq < span.seq) {
            new.push(next.on);
        }
        let waited = span.waited.filter(|_| span.state.is_waiting());
        let (many, place) = match waited.map(|waited| (waited.on, waited.place)) {
            Some((WaitReason::Tasks(n), place)) => (n as usize, Some(place)),
            Some((WaitReason::Task(one), place)) => {
                left.retain(|(child, _)| *child != one);
                (1, Some(place))
            }
            _ => (0, None),
        };
        let still_waits = place.is_some() && place == children.place && many > new.len();
        if still_waits {
            children.tasks.extend(new);
            continue;
        }
        left.extend(tasks_left(cx, track, &children, seq, at));
        if many > new.len() {
            // It also waits for tasks that the log has already reported as awaited.
            left.clear();
        }
        children = Children { tasks: new, place };
    }
    if let (Some((seq, at)), Some(_)) = (poll, track.end) {
        left.extend(tasks_left(cx, track, &children, seq, at));
    }
    for (child, task_left) in left {
        found(child, task_left);
    }
}

/// The children that continued when the task was polled again, in the given poll.
fn tasks_left<'a>(
    cx: &'a LintContext,
    track: &'a TaskTrack,
    children: &'a Children,
    poll: u64,
    at: Instant,
) -> impl Iterator<Item = (TaskId, LeftTask)> + 'a {
    let tracks = || {
        let tasks = children.tasks.iter();
        tasks.filter_map(|task| cx.run.model.task(*task))
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
                let task_left = LeftTask {
                    waiter: track.id,
                    place,
                    at,
                    failed,
                    error,
                    until: child.until(cx.run.model.now()),
                    is_cancelled: requests::is_cancelled(child),
                };
                is_left(cx, track, child, &task_left, poll).then_some((child.id, task_left))
            })
        })
}

fn is_left(
    cx: &LintContext,
    waiter: &TaskTrack,
    child: &TaskTrack,
    task_left: &LeftTask,
    poll: u64,
) -> bool {
    if child.has_ended_at_seq(poll) {
        return false;
    }
    let is_awaited_later = child.awaited_by.last().is_some_and(|it| it.seq > poll);
    let is_handled = is_awaited_later || child.retrieved_by.is_some();
    let mut ends = child.cancels.iter().map(|it| requests::requester(cx, it));
    if is_handled || ends.any(|by| by != Requester::EndOfRun) {
        return false;
    }
    let lasted = task_left.until - task_left.at;
    match child.cancels.first() {
        // The failure ended the run.
        Some(end) if matches!(waiter.end, Some((_, Outcome::Failed(_)))) => {
            end.at - task_left.at > SOON
        }
        Some(_) => true,
        None => lasted > SOON,
    }
}
