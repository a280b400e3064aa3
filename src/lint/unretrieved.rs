//! Rule: a task has failed, and nobody saw it.
//!
//! The runtime knows for certain: the last handle to the task is gone and nobody looked at its result.
//! Silent while somebody still could look.

use super::groups::Groups;
use super::words::count;
use super::{Finding, Kind, Run};
use crate::time::Instant;
use crate::trace::track::Outcome;
use crate::trace::{PlaceId, TextId};

#[derive(Clone, Copy)]
struct Lost {
    at: Instant,
    until: Instant,
    error: Option<TextId>,
    spawned: Option<PlaceId>,
    /// Where it had waited last before it failed.
    waited: Option<PlaceId>,
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    let mut groups = Groups::new();
    for track in run.model.tasks() {
        let Some(until) = track.unretrieved else {
            continue;
        };
        let last = track.spans.last().and_then(|span| span.waited);
        let lost = Lost {
            at: track.end.map_or(until, |(at, _)| at),
            until,
            error: match track.end {
                Some((_, Outcome::Failed(error))) => Some(error),
                _ => None,
            },
            spawned: track.place,
            waited: last.map(|waited| waited.place),
        };
        groups.add((lost.spawned, lost.error), 1, track.id, lost);
    }
    for group in groups.worst(run.options.most) {
        let lost = group.fact;
        let error = match lost.error.map(|error| run.log.text(error)) {
            None | Some("") => String::new(),
            Some(error) => format!(" with “{error}”"),
        };
        let title = match group.tasks.len() {
            1 => "Failed, and nobody saw it".into(),
            n => format!("{} failed, and nobody saw it", count(n, "task")),
        };
        found.push(Finding {
            kind: Kind::Unretrieved,
            at: lost.at,
            until: lost.until,
            places: lost.spawned.into_iter().chain(lost.waited).collect(),
            resource: None,
            title,
            sentence: format!(
                "{} failed{error}. Nobody awaited the result or looked at it, so the failure is lost.",
                run.words.tasks(&group.tasks)
            ),
            advice: "Keep the task and await it, gather it with the others, or spawn it in a task group."
                .into(),
            victims: Vec::new(),
            tasks: group.tasks,
        });
    }
}
