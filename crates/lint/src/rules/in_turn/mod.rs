//! Rule: waits that could have run concurrently came one after the other.
//!
//! Looks for a sequence of waits of one task at one line that is over, where each began after the previous one had ended
//! and nothing shows that it depended on it. If the log numbers the calls of coroutines, each call is one step,
//! however many waits it has. So it is silent
//! - if a wait at another line comes between: the next one may need it. (Reading the body of a response belongs to
//!   its request);
//! - if the task used a queue, a lock or another resource between two waits, or woke another task: it processes a
//!   queue, or feeds one;
//! - if the log says that each step needs the result of the previous one, as in a `while` loop of a script;
//! - about repeated I/O for the same thing: reading on, or polling until the answer is there. At least three different
//!   things must have been requested, also by tasks that do nothing else;
//! - about tasks that only compute, and yield;
//! - about tasks that were spawned before the wait for the previous one was over (they did run concurrently), that
//!   another task spawned, or that spawn tasks themselves: batches are a limit on purpose;
//! - if several tasks take such steps at the same line at the same time, each its own part, as workers do;
//! - about timers in one call, or in calls that the log does not number, that all have the same delay (a pulse), come at
//!   a steady pace (a rate limit), or only grow longer (backoff). If the log does not have the delays, the durations
//!   count, although some were delayed;
//! - about timers that a cancellation ended, as that of a ticker, and about tasks that ended as cancelled;
//! - if little time was lost.

mod steps;

use crate::candidates::SpanRange;
use crate::groups::Groups;
use crate::{Advice, Finding, FindingKind, LintContext, Rule};
use coroscope_trace::time::{Duration, Instant, human};
use coroscope_trace::track::{CancelRequest, Span, TaskTrack, Waited};
use coroscope_trace::{Cause, EventKind, Outcome, PlaceId, TaskId, TaskState, WaitReason};
use coroscope_wording::{text, tr_n};
use rustc_hash::{FxHashMap, FxHashSet};
use steps::{DIFFERENT, Steps};

impl FindingKind {
    /// Waits that could have run concurrently came one after the other.
    pub const IN_TURN: FindingKind = FindingKind::new("in-turn");
}

/// The events of a poll that only waits again, less one: it begins, it waits, it ends.
const ONLY_A_WAIT: u64 = 2;
/// The call number of calls that each need the result of the previous one.
const DEPENDENT: u32 = 0;
/// A poll with more events than this does significant work between two waits.
const MUCH: u64 = 16;

const ADVICE: Advice = Advice {
    python: text!(
        "Where no step needs the result of the one before, start them all and await them together, with \
         asyncio.gather() or an asyncio.TaskGroup."
    ),
    rust: text!(
        "Where no step needs the result of the one before, start them all and gather them."
    ),
};

#[derive(Clone, Copy)]
struct SerialWaits {
    from: Instant,
    until: Instant,
    count: u32,
    sum: Duration,
    longest: Duration,
    place: PlaceId,
}

#[derive(Default)]
pub(super) struct InTurn {
    groups: Groups<PlaceId, SerialWaits>,
    /// When tasks were in such steps, by line.
    stretches: FxHashMap<PlaceId, Vec<(Instant, Instant, TaskId)>>,
    /// The tasks that spawned others.
    parents: Option<FxHashSet<TaskId>>,
}

impl Rule for InTurn {
    fn kind(&self) -> FindingKind {
        FindingKind::IN_TURN
    }

