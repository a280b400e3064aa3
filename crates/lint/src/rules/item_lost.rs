//! Rule: a task took an item from a queue and was cancelled before it was done with it.
//!
//! Looks at what a task did before the wait that a cancellation interrupted, back to the item that it took last.
//! The item is lost if the task then ended as cancelled, or if a timeout that was set before the item was taken
//! interrupted the task. It *may* be lost if the task printed a line or woke another in between.
//! Silent
//! - if the task changed the queue again: it put the item back, as with a pool;
//! - if it passed the item on: it put something into another queue, or spawned a task;
//! - about cancellations by the task itself, by the end of the main task, or by the end of the run from outside;
//! - if the log does not show that the timeout was set before the item was taken: another timeout was set in the same
//!   pass, or the program is in Rust, where a timeout makes no request.
//!
//! The log does not say what a task does with an item between two waits. So a task that only puts it into a list and then
//! waits has a finding, too.

use crate::groups::{Group, Groups};
use crate::requests::{self, Requester, since_start};
use crate::{Advice, Finding, FindingKind, LintContext, Rule};
use coroscope_trace::time::{Instant, human};
use coroscope_trace::track::{CancelRequest, Level, ResourceTrack, TaskTrack};
use coroscope_trace::{
    Cause, EventKind, Op, PlaceId, ResourceId, ResourceKind, TaskId, TaskState, WaitReason,
};
use coroscope_wording::{text, tr};

impl FindingKind {
    /// A task took an item from a queue and was cancelled before it was done with it.
    pub const ITEM_LOST: FindingKind = FindingKind::new("item-lost");
}

/// How many spans before a cancellation are examined.
const BACK: usize = 32;

const ADVICE: Advice = Advice {
    python: text!(
        "Cancel workers after queue.join(), put only the get() under a timeout, or put the item back in a finally \
         block if it was not processed."
    ),
    rust: text!(
        "Cancel workers after join() of the queue, put only the get() under a timeout, or put the item back in a \
         scope's cleanup if it was not processed."
    ),
};

#[derive(Clone, Copy)]
struct LostItem {
    task: TaskId,
    queue: ResourceId,
    taken: Instant,
    /// Where the task takes items, if it ever waited for one.
    gets: Option<PlaceId>,
    request: CancelRequest,
    /// Where it waited when it was cancelled.
    place: PlaceId,
    /// Whether it did something visible to others before that.
    is_seen: bool,
    /// Whether a timeout interrupted it and it continued.
    continued: bool,
}

#[derive(Default)]
pub(super) struct ItemLost;

impl Rule for ItemLost {
    fn kind(&self) -> FindingKind {
        FindingKind::ITEM_LOST
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let mut groups = Groups::default();
        for track in cx
            .run
            .model
            .tasks()
            .iter()
            .filter(|it| !it.cancels.is_empty())
        {
            for request in &track.cancels {
                if let Some(item) = lost(cx, track, *request) {
                    groups.add((item.queue, item.place), 1, track.id, item);
                }
            }
        }
        let groups = groups.worst(cx.options.max_per_kind);
        found.extend(groups.into_iter().map(|group| report(cx, group)));
    }
}

fn report(cx: &LintContext, group: Group<LostItem>) -> Finding {
    let item = group.worst;
    let (title, end) = match item.is_seen {
        true => (
            tr!("An item that was taken may be lost"),
            tr!("The item may be lost."),
        ),
        false => (
            tr!("An item that was taken is lost"),
            tr!("The item is lost."),
        ),
    };
    Finding {
        kind: FindingKind::ITEM_LOST,
        at: item.taken,
        until: item.request.at,
        victims: Vec::new(),
        places: item.gets.into_iter().chain([item.place]).collect(),
        resource: Some(item.queue),
        title: title.into(),
        sentence: format!("{} {end}{}", what_happened(cx, &item), group.occurrences()),
        advice: cx.advice(ADVICE),
        tasks: group.tasks,
    }
}

/// When the task took the item, and what interrupted it.
fn what_happened(cx: &LintContext, item: &LostItem) -> String {
    let (task, queue) = (cx.names.task(item.task), cx.names.resource(item.queue));
    let taken_in = cx.names.in_lines(item.gets.as_slice());
    let (at, later) = (since_start(item.taken), human(item.request.at - item.taken));
    let line = cx.names.in_lines(&[item.place]);
    match (item.continued, requests::requester(cx, &item.request)) {
        (true, _) => tr!(
            "{task} took an item from {queue}{taken_in} at {at}; {later} later a timeout interrupted it, while it \
             waited{line}.",
            task,
            queue,
            taken_in,
            at,
            later,
            line
        ),
        (false, Requester::Task(by)) => tr!(
            "{task} took an item from {queue}{taken_in} at {at}; {later} later {other} cancelled it, while it \
             waited{line}.",
            task,
            queue,
            taken_in,
            at,
            later,
            other = cx.names.task(by),
            line
        ),
        (false, Requester::Timeout) => tr!(
            "{task} took an item from {queue}{taken_in} at {at}; {later} later a timeout cancelled it, while it \
             waited{line}.",
            task,
            queue,
            taken_in,
            at,
            later,
            line
        ),
        _ => tr!(
            "{task} took an item from {queue}{taken_in} at {at}; {later} later it was cancelled, while it \
             waited{line}.",
            task,
            queue,
            taken_in,
            at,
            later,
            line
        ),
    }
}

