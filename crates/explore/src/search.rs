//! The search: schedules with the fewest deviations first, beside random ones. It says which run to make next, and
//! takes its result, so runs can be made anywhere and in portions.

use crate::exploration::{Exploration, Tally};
use crate::{Outcome, Schedule};
use std::collections::VecDeque;

/// The shares of deviating choices in random schedules, in thousandths: few deviations find what needs one answer in
/// another order, many find what needs several.
const SHARES: [u32; 4] = [50, 150, 350, 700];
/// The most runs to shorten one schedule.
const MOST_SHRINKS: usize = 400;
/// The most outcomes whose schedules are shortened, failures first.
const MOST_SHORTENED: usize = 16;

/// How the choices of a run are made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// As this schedule says, and otherwise as the clock.
    Follow(Schedule),
    /// At random.
    Random {
        /// The same seed makes the same choices.
        seed: u64,
        /// The share of the choices that deviate from the clock, in thousandths.
        share: u32,
    },
}

/// A run that was made for a search.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// How it ended.
    pub outcome: Outcome,
    /// What differed from the clock.
    pub schedule: Schedule,
    /// The number of alternatives of each choice.
    pub alternatives: Vec<u32>,
}

/// A search for schedules that change the outcome of a program, one run after the other.
///
/// [`Explorer::search`](crate::Explorer::search) begins one.
///
/// # Examples
/// ```
/// use coroscope::explore::Explorer;
/// use coroscope::{gather, print, sleep, time::ms};
/// let program = || async {
///     gather([10, 20].map(|n| async move { sleep(ms(n)).await; print(n.to_string()); Ok(()) })).await
/// };
/// let explorer = Explorer::new();
/// let mut search = explorer.search();
/// while let Some(strategy) = search.next_run() {
///     search.record(explorer.try_run(program, strategy));
/// }
/// assert_eq!(search.found().outcomes().len(), 2);
/// ```
#[derive(Clone, Debug)]
pub struct Search {
    /// The number of schedules to try.
    schedules: usize,
    /// The most deviations of a schedule in the systematic part.
    deviations: usize,
    seed: u64,
    found: Exploration,
    tally: Tally,
    /// Schedules that are still to be tried.
    waiting: VecDeque<Schedule>,
    /// Whether no schedule was left out so far.
    is_complete: bool,
    /// Number of random schedules so far.
    random: u64,
    phase: Phase,
}

#[derive(Clone, Debug)]
enum Phase {
    /// Schedules are tried.
    Trying,
    /// The schedule of an outcome is shortened.
    Shortening(Shortening),
    Over,
}

#[derive(Clone, Debug)]
struct Shortening {
    /// The positions of the outcomes that are still to be shortened.
    next: Vec<usize>,
    /// The outcome whose schedule is shortened.
    outcome: usize,
    /// Candidates, the next one last.
    candidates: Vec<Schedule>,
    /// Number of runs for this outcome so far.
    runs: usize,
}

impl Search {
    pub(crate) fn new(schedules: usize, deviations: usize, seed: u64) -> Search {
        Search {
            schedules,
            deviations,
            seed,
            found: Exploration::default(),
            tally: Tally::default(),
            waiting: VecDeque::from([Schedule::default()]),
            is_complete: true,
            random: 0,
            phase: Phase::Trying,
        }
    }

    /// How the next run must be made. `None` when the search is over.
    pub fn next_run(&mut self) -> Option<Strategy> {
        loop {
            match &mut self.phase {
                Phase::Over => return None,
                Phase::Trying => match self.next_try() {
                    Some(strategy) => return Some(strategy),
                    None => self.stop(),
                },
                Phase::Shortening(shortening) => {
                    let candidate = shortening.candidates.last().cloned();
                    match candidate.filter(|_| shortening.runs < MOST_SHRINKS) {
                        Some(schedule) => return Some(Strategy::Follow(schedule)),
                        None => self.shorten_next(),
                    }
                }
            }
        }
    }

