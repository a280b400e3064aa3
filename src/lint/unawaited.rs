//! Rule: a task has ended, and nobody awaited its end or looked at its result.
//!
//! Tells only when the run is over, because until then somebody may still await it. Silent about
//! - tasks that no other task spawned, such as main: nobody in the run can await them;
//! - tasks that were asked to cancel before main had ended, by a task or by a task group: whoever did so knew of them;
//! - tasks whose spawning task failed or was asked to cancel, so that it may not have come to the await;
//! - tasks that ended because the run was stopped from outside;
//! - failures, which have a [rule](super::unretrieved) of their own;
//! - cleanups that the runtime runs as tasks.

use super::groups::Groups;
use super::words::{count, row, verb};
use super::{Advice, Finding, Kind, Run};
use crate::time::{Instant, human};
use crate::trace::track::{CancelRequest, Outcome, TaskTrack};
use crate::trace::{PlaceId, TaskId, Warning};

/// Where the runtime spawns the cleanup of what was dropped with nobody to await it.
const CLEANUP: &str = "runtime/cleanup.rs";

const ADVICE: Advice = Advice {
    python: "Keep the task and await it, or create it in an asyncio.TaskGroup, which waits for its tasks.",
    rust: "Keep the task and await it, or spawn it in a task group, which waits for its tasks.",
};

#[derive(Clone, Copy)]
struct Fact {
    at: Instant,
    cut: bool,
    spawned: Option<PlaceId>,
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    if !run.model.is_over() {
        return;
    }
    let roots = run.model.tasks().iter().filter(|it| it.parent.is_none());
    let was_stopped = (roots.clone()).any(|it| matches!(it.end, Some((_, Outcome::Cancelled))));
    let mut ends: Vec<u64> = roots.filter_map(|root| root.end_seq).collect();
    ends.sort_unstable();
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
        if is_known || !is_forgotten(run, track, cut, &ends) || is_cleanup(run, track) {
            continue;
        }
        let fact = Fact {
            at,
            cut,
            spawned: track.place,
        };
        groups.add((track.place, cut), 1, track.id, fact);
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
    if fact.cut {
        return format!(
            "Nobody awaited {names}, so {} cancelled half way, when the main task had ended.",
            verb(tasks, "it was", "they were")
        );
    }
    if let Some(again) = spawned_again(run, fact, tasks) {
        return format!(
            "{names} were spawned{again}. Nobody awaited them or looked at their results."
        );
    }
    format!(
        "{names} {} spawned and ended, but nobody awaited {} or looked at {}.",
        verb(tasks, "was", "were"),
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

fn is_cleanup(run: &Run, track: &TaskTrack) -> bool {
    let place = track.place.and_then(|place| run.log.place(place));
    place.is_some_and(|place| place.file.replace('\\', "/").ends_with(CLEANUP))
}
