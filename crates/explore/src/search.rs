//! The search: schedules with the fewest deviations first, beside random ones. It says which run to make next, and
//! takes its result, so runs can be made anywhere and in portions.

use crate::exploration::{Exploration, Tally};
use crate::{Schedule, Strategy, Tried};
use std::collections::VecDeque;

/// The shares of deviating choices in random schedules, in thousandths: few deviations find what needs one answer in
/// another order, many find what needs several.
const SHARES: [u32; 4] = [50, 150, 350, 700];
/// The most changes of a priority in schedules by priorities. Mistakes that need more are rare.
const MOST_CHANGES: u64 = 3;
/// The most runs to shorten one schedule.
const MOST_SHRINKS: usize = 400;
/// The most outcomes whose schedules are shortened, failures first.
const MOST_SHORTENED: usize = 16;

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
    /// Number of choices of the usual run.
    choices: u32,
    /// Runs whose results are still to come, in order.
    ordered: VecDeque<Ordered>,
    /// Number of schedules that were ordered, apart from those for shortening.
    tries: usize,
    phase: Phase,
}

/// A run whose result is still to come.
#[derive(Clone, Debug)]
enum Ordered {
    /// A schedule of the systematic part.
    Listed(Schedule),
    Random,
    /// A candidate of shortening, in the round with this number.
    Shorter(usize),
}

#[derive(Clone, Debug)]
enum Phase {
    /// Schedules are tried.
    Trying,
    /// The schedule of an outcome is shortened.
    Shortening(Shortening),
    Over,
}

#[derive(Clone, Debug, Default)]
struct Shortening {
    /// The positions of the outcomes that are still to be shortened.
    next: Vec<usize>,
    /// The position of the outcome whose schedule is shortened. `None` before the first one.
    outcome: Option<usize>,
    /// Number of candidates so far: schedules that are [simpler](Schedule::simpler) than the shortest one.
    candidates: usize,
    /// Number of runs for this outcome so far.
    runs: usize,
    /// Number of times that other candidates took the place of the current ones.
    round: usize,
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
            choices: 0,
            ordered: VecDeque::new(),
            tries: 0,
            phase: Phase::Trying,
        }
    }

    /// How the next run must be made. Several runs can be ordered before their results are [recorded](Search::record).
    /// `None` if the search is over; or, if results are still to come, if the next run depends on them.
    pub fn next_run(&mut self) -> Option<Strategy> {
        loop {
            match &mut self.phase {
                Phase::Over => return None,
                Phase::Trying => match self.next_try() {
                    Some(strategy) => return Some(strategy),
                    None if !self.ordered.is_empty() => return None,
                    None => self.stop(),
                },
                Phase::Shortening(shortening) => {
                    let shortest = shortening
                        .outcome
                        .map(|it| &self.found.outcomes[it].schedule);
                    if shortening.runs < MOST_SHRINKS
                        && let Some(schedule) =
                            shortest.and_then(|it| it.simpler(shortening.candidates))
                    {
                        shortening.candidates += 1;
                        shortening.runs += 1;
                        self.ordered.push_back(Ordered::Shorter(shortening.round));
                        return Some(Strategy::Follow(schedule));
                    }
                    if !self.ordered.is_empty() {
                        return None;
                    }
                    self.shorten_next();
                }
            }
        }
    }

    fn next_try(&mut self) -> Option<Strategy> {
        if self.tries >= self.schedules {
            return None;
        }
        // Every other schedule is random, once those with one deviation have been tried.
        let is_random = match self.waiting.front() {
            None if self.is_complete => return None,
            None => true,
            Some(next) => next.deviations().len() > 1 && self.tries % 2 == 1,
        };
        self.tries += 1;
        if !is_random {
            let schedule = self.waiting.pop_front()?;
            self.ordered.push_back(Ordered::Listed(schedule.clone()));
            return Some(Strategy::Follow(schedule));
        }
        self.ordered.push_back(Ordered::Random);
        let (number, seed) = (self.random / 2, self.seed.wrapping_add(self.random));
        self.random += 1;
        Some(match self.random % 2 {
            1 => Strategy::Random {
                seed,
                share: SHARES[number as usize % SHARES.len()],
            },
            _ => Strategy::Priorities {
                seed,
                changes: (number % (MOST_CHANGES + 1)) as u32,
                choices: self.choices,
            },
        })
    }

    /// Takes the result of a run that [`next_run`](Search::next_run) has ordered, in the order of these.
    pub fn record(&mut self, tried: Tried) {
        match self.ordered.pop_front() {
            None => {}
            Some(Ordered::Listed(schedule)) => {
                if schedule.deviations().is_empty() {
                    self.choices = tried.alternatives.len() as u32;
                }
                self.tally.count(&tried, &mut self.found);
                self.queue_longer(&schedule, &tried.alternatives);
            }
            Some(Ordered::Random) => self.tally.count(&tried, &mut self.found),
            Some(Ordered::Shorter(round)) => {
                let Phase::Shortening(shortening) = &mut self.phase else {
                    return;
                };
                let Some(outcome) = shortening.outcome else {
                    return;
                };
                let found = &mut self.found.outcomes[outcome];
                let is_shorter = tried.outcome == found.outcome && tried.schedule < found.schedule;
                if is_shorter && round == shortening.round {
                    found.schedule = tried.schedule;
                    shortening.candidates = 0;
                    shortening.round += 1;
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
        let is_all_tried = self.waiting.is_empty() && self.ordered.is_empty();
        self.found.is_complete = self.is_complete && is_all_tried;
        let outcomes = self.found.outcomes.iter().enumerate();
        let (failures, others): (Vec<_>, Vec<_>) =
            outcomes.partition(|(_, it)| it.outcome.is_failure());
        let all = failures.into_iter().chain(others).map(|(n, _)| n);
        let mut next: Vec<usize> = all.take(MOST_SHORTENED).collect();
        next.reverse();
        self.phase = Phase::Shortening(Shortening {
            next,
            ..Shortening::default()
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
        (shortening.outcome, shortening.runs) = (Some(outcome), 0);
        shortening.candidates = 0;
        shortening.round += 1;
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
