//! Rule: a task ended and was never awaited, nor its result retrieved.
//!
//! Reports only when the run is over, because until then it may still be awaited. Silent about
//! - root tasks, such as main: no task in the run can await them;
//! - tasks that were asked to cancel before main had ended, by a task or a task group: the canceller knew of them;
//! - tasks whose parent failed or was asked to cancel, so that it may not have reached the await;
//! - tasks that ended because the run was stopped from outside;
//! - failures, which have their own [rule](super::unretrieved);
//! - tasks that were cancelled while they waited for the next item of a queue, or for an event: consumers and listeners
//!   lose nothing;
//! - tasks of a script that succeeded, unless its engine says that no reference to them was kept;
//! - cleanups that the runtime runs as tasks.

use crate::groups::Groups;
use crate::{Advice, Finding, FindingKind, Language, LintContext, Rule};
use coroscope_trace::time::{Instant, human};
use coroscope_trace::track::{CancelRequest, TaskTrack};
use coroscope_trace::{Op, Outcome, PlaceId, TaskId, WaitReason, Warning};
use coroscope_wording::{list, text, tr, tr_n};
use rustc_hash::FxHashSet;

impl FindingKind {
    /// A task ended and was never awaited.
    pub const UNAWAITED: FindingKind = FindingKind::new("unawaited");
}

/// The script engine's name for the cleanup of an asynchronous generator.
const CLOSING: &str = ".aclose()";

const ADVICE: Advice = Advice {
    python: text!(
        "Keep the task and await it before main ends, or create it in an asyncio.TaskGroup, which waits for its \
         tasks. Cancel one that runs forever when it is no longer needed."
    ),
    rust: text!(
        "Keep the task and await it before main ends, or spawn it in a task group, which waits for its tasks. Cancel \
         one that runs forever when it is no longer needed."
    ),
};

#[derive(Clone, Copy)]
struct UnawaitedTask {
    at: Instant,
    spawned: Option<PlaceId>,
}

#[derive(Default)]
pub(super) struct Unawaited;

impl Rule for Unawaited {
    fn kind(&self) -> FindingKind {
        FindingKind::UNAWAITED
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        if !cx.run.model.all_done() {
            return;
        }
        let roots = cx.run.model.tasks().iter().filter(|it| it.parent.is_none());
        let was_stopped = (roots.clone()).any(|it| matches!(it.end, Some((_, Outcome::Cancelled))));
        let mut ends: Vec<u64> = roots.filter_map(|root| root.end_seq).collect();
        ends.sort_unstable();
        let unreferenced = unreferenced(cx);
        let mut groups = Groups::default();
        for track in cx.run.model.tasks() {
            let Some((at, outcome)) = track.end else {
                continue;
            };
            let cut = match outcome {
                Outcome::Failed(_) => continue,
                Outcome::Done => false,
                Outcome::Cancelled if was_stopped => continue,
                Outcome::Cancelled => true,
            };
            let is_known = track.is_awaited() || track.parent.is_none() || !track.is_task();
            let is_fine = match cut {
                true => is_idle(track),
                false => cx.language == Language::Python && !unreferenced.contains(&track.id),
            };
            if is_known || is_fine || !is_forgotten(cx, track, cut, &ends) || is_cleanup(cx, track)
            {
                continue;
            }
            let task = UnawaitedTask {
                at,
                spawned: track.place,
            };
            // Cancelled tasks come first.
            groups.add(track.place, 1 + u64::from(cut), track.id, task);
        }
        for group in groups.worst(cx.options.max_per_kind) {
            let task = group.worst;
            found.push(Finding {
                kind: FindingKind::UNAWAITED,
                at: task.at,
                until: task.at,
                places: task.spawned.into_iter().collect(),
                resource: None,
                title: tr_n!(
                    group.tasks.len(),
                    "A task was never awaited",
                    "{n} tasks were never awaited"
                ),
                sentence: sentence(cx, &task, &group.tasks),
                advice: cx.advice(ADVICE),
                victims: Vec::new(),
                tasks: group.tasks,
            });
        }
    }
}

