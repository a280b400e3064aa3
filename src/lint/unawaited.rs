//! Rule: a task has ended, and nobody awaited its end or looked at its result.
//!
//! Tells only when the run is over, because until then somebody may still await it. Silent about
//! - tasks that no other task spawned, such as main: nobody in the run can await them;
//! - tasks that were asked to cancel before main had ended, by a task or by a task group: whoever did so knew of them;
//! - tasks whose spawning task failed or was asked to cancel, so that it may not have come to the await;
//! - tasks that ended because the run was stopped from outside;
//! - failures, which have a [rule](super::unretrieved) of their own;
//! - tasks that were cut off while they waited for the next item of a queue, or for an event: consumers and listeners
//!   have nothing to lose;
//! - tasks of a script that ended well, unless its engine says that nobody kept them;
//! - cleanups that the runtime runs as tasks.

use super::groups::Groups;
use super::words::{count, row, verb};
use super::{Advice, Finding, Kind, Language, Run};
use crate::time::{Instant, human};
use crate::trace::track::{CancelRequest, Outcome, SpanState, TaskTrack};
use crate::trace::{Op, PlaceId, TaskId, WaitReason, Warning};
use rustc_hash::FxHashSet;

/// Where the runtime spawns the cleanup of what was dropped with nobody to await it.
const CLEANUP: &str = "runtime/cleanup.rs";
/// What the engine for scripts calls the cleanup of an asynchronous generator.
const CLOSING: &str = ".aclose()";

const ADVICE: Advice = Advice {
    python: "Keep the task and await it before main ends, or create it in an asyncio.TaskGroup, which waits for its \
             tasks. Cancel one that runs forever when it is no longer needed.",
    rust: "Keep the task and await it before main ends, or spawn it in a task group, which waits for its tasks. Cancel \
           one that runs forever when it is no longer needed.",
};

#[derive(Clone, Copy)]
struct Fact {
    at: Instant,
    spawned: Option<PlaceId>,
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    if !run.model.all_done() {
        return;
    }
    let roots = run.model.tasks().iter().filter(|it| it.parent.is_none());
    let was_stopped = (roots.clone()).any(|it| matches!(it.end, Some((_, Outcome::Cancelled))));
    let mut ends: Vec<u64> = roots.filter_map(|root| root.end_seq).collect();
    ends.sort_unstable();
    let not_kept = not_kept(run);
    let mut groups = Groups::new();
    for track in run.model.tasks() {
        let Some((at, outcome)) = track.end else {
            continue;
        };
        let cut = match outcome {
            Outcome::Failed(_) => continue,
            Outcome::Done => false,
            Outcome::Cancelled if was_stopped => continue,
            Outcome::Cancelled => true,
        };
        let is_known = track.is_awaited() || track.parent.is_none() || track.is_thread;
        let is_fine = match cut {
            true => is_idle(track),
            false => run.language == Language::Python && !not_kept.contains(&track.id),
        };
        if is_known || is_fine || !is_forgotten(run, track, cut, &ends) || is_cleanup(run, track) {
            continue;
        }
        let fact = Fact {
            at,
            spawned: track.place,
        };
        // Those that were cut off first.
        groups.add(track.place, 1 + u64::from(cut), track.id, fact);
    }
    for group in groups.worst(run.options.most) {
        let fact = group.fact;
        found.push(Finding {
            kind: Kind::Unawaited,
            at: fact.at,
            until: fact.at,
            places: fact.spawned.into_iter().collect(),
            resource: None,
            title: match group.tasks.len() {
                1 => "Nobody awaited the task".into(),
                n => format!("Nobody awaited {}", count(n, "task")),
            },
            sentence: sentence(run, &fact, &group.tasks),
            advice: run.advise(ADVICE),
            victims: Vec::new(),
            tasks: group.tasks,
        });
    }
}

