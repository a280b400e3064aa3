//! Rule: timeouts were used up in line for a lock or a semaphore, so that the work itself had no time.
//!
//! Looks for a task that was in line when its timeout expired, and for another that got what it was in line for, and
//! whose timeout expired as long after it had got in line: so the timeout covers the line and the work.
//! Silent where no task of the second kind shows that. A limit to the time in line alone looks the same otherwise, and
//! is there on purpose. Silent in Rust, where a timeout makes no request that the log would have.

use super::requests::{self, Requester};
use super::words::{count, verb};
use super::{Advice, Finding, Kind, Run};
use crate::time::{Duration, Instant, human, ms};
use crate::trace::track::{CancelRequest, Span, SpanState, TaskTrack};
use crate::trace::{Op, PlaceId, ResourceId, TaskId, WaitReason};
use rustc_hash::FxHashMap;

/// So many spans before a cancellation are looked through.
const BACK: usize = 32;
/// So late can any timer be.
const JITTER: Duration = ms(1);

const ADVICE: Advice = Advice::both(
    "Get in line first and begin the timeout when it is this task's turn: put the timeout inside of the block that \
     holds the lock or the permit.",
);

/// A wait in line, up to the moment at which a timeout expired.
#[derive(Clone, Copy)]
struct Cut {
    task: TaskId,
    from: Instant,
    to: Instant,
    place: PlaceId,
    /// When the task got what it was in line for, where it did.
    got: Option<Instant>,
}

impl Cut {
    fn lasted(&self) -> Duration {
        self.to - self.from
    }

    fn is_as_long_as(&self, other: &Cut) -> bool {
        let (short, long) = (
            self.lasted().min(other.lasted()),
            self.lasted().max(other.lasted()),
        );
        long - short <= JITTER
    }
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    let mut cuts: FxHashMap<ResourceId, Vec<Cut>> = FxHashMap::default();
    for track in run.model.tasks() {
        for request in &track.cancels {
            if let Some((resource, cut)) = cut(run, track, request) {
                cuts.entry(resource).or_default().push(cut);
            }
        }
    }
    // The order of a map is not the same each time.
    let mut all: Vec<(ResourceId, Vec<Cut>)> = cuts.into_iter().collect();
    all.sort_by_key(|(resource, cuts)| (core::cmp::Reverse(cuts.len()), *resource));
    let told = all
        .iter()
        .filter_map(|(resource, cuts)| tell(run, *resource, cuts));
    found.extend(told.take(run.options.most));
}

/// The line in which a task was, or had been last, when its timeout expired.
fn cut(run: &Run, track: &TaskTrack, request: &CancelRequest) -> Option<(ResourceId, Cut)> {
    if requests::requester(run, request) != Requester::Timeout {
        return None;
    }
    let begun = track.spans.partition_point(|span| span.seq <= request.seq);
    let last = begun.checked_sub(1)?;
    for index in (last.saturating_sub(BACK)..=last).rev() {
        let span = track.spans.get(index)?;
        if let Some((resource, place)) = line_of(&span) {
            let cut = Cut {
                task: track.id,
                from: span.from,
                to: request.at,
                place,
                got: span.to.filter(|_| index != last),
            };
            return Some((resource, cut));
        }
    }
    None
}

fn line_of(span: &Span) -> Option<(ResourceId, PlaceId)> {
    let waited = span.waited.filter(|_| span.state == SpanState::Waiting)?;
    match waited.on {
        WaitReason::Resource(resource, Op::Acquire) => Some((resource, waited.place)),
        _ => None,
    }
}

fn tell(run: &Run, resource: ResourceId, cuts: &[Cut]) -> Option<Finding> {
    let (got, in_line): (Vec<&Cut>, Vec<&Cut>) = cuts.iter().partition(|cut| cut.got.is_some());
    let (first, holder) = in_line.iter().find_map(|cut| {
        let holder = got.iter().find(|other| other.is_as_long_as(cut))?;
        Some((*cut, *holder))
    })?;
    let alike = in_line.iter().filter(|cut| cut.is_as_long_as(first));
    let tasks: Vec<TaskId> = alike.map(|cut| cut.task).collect();
    let (limit, left) = (human(first.lasted()), human(holder.to - holder.got?));
    let thing = run.words.resource(resource);
    Some(Finding {
        kind: Kind::StuckUntilTimeout,
        at: first.from,
        until: first.to,
        places: vec![first.place],
        resource: Some(resource),
        title: match tasks.len() {
            1 => "A timeout was used up in line".into(),
            n => format!("{} were used up in line", count(n, "timeout")),
        },
        sentence: format!(
            "{} {} still in line for {thing} when {} of {limit} expired, and of that of {} only {left} {} left when it \
             had {thing}: the timeout counts the time in line.",
            run.words.tasks(&tasks),
            verb(&tasks, "was", "were"),
            verb(&tasks, "its timeout", "their timeouts"),
            run.words.task(holder.task),
            if left.starts_with("1 ") {
                "was"
            } else {
                "were"
            },
        ),
        advice: run.advise(ADVICE),
        tasks,
        victims: vec![holder.task],
    })
}