fn sentence(cx: &LintContext, task: &UnawaitedTask, ids: &[TaskId]) -> String {
    let (n, tasks) = (ids.len(), cx.names.tasks(ids));
    let is_cut = |task: &TaskId| {
        let end = cx.run.model.task(*task).and_then(|track| track.end);
        matches!(end, Some((_, Outcome::Cancelled)))
    };
    let cut: Vec<TaskId> = ids.iter().copied().filter(is_cut).collect();
    if cut.len() == n {
        return tr_n!(
            n,
            "{tasks} was never awaited, and so cancelled halfway when the main task ended.",
            "{tasks} were never awaited, and so cancelled halfway when the main task ended.",
            tasks
        );
    }
    if !cut.is_empty() {
        return format!(
            "{} {}",
            tr_n!(
                n,
                "{tasks} was never awaited.",
                "{tasks} were never awaited.",
                tasks
            ),
            tr_n!(
                cut.len(),
                "{tasks} was cancelled halfway when the main task ended.",
                "{tasks} were cancelled halfway when the main task ended.",
                tasks = cx.names.tasks(&cut)
            )
        );
    }
    if cx.names.common_name(ids).is_some() {
        return spawned_again(cx, task, ids);
    }
    match cx.shown_language {
        Language::Python => tr_n!(
            n,
            "{tasks} was created and ended, but was never awaited, nor its result retrieved.",
            "{tasks} were created and ended, but were never awaited, nor their results retrieved.",
            tasks
        ),
        Language::Rust => tr_n!(
            n,
            "{tasks} was spawned and ended, but was never awaited, nor its result retrieved.",
            "{tasks} were spawned and ended, but were never awaited, nor their results retrieved.",
            tasks
        ),
    }
}

/// Says where and when tasks of the same name were spawned.
fn spawned_again(cx: &LintContext, task: &UnawaitedTask, ids: &[TaskId]) -> String {
    let tasks = cx.names.tasks(ids);
    let line = cx.names.in_lines(task.spawned.as_slice());
    let tracks = ids.iter().filter_map(|task| cx.run.model.task(*task));
    let times: Vec<String> = (tracks.map(|track| human(track.spawned.elapsed()))).collect();
    let times = list(times.into_iter());
    match cx.shown_language {
        Language::Python => tr!(
            "{tasks} were created{line} at {times}. They were never awaited, nor were their results retrieved.",
            tasks,
            line,
            times
        ),
        Language::Rust => tr!(
            "{tasks} were spawned{line} at {times}. They were never awaited, nor were their results retrieved.",
            tasks,
            line,
            times
        ),
    }
}

/// Whether nothing shows that a task that was not awaited was otherwise handled. `ends` are the ends of root tasks, each
/// of which cancels the rest.
fn is_forgotten(cx: &LintContext, track: &TaskTrack, cut: bool, ends: &[u64]) -> bool {
    let Some(spawned) = track.spans.first().map(|span| span.seq) else {
        return false;
    };
    let main_end = ends.get(ends.partition_point(|end| *end <= spawned));
    let main_end = main_end.copied().unwrap_or(u64::MAX);
    let was_asked_before = |cancels: &[CancelRequest]| {
        let after = cancels.partition_point(|cancel| cancel.seq <= spawned);
        (cancels.get(after)).is_some_and(|cancel| cancel.seq < main_end)
    };
    let by_task = track.cancels.iter().any(|cancel| cancel.by.is_some());
    // A task that ended as cancelled without a request was cancelled through a task that it awaited.
    let met_cancellation = cut && track.cancels.is_empty();
    if by_task || met_cancellation || was_asked_before(&track.cancels) {
        return false;
    }
    let parent = track.parent.and_then(|parent| cx.run.model.task(parent));
    let was_cut_short = parent.is_some_and(|parent| {
        let has_failed = matches!(parent.end, Some((_, Outcome::Failed(_))));
        has_failed || was_asked_before(&parent.cancels)
    });
    !was_cut_short && !is_reported(cx, track)
}

/// Whether the engine reports that it was destroyed.
fn is_reported(cx: &LintContext, track: &TaskTrack) -> bool {
    let name = cx.run.task_name(track.id);
    (cx.run.model.warnings.iter()).any(|warned| {
        warned.warning == Warning::DestroyedPending && cx.run.log.text(warned.subject) == name
    })
}

/// The tasks to which only the loop had a reference when they ended.
fn unreferenced(cx: &LintContext) -> FxHashSet<TaskId> {
    let warnings = cx.run.model.warnings.iter();
    let unreferenced = warnings.filter(|warned| warned.warning == Warning::TaskNotReferenced);
    unreferenced.filter_map(|warned| warned.task).collect()
}

/// Whether a task waited for the next item of a queue, or for an event, when it was asked to cancel.
fn is_idle(track: &TaskTrack) -> bool {
    let asked = track.cancels.last();
    let span = asked.and_then(|asked| track.span_at_seq(asked.seq));
    let waited = span.filter(|span| span.state.is_waiting());
    let on = waited.and_then(|span| span.waited).map(|waited| waited.on);
    matches!(on, Some(WaitReason::Resource(_, Op::Get | Op::Wait)))
}

fn is_cleanup(cx: &LintContext, track: &TaskTrack) -> bool {
    track.is_cleanup || cx.run.task_name(track.id).ends_with(CLOSING)
}
