//! Rule: many short polls in a row delayed a ready task for long.
//!
//! Each of them is too short to [block](super::blocked) the loop; together they do. Looks for a task that was ready, or
//! whose timer was due, for at least [`Options::blocked`](crate::Options::blocked), while at least [`FEW`] polls of
//! at least [`TURN`] took most of that time.
//! Silent
//! - if a poll or a callback in that time was long enough for its own finding;
//! - if the time was spent in shorter polls: they can't be split up;
//! - about tasks whose own next poll takes as long as those: they share the loop among themselves.

use crate::groups::{Group, Groups};
use crate::{Advice, Finding, FindingKind, LintContext, Rule};
use core::ops::Range;
use coroscope_trace::model::Pass;
use coroscope_trace::sort;
use coroscope_trace::time::{Duration, Instant, human, ms};
use coroscope_trace::{self as trace, Cause, EventKind, PlaceId, TaskId};
use coroscope_wording::{text, tr, tr_n};
use rustc_hash::FxHashMap;

impl FindingKind {
    /// Many short polls in a row delayed a ready task for long.
    pub const SHORT_TURNS: FindingKind = FindingKind::new("short-turns");
}

/// Minimum length of a poll that counts.
const TURN: Duration = ms(1);
/// Minimum number of such polls.
const FEW: usize = 5;
/// In the pass after a long one, a due timer wakes its task, which is polled in the next.
const AFTER: usize = 2;

const ADVICE: Advice = Advice {
    python: text!(
        "Let fewer tasks compute at the same time, with a semaphore around the work; or move the work to \
         asyncio.to_thread() or to a process."
    ),
    rust: text!(
        "Let fewer tasks compute at the same time, with a semaphore around the work; or move the work to a worker."
    ),
};

/// A poll of at least [`TURN`].
#[derive(Clone, Copy)]
struct Turn {
    task: TaskId,
    from: Instant,
    lasted: Duration,
}

/// A task's wait for its turn.
struct DelayedTask {
    victim: TaskId,
    from: Instant,
    to: Instant,
    turns: usize,
    longest: Duration,
    /// The tasks of these turns, the one with the most time first.
    tasks: Vec<TaskId>,
}

#[derive(Default)]
pub(super) struct ShortTurns;

impl Rule for ShortTurns {
    fn kind(&self) -> FindingKind {
        FindingKind::SHORT_TURNS
    }

    fn report(self: Box<Self>, cx: &LintContext, found: &mut Vec<Finding>) {
        let mut groups = Groups::default();
        let passes = &cx.run.model.passes;
        let mut next = 0;
        while next < passes.len() {
            let (from, to) = busy(passes, next, cx.options.blocked);
            if from < to {
                let until = passes.get(to).map_or(u64::MAX, |pass| pass.seq);
                for delayed in Scan::of(cx, passes[from].seq, until).delayed_tasks() {
                    let Some(first) = delayed.tasks.first().copied() else {
                        continue;
                    };
                    let place = cx.run.model.task(first).and_then(|track| track.place);
                    let weight = (delayed.to - delayed.from).as_micros() as u64;
                    groups.add(place, weight, first, delayed);
                }
            }
            next = to.max(next + 1);
        }
        let groups: Vec<Group<DelayedTask>> = groups.worst(cx.options.max_per_kind);
        found.extend(groups.into_iter().map(|group| report(cx, group)));
    }
}

fn report(cx: &LintContext, group: Group<DelayedTask>) -> Finding {
    let again = group.occurrences();
    let delayed = group.worst;
    let waited = human(delayed.to - delayed.from);
    let places = delayed
        .tasks
        .iter()
        .filter_map(|task| cx.run.model.task(*task)?.place);
    let mut places: Vec<PlaceId> = places.collect();
    places.dedup();
    Finding {
        kind: FindingKind::SHORT_TURNS,
        at: delayed.from,
        until: delayed.to,
        victims: vec![delayed.victim],
        places,
        resource: None,
        title: tr!("Many short turns delayed other tasks by {waited}", waited),
        sentence: format!(
            "{}{again}",
            tr_n!(
                delayed.turns,
                "{task} could have run {waited} earlier, but one turn of {others} of {longest} came first.",
                "{task} could have run {waited} earlier, but {n} turns of {others} came first, the longest of them {longest}.",
                task = cx.names.task(delayed.victim),
                waited,
                others = cx.names.tasks(&delayed.tasks),
                longest = human(delayed.longest)
            ),
        ),
        advice: cx.advice(ADVICE),
        tasks: delayed.tasks,
    }
}

