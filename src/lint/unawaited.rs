//! Rule: a task has ended, and nobody awaited its end or looked at its result.
//!
//! Tells only when the run is over, because until then somebody may still await it. Silent about
//! - tasks that no other task spawned, such as main: nobody in the run can await them;
//! - tasks that another task cancelled: it knew what it did;
//! - tasks that ended because the run was stopped from outside;
//! - failures that nobody saw, which have a [rule](super::unretrieved) of their own;
//! - cleanups that the runtime runs as tasks.

use super::groups::Groups;
use super::words::{count, verb};
use super::{Finding, Kind, Run};
use crate::time::Instant;
use crate::trace::PlaceId;
use crate::trace::track::{Outcome, TaskTrack};

/// Where the runtime spawns the cleanup of what was dropped with nobody to await it.
const CLEANUP: &str = "runtime/cleanup.rs";

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
    let stopped = |track: &TaskTrack| {
        track.parent.is_none() && matches!(track.end, Some((_, Outcome::Cancelled)))
    };
    let was_stopped = run.model.tasks().iter().any(stopped);
    let mut groups = Groups::new();
    for track in run.model.tasks() {
        let Some((at, outcome)) = track.end else {
            continue;
        };
        let cut = outcome == Outcome::Cancelled;
        let on_purpose = cut && (was_stopped || track.cancels.iter().any(|it| it.by.is_some()));
        let is_known = track.is_awaited() || track.unretrieved.is_some();
        if is_known || on_purpose || track.parent.is_none() || is_cleanup(run, track) {
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
        let names = run.words.tasks(&group.tasks);
        let title = match group.tasks.len() {
            1 => "Nobody awaited the task".into(),
            n => format!("Nobody awaited {}", count(n, "task")),
        };
        found.push(Finding {
            kind: Kind::Unawaited,
            at: fact.at,
            until: fact.at,
            places: fact.spawned.into_iter().collect(),
            resource: None,
            title,
            sentence: match fact.cut {
                true => format!(
                    "Nobody awaited {names}, so {} cancelled half way, when the main task had ended.",
                    verb(&group.tasks, "it was", "they were")
                ),
                false => format!(
                    "{names} {} spawned and ended, but nobody awaited {} or looked at {}.",
                    verb(&group.tasks, "was", "were"),
                    verb(&group.tasks, "it", "them"),
                    verb(&group.tasks, "its result", "their results")
                ),
            },
            advice: "Keep the task and await it, or spawn it in a task group, which waits for its tasks."
                .into(),
            victims: Vec::new(),
            tasks: group.tasks,
        });
    }
}

fn is_cleanup(run: &Run, track: &TaskTrack) -> bool {
    let place = track.place.and_then(|place| run.log.place(place));
    place.is_some_and(|place| place.file.replace('\\', "/").ends_with(CLEANUP))
}
