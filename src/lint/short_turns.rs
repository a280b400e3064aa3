//! Rule: many short polls in a row made a ready task wait long.
//!
//! Each of them is too short to [block](super::blocked) the loop; together they do. Looks for a task that was ready, or
//! whose timer was due, for [`Options::blocked`](super::Options::blocked) and more, while at least [`FEW`] polls of [`TURN`] and more took most
//! of that time.
//! Silent
//! - where a poll or a callback in that time was long enough to be told of by itself;
//! - where the time went into polls shorter than that: there is nothing to split up in them;
//! - about tasks whose own next poll takes as long as those: they share the loop among themselves.

use super::groups::{Group, Groups};
use super::{Advice, Finding, Kind, Run};
use crate::time::{Duration, Instant, human, ms};
use crate::trace::model::Pass;
use crate::trace::{self, Cause, EventKind, PlaceId, TaskId};
use core::ops::Range;
use rustc_hash::FxHashMap;

/// A poll of at least this length computes something.
const TURN: Duration = ms(1);
/// So many of them there must be.
const FEW: usize = 5;
/// In the pass after a long one a timer that is due wakes its task, which is polled in the next.
const AFTER: usize = 2;

const ADVICE: Advice = Advice {
    python: "Let fewer tasks compute at the same time, with a semaphore around the work; or give the work to \
             asyncio.to_thread() or to a process.",
    rust: "Let fewer tasks compute at the same time, with a semaphore around the work; or leave the work to a worker.",
};

/// A poll that is not short enough to be nothing.
#[derive(Clone, Copy)]
struct Turn {
    task: TaskId,
    from: Instant,
    lasted: Duration,
}

/// A task's wait for its turn.
struct Fact {
    victim: TaskId,
    from: Instant,
    to: Instant,
    turns: usize,
    longest: Duration,
    /// Who had those, the one with the most time first.
    tasks: Vec<TaskId>,
}

pub(super) fn find(run: &Run, found: &mut Vec<Finding>) {
    let mut groups = Groups::new();
    let passes = &run.model.passes;
    let mut next = 0;
    while next < passes.len() {
        let (from, to) = busy(passes, next, run.options.blocked);
        if from < to {
            let until = passes.get(to).map_or(u64::MAX, |pass| pass.seq);
            for fact in Scan::of(run, passes[from].seq, until).facts() {
                let Some(first) = fact.tasks.first().copied() else {
                    continue;
                };
                let place = run.model.task(first).and_then(|track| track.place);
                let weight = (fact.to - fact.from).as_micros() as u64;
                groups.add(place, weight, first, fact);
            }
        }
        next = to.max(next + 1);
    }
    let groups: Vec<Group<Fact>> = groups.worst(run.options.most);
    found.extend(groups.into_iter().map(|group| tell(run, group)));
}

fn tell(run: &Run, group: Group<Fact>) -> Finding {
    let again = group.again();
    let fact = group.fact;
    let waited = human(fact.to - fact.from);
    let places = fact
        .tasks
        .iter()
        .filter_map(|task| run.model.task(*task)?.place);
    let mut places: Vec<PlaceId> = places.collect();
    places.dedup();
    Finding {
        kind: Kind::ShortTurns,
        at: fact.from,
        until: fact.to,
        victims: vec![fact.victim],
        places,
        resource: None,
        title: format!("Many short turns held others up for {waited}"),
        sentence: format!(
            "{} could have run {waited} earlier, but {} turns of {} came first, the longest of them {}.{again}",
            run.words.task(fact.victim),
            fact.turns,
            run.words.tasks(&fact.tasks),
            human(fact.longest),
        ),
        advice: run.advise(ADVICE),
        tasks: fact.tasks,
    }
}

/// The next stretch of passes from `next` on in which somebody can have waited for so long. A task that becomes ready in
/// one pass has its turn by the end of the next, so one of the two takes half of that time.
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
    /// Where in the turns those are that came first.
    turns: Range<usize>,
}

/// One look at the events of some passes.
#[derive(Default)]
struct Scan {
    turns: Vec<Turn>,
    /// When the last long poll or callback ended.
    long: Instant,
    waits: Vec<Wait>,
}

impl Scan {
    fn of(run: &Run, from: u64, until: u64) -> Scan {
        let mut scan = Scan::default();
        // Since when tasks could run: they are ready, or their timers are due.
        let mut ready: FxHashMap<TaskId, Instant> = FxHashMap::default();
        let mut poll: Option<(TaskId, Instant)> = None;
        let events = run.log.iter_from(from);
        for (seq, event) in events.take_while(|(seq, _)| *seq < until) {
            match event.kind {
                EventKind::TaskWoken { task, by } => {
                    let due = match by {
                        Cause::Timer => due(run, task, seq),
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
                        scan.note_wait(run, task, since, event.at);
                    }
                }
                EventKind::PollEnded { task } | EventKind::TaskEnded { task, .. } => {
                    let begun = poll.take().filter(|(polled, _)| *polled == task);
                    if let Some((_, from)) = begun {
                        let lasted = event.at - from;
                        scan.note_turn(run, Turn { task, from, lasted });
                    }
                    // It woke itself: it is ready from the end of its poll on.
                    if let Some(since) = ready.get_mut(&task) {
                        *since = event.at;
                    }
                }
                EventKind::CallbackRan { took, .. } if took.get() >= Some(run.options.blocked) => {
                    scan.long = event.at;
                }
                _ => {}
            }
        }
        scan
    }

    fn note_wait(&mut self, run: &Run, task: TaskId, from: Instant, to: Instant) {
        let first = self
            .turns
            .partition_point(|turn| turn.from + turn.lasted <= from);
        let turns = first..self.turns.len();
        if to - from >= run.options.blocked && self.long <= from && turns.len() >= FEW {
            self.waits.push(Wait {
                task,
                from,
                to,
                turns,
            });
        }
    }

    fn note_turn(&mut self, run: &Run, turn: Turn) {
        if turn.lasted >= run.options.blocked {
            self.long = turn.from + turn.lasted;
        } else if turn.lasted >= TURN {
            self.turns.push(turn);
        }
        let is_its = |wait: &Wait| wait.task == turn.task && wait.to == turn.from;
        if turn.lasted >= TURN && self.waits.last().is_some_and(is_its) {
            self.waits.pop();
        }
    }

    fn facts(self) -> impl Iterator<Item = Fact> {
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
            tasks.sort_by_key(|(task, time)| (core::cmp::Reverse(*time), *task));
            Some(Fact {
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
fn due(run: &Run, task: TaskId, woken: u64) -> Option<Instant> {
    let track = run.model.task(task)?;
    let span = track.span_at_seq(woken.checked_sub(1)?)?;
    match span.waited?.on {
        trace::WaitReason::Timer(delay) => Some(span.from + delay.get()?),
        _ => None,
    }
}