    fn next_try(&mut self) -> Option<Strategy> {
        if self.found.tried >= self.schedules {
            return None;
        }
        // Every other schedule is random, once those with one deviation have been tried.
        let is_random = match self.waiting.front() {
            None if self.is_complete => return None,
            None => true,
            Some(next) => next.deviations().len() > 1 && self.found.tried % 2 == 1,
        };
        if !is_random {
            return self.waiting.front().cloned().map(Strategy::Follow);
        }
        Some(Strategy::Random {
            seed: self.seed.wrapping_add(self.random),
            share: SHARES[self.random as usize % SHARES.len()],
        })
    }

    /// Takes the run that [`next_run`](Search::next_run) asked for.
    pub fn record(&mut self, tried: Tried) {
        match &mut self.phase {
            Phase::Over => {}
            Phase::Trying => {
                let is_next = |next: &Schedule| {
                    next.deviations().len() <= 1 || self.found.tried.is_multiple_of(2)
                };
                let schedule = self.waiting.front().is_some_and(is_next);
                let schedule = schedule.then(|| self.waiting.pop_front()).flatten();
                self.tally.count(&tried, &mut self.found);
                match schedule {
                    Some(schedule) => self.queue_longer(&schedule, &tried.alternatives),
                    None => self.random += 1,
                }
            }
            Phase::Shortening(shortening) => {
                shortening.runs += 1;
                shortening.candidates.pop();
                let found = &mut self.found.outcomes[shortening.outcome];
                if tried.outcome == found.outcome && tried.schedule < found.schedule {
                    found.schedule = tried.schedule;
                    shortening.candidates = candidates(&found.schedule);
                }
            }
        }
    }

    /// Queues the schedules with one deviation more than one that was run.
    fn queue_longer(&mut self, schedule: &Schedule, alternatives: &[u32]) {
        let next = schedule.deviations().last().map_or(0, |last| last.at + 1);
        for (at, alternatives) in (0..).zip(alternatives).skip(next as usize) {
            for alternative in 1..=*alternatives {
                let is_long = schedule.deviations().len() == self.deviations;
                if is_long || self.waiting.len() >= self.schedules {
                    self.is_complete = false;
                } else {
                    self.waiting.push_back(schedule.and(at, alternative));
                }
            }
        }
    }

    /// Tries no more schedules. Those of the outcomes so far are still shortened.
    pub fn stop(&mut self) {
        if !matches!(self.phase, Phase::Trying) {
            return;
        }
        self.found.is_complete = self.is_complete && self.waiting.is_empty();
        let outcomes = self.found.outcomes.iter().enumerate();
        let (failures, others): (Vec<_>, Vec<_>) =
            outcomes.partition(|(_, it)| it.outcome.is_failure());
        let all = failures.into_iter().chain(others).map(|(n, _)| n);
        let mut next: Vec<usize> = all.take(MOST_SHORTENED).collect();
        next.reverse();
        self.phase = Phase::Shortening(Shortening {
            next,
            outcome: 0,
            candidates: Vec::new(),
            runs: 0,
        });
    }

    /// Begins with the next outcome.
    fn shorten_next(&mut self) {
        let Phase::Shortening(shortening) = &mut self.phase else {
            return;
        };
        let Some(outcome) = shortening.next.pop() else {
            self.phase = Phase::Over;
            return;
        };
        (shortening.outcome, shortening.runs) = (outcome, 0);
        shortening.candidates = candidates(&self.found.outcomes[outcome].schedule);
    }

    /// Whether schedules are still tried. If not, they may still be shortened.
    pub fn is_trying(&self) -> bool {
        matches!(self.phase, Phase::Trying)
    }

    /// Whether it is over.
    pub fn is_over(&self) -> bool {
        matches!(self.phase, Phase::Over)
    }

    /// The most schedules that it tries.
    pub fn most(&self) -> usize {
        self.schedules
    }

    /// What was found so far.
    pub fn found(&self) -> &Exploration {
        &self.found
    }

    pub(crate) fn into_found(self) -> Exploration {
        self.found
    }
}

/// Schedules that deviate less than this one, the simplest last.
fn candidates(schedule: &Schedule) -> Vec<Schedule> {
    let mut candidates: Vec<Schedule> = schedule.simpler().collect();
    candidates.reverse();
    candidates
}