    fn check_waits(&mut self, cx: &LintContext, track: &TaskTrack, waits: SpanRange) {
        let mut walk = StepWalk {
            cx,
            track,
            rule: self,
            open: None,
            children: Vec::new(),
        };
        for index in waits.first..=waits.last {
            let Some(span) = track.spans.get(index) else {
                break;
            };
            let next = track.spans.get(index + 1).map(|next| next.seq);
            match span.state {
                TaskState::Running => walk.add_poll(span.seq, next.unwrap_or(span.seq)),
                TaskState::Waiting(_) => walk.add_wait(&span, next),
                TaskState::Ready => {}
            }
        }
        walk.end();
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let mut groups = self.groups.worst(usize::MAX);
        let mut stretches = self.stretches;
        groups.retain(|group| {
            !stretches
                .get_mut(&group.worst.place)
                .is_some_and(|stretches| overlap(stretches))
        });
        groups.truncate(cx.options.max_per_kind);
        found.extend(groups.into_iter().map(|group| {
            let steps = group.worst;
            let (count, task) = (steps.count as usize, group.tasks.first());
            Finding {
                kind: FindingKind::IN_TURN,
                at: steps.from,
                until: steps.until,
                victims: Vec::new(),
                places: vec![steps.place],
                resource: None,
                title: tr_n!(
                    count,
                    "Waited one time, one after the other",
                    "Waited {n} times, one after the other"
                ),
                sentence: tr_n!(
                    count,
                    "{task} waited one time at the same line, for {sum}. Concurrently, it would have taken {longest}.",
                    "{task} waited {n} times at the same line, one after the other, for {sum} in total. Concurrently, \
                     it would have taken {longest}.",
                    task = task.map_or_else(String::new, |task| cx.names.task(*task)),
                    sum = human(steps.sum),
                    longest = human(steps.longest)
                ) + &group.occurrences(),
                tasks: group.tasks,
                advice: cx.advice(ADVICE),
            }
        }));
    }
}

/// Walks through consecutive waits of a task, and divides them into steps.
struct StepWalk<'a> {
    cx: &'a LintContext<'a>,
    track: &'a TaskTrack,
    rule: &'a mut InTurn,
    open: Option<Steps>,
    /// The tasks awaited in the open steps.
    children: Vec<TaskId>,
}