fn lost(cx: &LintContext, track: &TaskTrack, request: CancelRequest) -> Option<LostItem> {
    match requests::requester(cx, &request) {
        Requester::EndOfRun => return None,
        Requester::Outside if cx.roots.was_stopped => return None,
        Requester::Task(by) if by == track.id => return None,
        _ => {}
    }
    let begun = track.spans.partition_point(|span| span.seq <= request.seq);
    let index = begun.checked_sub(1)?;
    let interrupted = track.spans.get(index).filter(|it| it.state.is_waiting())?;
    let place = interrupted.waited?.place;
    let (until, continued) = window(track, &request)?;
    let taken = last_taken(cx, track, index)?;
    let is_by_limit = taken.poll + 1 == index && was_limited(cx, taken.level.seq);
    let queue = taken.queue;
    if continued && !is_by_limit || touches(cx, track, index, queue.id, until) {
        return None;
    }
    Some(LostItem {
        task: track.id,
        queue: queue.id,
        taken: taken.level.at,
        gets: get_line(track, queue.id, taken.poll),
        request,
        place,
        is_seen: taken.is_seen,
        continued,
    })
}

/// Where a task last waited for an item of a queue.
fn get_line(track: &TaskTrack, queue: ResourceId, before: usize) -> Option<PlaceId> {
    let spans = (before.saturating_sub(BACK)..before).rev();
    let mut waits = spans.filter_map(|n| track.spans.get(n)?.waited);
    let get = waits.find(|waited| waited.on == WaitReason::Resource(queue, Op::Get));
    get.map(|waited| waited.place)
}

/// Until which event the cancellation lasts, and whether the task continues after it. `None` if it refuses.
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
    /// The index of the poll among the task's spans.
    poll: usize,
    /// Whether the task printed something or woke another task since.
    is_seen: bool,
}

/// The item that a task took last before a span, unless it used a queue again since.
fn last_taken<'a>(cx: &LintContext<'a>, track: &TaskTrack, before: usize) -> Option<Taken<'a>> {
    let mut is_seen = false;
    for poll in (before.saturating_sub(BACK)..before).rev() {
        let span = track.spans.get(poll)?;
        if span.state != TaskState::Running {
            continue;
        }
        let end = track.spans.get(poll + 1)?.seq;
        for seq in (span.seq..end).rev() {
            match cx.run.log.get(seq)?.kind {
                EventKind::TaskSpawned { .. } => return None,
                EventKind::Printed { .. } => is_seen = true,
                EventKind::TaskWoken { task, by } if by == Cause::Task(track.id) => {
                    is_seen |= task != track.id;
                }
                EventKind::ResourceChanged { resource, .. } => match change(cx, resource, seq) {
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
    cx: &LintContext<'a>,
    resource: ResourceId,
    seq: u64,
) -> Option<(Change, Level, &'a ResourceTrack)> {
    let queue = cx.run.model.resource(resource)?;
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
fn touches(
    cx: &LintContext,
    track: &TaskTrack,
    from: usize,
    queue: ResourceId,
    until: u64,
) -> bool {
    for index in from..track.spans.len() {
        let Some(span) = track.spans.get(index).filter(|span| span.seq < until) else {
            return false;
        };
        if span.state != TaskState::Running {
            continue;
        }
        let end = track
            .spans
            .get(index + 1)
            .map_or(until, |next| next.seq.min(until));
        let mut events = (span.seq..end).filter_map(|seq| cx.run.log.get(seq));
        let is_it = |kind: EventKind| matches!(kind, EventKind::ResourceChanged { resource, .. } if resource == queue);
        if events.any(|event| is_it(event.kind)) {
            return true;
        }
    }
    false
}

/// Whether a timeout was pending when an event happened, and none was set in the same pass.
fn was_limited(cx: &LintContext, seq: u64) -> bool {
    let passes = &cx.run.model.passes;
    let begun = passes.partition_point(|pass| pass.seq <= seq);
    let (before, during) = (begun.checked_sub(2), begun.checked_sub(1));
    let limits = |pass: Option<usize>| passes.get(pass?).map(|pass| pass.timeouts_after);
    match (limits(before), limits(during)) {
        (Some(before), Some(during)) => before > 0 && during <= before,
        _ => false,
    }
}
