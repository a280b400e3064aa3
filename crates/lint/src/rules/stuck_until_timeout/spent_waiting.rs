//! A timeout expired while a task waited for a lock or a semaphore, so no time was left for the work itself.
//!
//! Looks for a task whose timeout expired while it waited, and for another that acquired the resource and whose timeout
//! expired equally long after its wait had begun: so the timeout covers both the wait and the work. Silent if no task of
//! the second kind shows that: a timeout for the wait alone looks the same otherwise, and is on purpose. Silent in Rust,
//! where a timeout makes no request that the log would have.

use crate::requests::{self, Requester};
use crate::{Advice, Finding, FindingKind, LintContext};
use coroscope_trace::sort;
use coroscope_trace::time::{Duration, Instant, human, ms};
use coroscope_trace::track::{CancelRequest, Span, TaskTrack};
use coroscope_trace::{Op, PlaceId, ResourceId, TaskId, WaitReason};
use coroscope_wording::{text, tr, tr_n};
use rustc_hash::FxHashMap;

/// How many spans before a cancellation are examined.
const BACK: usize = 32;
/// How late a timer can be.
const JITTER: Duration = ms(1);

const ADVICE: Advice = Advice::both(text!(
    "Acquire first, and start the timeout afterwards: put the timeout inside the block that \
     holds the lock or the permit."
));

/// A wait for a resource, up to the moment at which a timeout expired.
#[derive(Clone, Copy)]
struct TimedOutWait {
    task: TaskId,
    from: Instant,
    to: Instant,
    place: PlaceId,
    /// When the task acquired the resource, if it did.
    acquired: Option<Instant>,
}

impl TimedOutWait {
    fn lasted(&self) -> Duration {
        self.to - self.from
    }

    fn is_as_long_as(&self, other: &TimedOutWait) -> bool {
        let (short, long) = (
            self.lasted().min(other.lasted()),
            self.lasted().max(other.lasted()),
        );
        long - short <= JITTER
    }
}

pub(super) fn find(cx: &LintContext, found: &mut Vec<Finding>) {
    let mut waits: FxHashMap<ResourceId, Vec<TimedOutWait>> = FxHashMap::default();
    for track in cx.run.model.tasks() {
        for request in &track.cancels {
            if let Some((resource, wait)) = timed_out_wait(cx, track, request) {
                waits.entry(resource).or_default().push(wait);
            }
        }
    }
    // The order of a map is not deterministic.
    let mut all: Vec<(ResourceId, Vec<TimedOutWait>)> = waits.into_iter().collect();
    sort::by_key(&mut all, |(resource, waits)| {
        (core::cmp::Reverse(waits.len()), *resource)
    });
    let findings = all
        .iter()
        .filter_map(|(resource, waits)| report(cx, *resource, waits));
    found.extend(findings.take(cx.options.max_per_kind));
}

/// The wait for a resource in which a task was, or had been last, when its timeout expired.
fn timed_out_wait(
    cx: &LintContext,
    track: &TaskTrack,
    request: &CancelRequest,
) -> Option<(ResourceId, TimedOutWait)> {
    if requests::requester(cx, request) != Requester::Timeout {
        return None;
    }
    let begun = track.spans.partition_point(|span| span.seq <= request.seq);
    let last = begun.checked_sub(1)?;
    for index in (last.saturating_sub(BACK)..=last).rev() {
        let span = track.spans.get(index)?;
        if let Some((resource, place)) = acquire_wait(&span) {
            let wait = TimedOutWait {
                task: track.id,
                from: span.from,
                to: request.at,
                place,
                acquired: span.to.filter(|_| index != last),
            };
            return Some((resource, wait));
        }
    }
    None
}

fn acquire_wait(span: &Span) -> Option<(ResourceId, PlaceId)> {
    let waited = span.waited.filter(|_| span.state.is_waiting())?;
    match waited.on {
        WaitReason::Resource(resource, Op::Acquire) => Some((resource, waited.place)),
        _ => None,
    }
}

fn report(cx: &LintContext, resource: ResourceId, waits: &[TimedOutWait]) -> Option<Finding> {
    let (acquired, waiting): (Vec<&TimedOutWait>, Vec<&TimedOutWait>) =
        waits.iter().partition(|wait| wait.acquired.is_some());
    let (first, holder) = waiting.iter().find_map(|wait| {
        let holder = acquired.iter().find(|other| other.is_as_long_as(wait))?;
        Some((*wait, *holder))
    })?;
    let alike = waiting.iter().filter(|wait| wait.is_as_long_as(first));
    let tasks: Vec<TaskId> = alike.map(|wait| wait.task).collect();
    let (limit, left) = (human(first.lasted()), human(holder.to - holder.acquired?));
    let thing = cx.names.resource(resource);
    Some(Finding {
        kind: FindingKind::STUCK_UNTIL_TIMEOUT,
        at: first.from,
        until: first.to,
        places: vec![first.place],
        resource: Some(resource),
        title: tr_n!(
            tasks.len(),
            "A timeout expired while waiting to acquire",
            "{n} timeouts expired while waiting to acquire"
        ),
        sentence: format!(
            "{} {}",
            tr_n!(
                tasks.len(),
                "{tasks} was still waiting for {resource} when its timeout of {limit} expired.",
                "{tasks} were still waiting for {resource} when their timeouts of {limit} expired.",
                tasks = cx.names.tasks(&tasks),
                resource = thing,
                limit
            ),
            tr!(
                "{task} had only {left} left of its timeout when it had acquired {resource}: the timeout includes the \
                 time spent waiting.",
                task = cx.names.task(holder.task),
                left,
                resource = thing
            )
        ),
        advice: cx.advice(ADVICE),
        tasks,
        victims: vec![holder.task],
    })
}