impl StepWalk<'_> {
    fn add_poll(&mut self, from: u64, to: u64) {
        let events = to.saturating_sub(from);
        let touches = || events > MUCH || self.uses_shared_state(from, to);
        if self.open.is_some() && events > ONLY_A_WAIT && touches() {
            self.end();
        }
    }

    fn uses_shared_state(&self, from: u64, to: u64) -> bool {
        let task = self.track.id;
        (from..to).any(
            |seq| match self.cx.run.log.get(seq).map(|event| event.kind) {
                // The log has dropped it.
                None => true,
                Some(
                    EventKind::ResourceChanged { .. }
                    | EventKind::LockHolderChanged { .. }
                    | EventKind::CancelRequested { .. },
                ) => true,
                Some(EventKind::TaskWoken { task: woken, by }) => {
                    woken != task && by == Cause::Task(task)
                }
                _ => false,
            },
        )
    }

    /// Examines a wait and the sequence number of the event that ended it.
    fn add_wait(&mut self, span: &Span, ended: Option<u64>) {
        let (Some(waited), Some(until)) = (span.waited, span.to) else {
            return self.end();
        };
        let is_cut = |cancel: &CancelRequest| (span.from..=until).contains(&cancel.at);
        let track = self.track;
        let after = track.cancels.partition_point(|it| it.at < span.from);
        if track.cancels.get(after).is_some_and(is_cut) {
            if matches!(waited.on, WaitReason::Timer(_)) {
                self.open = None;
            }
            return self.end();
        }
        if self.ended_as_cancelled(waited.on) {
            return self.end();
        }
        let call = track.calls.partition_point(|(seq, _)| *seq <= span.seq);
        let call = track.calls[..call].last().map(|(_, call)| *call);
        if call == Some(DEPENDENT) {
            return self.end();
        }
        let words = self.cx.names;
        let open = self.open.as_ref();
        let is_rest = open.is_some_and(|steps| words.is_rest_of(waited.on, steps.last));
        let fits = is_rest || open.is_some_and(|steps| self.fits(steps, waited));
        if !fits {
            self.end();
            if !self.can_begin(waited.on) {
                return;
            }
        }
        let ended = ended.unwrap_or(span.seq);
        let steps =
            (self.open).get_or_insert_with(|| Steps::new(waited.place, waited.on, span, call));
        steps.add(waited.on, span, until, ended, call, is_rest);
        if let WaitReason::Task(child) = waited.on {
            self.children.push(child);
        }
    }

    /// Whether a wait is for a task that ended as cancelled.
    fn ended_as_cancelled(&self, on: WaitReason) -> bool {
        let WaitReason::Task(child) = on else {
            return false;
        };
        let end = self.cx.run.model.task(child).and_then(|child| child.end);
        matches!(end, Some((_, Outcome::Cancelled)))
    }

    fn can_begin(&self, on: WaitReason) -> bool {
        match on {
            WaitReason::Io(_) | WaitReason::Timer(_) => true,
            WaitReason::Task(child) => self.is_child(child, 0),
            _ => false,
        }
    }

    /// Whether the task spawned the other, not before the event with this sequence number.
    fn is_child(&self, child: TaskId, after: u64) -> bool {
        let child = self.cx.run.model.task(child);
        child.is_some_and(|child| {
            let spawned = child.spans.first().map(|span| span.seq);
            child.parent == Some(self.track.id) && spawned.is_some_and(|seq| seq >= after)
        })
    }

    fn fits(&self, steps: &Steps, waited: Waited) -> bool {
        steps.place == waited.place
            && match (steps.last, waited.on) {
                (WaitReason::Timer(_), WaitReason::Timer(_))
                | (WaitReason::Io(_), WaitReason::Io(_)) => true,
                (WaitReason::Task(last), WaitReason::Task(child)) => {
                    last == child || self.is_child(child, steps.last_seq)
                }
                _ => false,
            }
    }

    /// Ends the open steps.
    fn end(&mut self) {
        let children = core::mem::take(&mut self.children);
        let Some(steps) = self.open.take() else {
            return;
        };
        let options = self.cx.options;
        let loss = steps.sum.saturating_sub(steps.longest());
        let is_small = steps.count() < options.in_turn || loss < options.in_turn_loss;
        if is_small || !steps.could_be_concurrent() || self.is_on_purpose(&children) {
            return;
        }
        let steps = SerialWaits {
            from: steps.from,
            until: steps.until,
            count: steps.count(),
            sum: steps.sum,
            longest: steps.longest(),
            place: steps.place,
        };
        let weight = loss.as_micros() as u64;
        let task = self.track.id;
        self.rule.groups.add(steps.place, weight, task, steps);
        let stretches = self.rule.stretches.entry(steps.place).or_default();
        stretches.push((steps.from, steps.until, task));
    }

    /// Whether the awaited tasks are batches, repeat the same request, or only compute: concurrently, they would take as
    /// long.
    fn is_on_purpose(&mut self, children: &[TaskId]) -> bool {
        if children.is_empty() {
            return false;
        }
        let model = self.cx.run.model;
        let parents = self.rule.parents.get_or_insert_with(|| {
            let tasks = model.tasks().iter();
            tasks.filter_map(|track| track.parent).collect()
        });
        if children.iter().any(|child| parents.contains(child)) {
            return true;
        }
        let tracks = || children.iter().filter_map(|child| model.task(*child));
        let mut asked_for = FxHashSet::default();
        for waited in tracks().flat_map(|track| track.spans.all_waited()) {
            match waited.on {
                WaitReason::Io(what) => {
                    asked_for.insert(what);
                }
                WaitReason::Turn => {}
                _ => return false,
            }
        }
        match asked_for.len() {
            0 => tracks().all(TaskTrack::is_task),
            n => n < DIFFERENT,
        }
    }
}

/// Whether two tasks were in steps at the same line at the same time.
fn overlap(stretches: &mut [(Instant, Instant, TaskId)]) -> bool {
    coroscope_trace::sort::by(stretches, Ord::cmp);
    let mut last: Option<(Instant, TaskId)> = None;
    stretches.iter().any(|(from, until, task)| {
        let is_inside = last.is_some_and(|(end, other)| *from < end && other != *task);
        if last.is_none_or(|(end, _)| end < *until) {
            last = Some((*until, *task));
        }
        is_inside
    })
}
