//! Rule: a task took an item from a queue and was cancelled before it was done with it.
//!
//! Looks at what a task did before the wait that a cancellation interrupted, back to the item that it took last.
//! The item is lost where the task then ended as cancelled, or where a timeout that was set before the item was taken
//! cut the task off. It *may* be lost where the task printed a line or woke another in between.
//! Silent
//! - where the task changed the queue again: it put the item back, as one does with a pool;
//! - where it handed the item on: it put something into another queue, or spawned a task;
//! - about cancellations by the task itself, by the end of the main task, or by the end of the run from outside;
//! - where it can't be seen that the timeout was set before the item was taken: where another limit was set in the
//!   same pass, and in Rust, where a timeout makes no request.
//!
//! The log does not say what a task does with an item between two waits. One that only keeps it in a list and then
//! pauses has a finding, too.

use super::groups::{Group, Groups};
use super::requests::{self, Requester, since_start};
use super::{Advice, Finding, Kind, Run};
use crate::time::{Instant, human};
use crate::trace::track::{CancelRequest, Level, ResourceTrack, SpanState, TaskTrack};
use crate::trace::{Cause, EventKind, Op, PlaceId, ResourceId, ResourceKind, TaskId, WaitReason};

/// So many spans before a cancellation are looked through.
const BACK: usize = 32;

const ADVICE: Advice = Advice {
    python: "Cancel workers after queue.join(), put only the get() under a timeout, or put the item back in a finally \
             block where the work on it was not done.",
    rust: "Cancel workers after join() of the queue, put only the get() under a timeout, or put the item back in a \
           scope's cleanup where the work on it was not done.",
};

#[derive(Clone, Copy)]
struct Fact {
    task: TaskId,
    queue: ResourceId,
    taken: Instant,
    /// Where the task takes items, if it ever waited for one.
    gets: Option<PlaceId>,
    request: CancelRequest,
    /// Where it waited when it was cancelled.
    place: PlaceId,
    /// Whether it did something that others could see before that.
    is_seen: bool,
    /// Whether a timeout cut it off and it went on.
    goes_on: bool,
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    let mut groups = Groups::new();
    for track in run.model.tasks().iter().filter(|it| !it.cancels.is_empty()) {
        for request in &track.cancels {
            if let Some(fact) = lost(run, track, *request) {
                groups.add((fact.queue, fact.place), 1, track.id, fact);
            }
        }
    }
    let groups = groups.worst(run.options.most);
    found.extend(groups.into_iter().map(|group| tell(run, group)));
}

fn tell(run: &Run, group: Group<Fact>) -> Finding {
    let fact = group.fact;
    let later = human(fact.request.at - fact.taken);
    let by = match (fact.goes_on, requests::requester(run, &fact.request)) {
        (true, _) => "a timeout interrupted it".to_owned(),
        (false, Requester::Task(by)) => format!("{} cancelled it", run.words.task(by)),
        (false, Requester::Timeout) => "a timeout cancelled it".to_owned(),
        _ => "it was cancelled".to_owned(),
    };
    let (title, end) = match fact.is_seen {
        true => (
            "An item that was taken may be lost",
            "The item may be lost.",
        ),
        false => ("An item that was taken is lost", "The item is lost."),
    };
    Finding {
        kind: Kind::ItemLost,
        at: fact.taken,
        until: fact.request.at,
        victims: Vec::new(),
        places: fact.gets.into_iter().chain([fact.place]).collect(),
        resource: Some(fact.queue),
        title: title.into(),
        sentence: format!(
            "{} took an item from {}{} at {}; {later} later {by}, while it waited{}. {end}{}",
            run.words.task(fact.task),
            run.words.resource(fact.queue),
            run.words.in_lines(fact.gets.as_slice()),
            since_start(fact.taken),
            run.words.in_lines(&[fact.place]),
            group.again()
        ),
        advice: run.advise(ADVICE),
        tasks: group.tasks,
    }
}

fn lost(run: &Run, track: &TaskTrack, request: CancelRequest) -> Option<Fact> {
    match requests::requester(run, &request) {
        Requester::EndOfRun => return None,
        Requester::Outside if run.roots.was_stopped => return None,
        Requester::Task(by) if by == track.id => return None,
        _ => {}
    }
    let begun = track.spans.partition_point(|span| span.seq <= request.seq);
    let index = begun.checked_sub(1)?;
    let interrupted = track
        .spans
        .get(index)
        .filter(|it| it.state == SpanState::Waiting)?;
    let place = interrupted.waited?.place;
    let (until, goes_on) = window(track, &request)?;
    let taken = last_taken(run, track, index)?;
    let is_by_limit = taken.poll + 1 == index && was_limited(run, taken.level.seq);
    let queue = taken.queue;
    if goes_on && !is_by_limit || touches(run, track, index, queue.id, until) {
        return None;
    }
    Some(Fact {
        task: track.id,
        queue: queue.id,
        taken: taken.level.at,
        gets: get_line(track, queue.id, taken.poll),
        request,
        place,
        is_seen: taken.is_seen,
        goes_on,
    })
}

