//! The search: schedules with the fewest deviations first, beside random ones.

use crate::exploration::{Exploration, Tally};
use crate::limits::Limits;
use crate::player::Strategy;
use crate::run::{Run, run};
use crate::{Outcome, Schedule};
use core::fmt::Debug;
use coroscope_runtime::Result;
use std::collections::VecDeque;
use std::rc::Rc;

/// The shares of deviating choices in random schedules, in thousandths: few deviations find what needs one answer in
/// another order, many find what needs several.
const SHARES: [u32; 4] = [50, 150, 350, 700];
/// The most runs to shorten one schedule.
const MOST_SHRINKS: usize = 400;

pub(crate) struct Search<'a, P> {
    pub(crate) program: &'a P,
    pub(crate) limits: &'a Rc<Limits>,
    /// The number of schedules to try.
    pub(crate) schedules: usize,
    /// The most deviations of a schedule in the systematic part.
    pub(crate) deviations: usize,
    pub(crate) seed: u64,
}

impl<P, F, T> Search<'_, P>
where
    P: Fn() -> F,
    F: Future<Output = Result<T>> + 'static,
    T: Debug + 'static,
{
    /// Tries schedules, and shortens one for each outcome.
    pub(crate) fn search(&self) -> Exploration {
        let mut tally = Tally::default();
        let mut waiting = VecDeque::from([Schedule::default()]);
        let mut is_complete = true;
        let mut random = 0;
        while tally.tried < self.schedules {
            // Every other schedule is random, once those with one deviation have been tried.
            let next = waiting.front();
            let is_random = match next {
                None if is_complete => break,
                None => true,
                Some(next) => next.deviations().len() > 1 && tally.tried % 2 == 1,
            };
            if is_random {
                tally.count(&self.try_random(random));
                random += 1;
                continue;
            }
            let Some(schedule) = waiting.pop_front() else {
                break;
            };
            let run = self.follow(schedule.clone());
            tally.count(&run);
            is_complete &= self.push_longer(&schedule, &run, &mut waiting);
        }
        is_complete &= waiting.is_empty();
        tally.finish(is_complete, |schedule, outcome| {
            self.shrink(schedule, outcome)
        })
    }

    /// Queues the schedules with one deviation more than one that was run. False if there are others.
    fn push_longer(
        &self,
        schedule: &Schedule,
        run: &Run,
        waiting: &mut VecDeque<Schedule>,
    ) -> bool {
        let next = schedule.deviations().last().map_or(0, |last| last.at + 1);
        let mut is_complete = true;
        for (at, alternatives) in (0..).zip(&run.alternatives).skip(next as usize) {
            for alternative in 1..=*alternatives {
                if schedule.deviations().len() == self.deviations || waiting.len() >= self.schedules
                {
                    is_complete = false;
                } else {
                    waiting.push_back(schedule.and(at, alternative));
                }
            }
        }
        is_complete
    }

    fn follow(&self, schedule: Schedule) -> Run {
        run(self.program, Strategy::Follow(schedule), self.limits, None)
    }

    fn try_random(&self, number: u64) -> Run {
        let strategy = Strategy::Random {
            seed: self.seed.wrapping_add(number),
            share: SHARES[number as usize % SHARES.len()],
        };
        run(self.program, strategy, self.limits, None)
    }

    /// The shortest schedule found from this one by leaving deviations out, and by taking earlier alternatives, that has
    /// the same outcome.
    fn shrink(&self, schedule: &Schedule, outcome: &Outcome) -> Schedule {
        let mut best = schedule.clone();
        let mut runs = 0;
        loop {
            let shorter = best.simpler().find_map(|candidate| {
                runs += 1;
                let run = (runs <= MOST_SHRINKS).then(|| self.follow(candidate))?;
                (run.outcome == *outcome && run.schedule < best).then_some(run.schedule)
            });
            match shorter {
                Some(shorter) => best = shorter,
                None => return best,
            }
        }
    }
}