fn sentence(run: &Run, fact: &Fact, tasks: &[TaskId]) -> String {
    let names = run.words.tasks(tasks);
    let is_cut = |task: &TaskId| {
        let end = run.model.task(*task).and_then(|track| track.end);
        matches!(end, Some((_, Outcome::Cancelled)))
    };
    let cut: Vec<TaskId> = tasks.iter().copied().filter(is_cut).collect();
    if cut.len() == tasks.len() {
        return format!(
            "Nobody awaited {names}, so {} cancelled halfway when the main task ended.",
            verb(tasks, "it was", "they were")
        );
    }
    if !cut.is_empty() {
        return format!(
            "Nobody awaited {names}. {} {} cancelled halfway when the main task ended.",
            run.words.tasks(&cut),
            verb(&cut, "was", "were")
        );
    }
    if let Some(again) = spawned_again(run, fact, tasks) {
        let were = run.words.started(true);
        return format!("{names} {were}{again}. Nobody awaited them or looked at their results.");
    }
    format!(
        "{names} {} and ended, but nobody awaited {} or looked at {}.",
        run.words.started(tasks.len() > 1),
        verb(tasks, "it", "them"),
        verb(tasks, "its result", "their results")
    )
}

/// Where and when tasks that have one name were spawned.
fn spawned_again(run: &Run, fact: &Fact, tasks: &[TaskId]) -> Option<String> {
    run.words.common_name(tasks)?;
    let line = run.words.in_lines(fact.spawned.as_slice());
    let tracks = tasks.iter().filter_map(|task| run.model.task(*task));
    let times: Vec<String> = (tracks.map(|track| human(track.spawned.elapsed()))).collect();
    Some(format!("{line} at {}", row(times.into_iter())))
}

/// Whether nothing shows that somebody took care of a task that was not awaited. `ends` are the ends of main tasks,
/// each of which asks the rest to cancel.
fn is_forgotten(run: &Run, track: &TaskTrack, cut: bool, ends: &[u64]) -> bool {
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
    // One that was cancelled and that nobody asked to cancel met a cancellation in what it awaited.
    let met_cancellation = cut && track.cancels.is_empty();
    if by_task || met_cancellation || was_asked_before(&track.cancels) {
        return false;
    }
    let parent = track.parent.and_then(|parent| run.model.task(parent));
    let was_cut_short = parent.is_some_and(|parent| {
        let has_failed = matches!(parent.end, Some((_, Outcome::Failed(_))));
        has_failed || was_asked_before(&parent.cancels)
    });
    !was_cut_short && !is_reported(run, track)
}

/// Whether the engine says that it was destroyed.
fn is_reported(run: &Run, track: &TaskTrack) -> bool {
    let name = run.model.task_name(run.log, track.id);
    (run.model.warnings.iter()).any(|warned| {
        warned.warning == Warning::DestroyedPending && run.log.text(warned.subject) == name
    })
}

/// The tasks that nobody but the loop had when they ended.
fn not_kept(run: &Run) -> FxHashSet<TaskId> {
    let warnings = run.model.warnings.iter();
    let not_kept = warnings.filter(|warned| warned.warning == Warning::TaskNotReferenced);
    not_kept.filter_map(|warned| warned.task).collect()
}

/// Whether a task waited for the next item of a queue, or for an event, when it was asked to cancel.
fn is_idle(track: &TaskTrack) -> bool {
    let asked = track.cancels.last();
    let span = asked.and_then(|asked| track.span_at_seq(asked.seq));
    let waited = span.filter(|span| span.state == SpanState::Waiting);
    let on = waited.and_then(|span| span.waited).map(|waited| waited.on);
    matches!(on, Some(WaitReason::Resource(_, Op::Get | Op::Wait)))
}

fn is_cleanup(run: &Run, track: &TaskTrack) -> bool {
    if run.model.task_name(run.log, track.id).ends_with(CLOSING) {
        return true;
    }
    let place = track.place.and_then(|place| run.log.place(place));
    place.is_some_and(|place| place.file.replace('\\', "/").ends_with(CLEANUP))
}