/// Where a task waited last for an item of a queue.
fn get_line(track: &TaskTrack, queue: ResourceId, before: usize) -> Option<PlaceId> {
    let spans = (before.saturating_sub(BACK)..before).rev();
    let mut waits = spans.filter_map(|n| track.spans.get(n)?.waited);
    let get = waits.find(|waited| waited.on == WaitReason::Resource(queue, Op::Get));
    get.map(|waited| waited.place)
}

/// Up to which event the cancellation lasts, and whether the task goes on after it. None where it refuses.
fn window(track: &TaskTrack, request: &CancelRequest) -> Option<(u64, bool)> {
    let after = track
        .uncancels
        .partition_point(|(_, seq)| *seq < request.seq);
    match track.uncancels.get(after) {
        Some((_, seq)) => Some((*seq, true)),
        None if requests::is_cancelled(track) => Some((track.end_seq?, false)),
        None => None,
    }
}

/// An item that a task took.
struct Taken<'a> {
    level: Level,
    queue: &'a ResourceTrack,
    /// The place of the poll among the task's spans.
    poll: usize,
    /// Whether the task printed something or woke another since.
    is_seen: bool,
}

/// The item that a task took last before a span, unless it came back to a queue since.
fn last_taken<'a>(run: &Run<'a>, track: &TaskTrack, before: usize) -> Option<Taken<'a>> {
    let mut is_seen = false;
    for poll in (before.saturating_sub(BACK)..before).rev() {
        let span = track.spans.get(poll)?;
        if span.state != SpanState::Running {
            continue;
        }
        let end = track.spans.get(poll + 1)?.seq;
        for seq in (span.seq..end).rev() {
            match run.log.get(seq)?.kind {
                EventKind::TaskSpawned { .. } => return None,
                EventKind::Printed { .. } => is_seen = true,
                EventKind::TaskWoken { task, by } if by == Cause::Task(track.id) => {
                    is_seen |= task != track.id;
                }
                EventKind::ResourceChanged { resource, .. } => match change(run, resource, seq) {
                    Some((Change::Taken, level, queue)) => {
                        return Some(Taken {
                            level,
                            queue,
                            poll,
                            is_seen,
                        });
                    }
                    Some((Change::Other, ..)) => return None,
                    Some((Change::WaitsToPut, ..)) | None => {}
                },
                _ => {}
            }
        }
    }
    None
}

enum Change {
    Taken,
    WaitsToPut,
    Other,
}

/// What an event changed about a queue.
fn change<'a>(
    run: &Run<'a>,
    resource: ResourceId,
    seq: u64,
) -> Option<(Change, Level, &'a ResourceTrack)> {
    let queue = run.model.resource(resource)?;
    if queue.kind != ResourceKind::Queue {
        return None;
    }
    let index = queue.levels.partition_point(|level| level.seq < seq);
    let level = *queue.levels.get(index)?;
    let (before, putters) = match index.checked_sub(1) {
        Some(last) => (queue.levels[last].level, queue.levels[last].putters),
        None => (0, 0),
    };
    let change = match level.level {
        now if now.checked_add(1) == Some(before) => Change::Taken,
        now if now == before && level.putters > putters => Change::WaitsToPut,
        _ => Change::Other,
    };
    Some((change, level, queue))
}

/// Whether a task changed a queue while it was being cancelled.
fn touches(run: &Run, track: &TaskTrack, from: usize, queue: ResourceId, until: u64) -> bool {
    for index in from..track.spans.len() {
        let Some(span) = track.spans.get(index).filter(|span| span.seq < until) else {
            return false;
        };
        if span.state != SpanState::Running {
            continue;
        }
        let end = track
            .spans
            .get(index + 1)
            .map_or(until, |next| next.seq.min(until));
        let mut events = (span.seq..end).filter_map(|seq| run.log.get(seq));
        let is_it = |kind: EventKind| matches!(kind, EventKind::ResourceChanged { resource, .. } if resource == queue);
        if events.any(|event| is_it(event.kind)) {
            return true;
        }
    }
    false
}

/// Whether the limit of a timeout was pending when an event happened, and none was set in the same pass.
fn was_limited(run: &Run, seq: u64) -> bool {
    let passes = &run.model.passes;
    let begun = passes.partition_point(|pass| pass.seq <= seq);
    let (before, during) = (begun.checked_sub(2), begun.checked_sub(1));
    let limits = |pass: Option<usize>| passes.get(pass?).map(|pass| pass.timeouts_after);
    match (limits(before), limits(during)) {
        (Some(before), Some(during)) => before > 0 && during <= before,
        _ => false,
    }
}
