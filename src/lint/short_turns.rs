//! Rule: many short polls in a row made a ready task wait long.
//!
//! Each of them is too short to [block](super::blocked) the loop; together they do. Looks for a task that was ready for
//! [`Options::blocked`](super::Options::blocked) and more, while at least [`FEW`] polls of [`TURN`] and more took most
//! of that time.
//! Silent
//! - where a poll or a callback in that time was long enough to be told of by itself;
//! - where the time went into polls shorter than that: there is nothing to split up in them;
//! - about tasks whose own next poll takes as long as those: they share the loop among themselves.

use super::groups::{Group, Groups};
use super::{Advice, Finding, Kind, Run};
use crate::time::{Duration, Instant, human, ms};
use crate::trace::model::Pass;
use crate::trace::{PlaceId, TaskId, What};
use rustc_hash::FxHashMap;

/// A poll of at least this length computes something.
const TURN: Duration = ms(1);
/// So many of them there must be.
const FEW: usize = 5;

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
            Scan::of(run, passes[from].seq, until).tell(|fact| {
                let first = fact.tasks.first().copied()?;
                let place = run.model.task(first).and_then(|track| track.place);
                let weight = (fact.to - fact.from).as_micros() as u64;
                groups.add(place, weight, first, fact);
                Some(())
            });
        }
        next = to + 1;
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
            "{} was ready for {waited} and could not run: {} turns of {} came first, the longest of them {}.{again}",
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
    let to = after.map_or(passes.len(), |n| first + n + 1);
    (first.saturating_sub(1).max(next), to)
}

/// Since when a task is ready, and what had happened by then.
#[derive(Clone, Copy)]
struct Ready {
    at: Instant,
    turns: usize,
    long: usize,
}

/// One look at the events of some passes.
#[derive(Default)]
struct Scan {
    turns: Vec<Turn>,
    /// How many long polls and callbacks there were.
    long: usize,
    waits: Vec<(TaskId, Ready, Instant, usize)>,
}

impl Scan {
    fn of(run: &Run, from: u64, until: u64) -> Scan {
        let mut scan = Scan::default();
        let mut ready: FxHashMap<TaskId, Ready> = FxHashMap::default();
        let mut poll: Option<(TaskId, Instant)> = None;
        for (_, event) in run.log.iter_from(from).take_while(|(seq, _)| *seq < until) {
            let now = Ready {
                at: event.at,
                turns: scan.turns.len(),
                long: scan.long,
            };
            match event.what {
                What::Woken { task, .. } | What::Spawned { task, .. } => {
                    ready.entry(task).or_insert(now);
                }
                What::PollBegun { task } => {
                    poll = Some((task, event.at));
                    if let Some(since) = ready.remove(&task)
                        && event.at - since.at >= run.options.blocked
                        && since.long == scan.long
                        && scan.turns.len() - since.turns >= FEW
                    {
                        scan.waits.push((task, since, event.at, scan.turns.len()));
                    }
                }
                What::PollEnded { task } | What::Ended { task, .. } => {
                    let begun = poll.take().filter(|(polled, _)| *polled == task);
                    if let Some((_, from)) = begun {
                        scan.note(
                            run,
                            Turn {
                                task,
                                from,
                                lasted: event.at - from,
                            },
                        );
                    }
                    // It woke itself: it is ready from the end of its poll on.
                    if let Some(since) = ready.get_mut(&task) {
                        *since = Ready {
                            turns: scan.turns.len(),
                            long: scan.long,
                            ..now
                        };
                    }
                }
                What::CallbackRan { took, .. } => {
                    scan.long += usize::from(took.get() >= Some(run.options.blocked));
                }
                _ => {}
            }
        }
        scan
    }

    fn note(&mut self, run: &Run, turn: Turn) {
        if turn.lasted >= run.options.blocked {
            self.long += 1;
        } else if turn.lasted >= TURN {
            self.turns.push(turn);
        }
        let waited = self
            .waits
            .last()
            .is_some_and(|(task, _, at, _)| *task == turn.task && *at == turn.from);
        if waited && turn.lasted >= TURN {
            self.waits.pop();
        }
    }

    fn tell(self, mut told: impl FnMut(Fact) -> Option<()>) {
        for (victim, since, to, until) in &self.waits {
            let turns = &self.turns[since.turns..*until];
            let sum: Duration = turns.iter().map(|turn| turn.lasted).sum();
            let waited = *to - since.at;
            if sum * 5 < waited * 4 {
                continue;
            }
            let mut times: FxHashMap<TaskId, Duration> = FxHashMap::default();
            for turn in turns {
                *times.entry(turn.task).or_default() += turn.lasted;
            }
            let mut tasks: Vec<(TaskId, Duration)> = times.into_iter().collect();
            tasks.sort_by_key(|(task, time)| (core::cmp::Reverse(*time), *task));
            told(Fact {
                victim: *victim,
                from: since.at,
                to: *to,
                turns: turns.len(),
                longest: turns
                    .iter()
                    .map(|turn| turn.lasted)
                    .max()
                    .unwrap_or_default(),
                tasks: tasks.into_iter().map(|(task, _)| task).collect(),
            });
        }
    }
}