/// The next range of passes from `next` on in which a task can have waited that long. A task that becomes ready in one
/// pass runs by the end of the next, so one of the two takes half of that time.
fn busy(passes: &[Pass], next: usize, least: Duration) -> (usize, usize) {
    let is_long = |pass: &Pass| pass.to.is_some_and(|to| (to - pass.from) * 2 >= least);
    let Some(first) = passes[next..].iter().position(is_long) else {
        return (passes.len(), passes.len());
    };
    let first = next + first;
    let after = passes[first..].iter().position(|pass| !is_long(pass));
    let to = after.map_or(passes.len(), |n| first + n + AFTER);
    (first.saturating_sub(1).max(next), to.min(passes.len()))
}

/// A task's wait for its turn, up to the beginning of its poll.
struct Wait {
    task: TaskId,
    from: Instant,
    to: Instant,
    /// The turns that came first, as a range of indexes.
    turns: Range<usize>,
}

/// A scan of the events of some passes.
#[derive(Default)]
struct Scan {
    turns: Vec<Turn>,
    /// When the last long poll or callback ended.
    long: Instant,
    waits: Vec<Wait>,
}

impl Scan {
    fn of(cx: &LintContext, from: u64, until: u64) -> Scan {
        let mut scan = Scan::default();
        // Since when tasks could have run: they are ready, or their timers are due.
        let mut ready: FxHashMap<TaskId, Instant> = FxHashMap::default();
        let mut poll: Option<(TaskId, Instant)> = None;
        let events = cx.run.log.iter_from(from);
        for (seq, event) in events.take_while(|(seq, _)| *seq < until) {
            match event.kind {
                EventKind::TaskWoken { task, by } => {
                    let due = match by {
                        Cause::Timer => due(cx, task, seq),
                        _ => None,
                    };
                    ready.entry(task).or_insert(due.unwrap_or(event.at));
                }
                EventKind::TaskSpawned { task, .. } => {
                    ready.entry(task).or_insert(event.at);
                }
                EventKind::PollBegun { task } => {
                    poll = Some((task, event.at));
                    if let Some(since) = ready.remove(&task) {
                        scan.note_wait(cx, task, since, event.at);
                    }
                }
                EventKind::PollEnded { task } | EventKind::TaskEnded { task, .. } => {
                    let begun = poll.take().filter(|(polled, _)| *polled == task);
                    if let Some((_, from)) = begun {
                        let lasted = event.at - from;
                        scan.note_turn(cx, Turn { task, from, lasted });
                    }
                    // It woke itself: it is ready from the end of its poll on.
                    if let Some(since) = ready.get_mut(&task) {
                        *since = event.at;
                    }
                }
                EventKind::CallbackRan { took, .. } if took.get() >= Some(cx.options.blocked) => {
                    scan.long = event.at;
                }
                _ => {}
            }
        }
        scan
    }

    fn note_wait(&mut self, cx: &LintContext, task: TaskId, from: Instant, to: Instant) {
        let first = self
            .turns
            .partition_point(|turn| turn.from + turn.lasted <= from);
        let turns = first..self.turns.len();
        if to - from >= cx.options.blocked && self.long <= from && turns.len() >= FEW {
            self.waits.push(Wait {
                task,
                from,
                to,
                turns,
            });
        }
    }

    fn note_turn(&mut self, cx: &LintContext, turn: Turn) {
        if turn.lasted >= cx.options.blocked {
            self.long = turn.from + turn.lasted;
        } else if turn.lasted >= TURN {
            self.turns.push(turn);
        }
        let is_its = |wait: &Wait| wait.task == turn.task && wait.to == turn.from;
        if turn.lasted >= TURN && self.waits.last().is_some_and(is_its) {
            self.waits.pop();
        }
    }

    fn delayed_tasks(self) -> impl Iterator<Item = DelayedTask> {
        let turns = self.turns;
        self.waits.into_iter().filter_map(move |wait| {
            let turns = &turns[wait.turns];
            let sum: Duration = turns.iter().map(|turn| turn.lasted).sum();
            if sum * 5 < (wait.to - wait.from) * 4 {
                return None;
            }
            let mut times: FxHashMap<TaskId, Duration> = FxHashMap::default();
            for turn in turns {
                *times.entry(turn.task).or_default() += turn.lasted;
            }
            let mut tasks: Vec<(TaskId, Duration)> = times.into_iter().collect();
            sort::by_key(&mut tasks, |(task, time)| {
                (core::cmp::Reverse(*time), *task)
            });
            Some(DelayedTask {
                victim: wait.task,
                from: wait.from,
                to: wait.to,
                turns: turns.len(),
                longest: turns
                    .iter()
                    .map(|turn| turn.lasted)
                    .max()
                    .unwrap_or_default(),
                tasks: tasks.into_iter().map(|(task, _)| task).collect(),
            })
        })
    }
}

/// When the timer that wakes a task was due.
fn due(cx: &LintContext, task: TaskId, woken: u64) -> Option<Instant> {
    let track = cx.run.model.task(task)?;
    let span = track.span_at_seq(woken.checked_sub(1)?)?;
    match span.waited?.on {
        trace::WaitReason::Timer(delay) => Some(span.from + delay.get()?),
        _ => None,
    }
}
