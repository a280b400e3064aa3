//! Makes the choices of one run, as a schedule says or at random, and notes which alternatives each choice had.

use crate::Schedule;
use crate::limits::Limits;
use crate::schedule::Deviation;
use crate::search::Strategy;
use core::cell::RefCell;
use coroscope_runtime::runtime::{
    CancelMoment, Choices, NextTimer, Others, PendingTimer, TaskRef, TimerKind,
};
use coroscope_trace::time::Instant;
use std::rc::Rc;

/// Makes the choices of one run.
pub(crate) struct Player {
    schedule: Schedule,
    random: Option<(RefCell<fastrand::Rng>, u32)>,
    limits: Rc<Limits>,
    /// For each choice so far, the number of its alternatives.
    alternatives: RefCell<Vec<u32>>,
    deviations: RefCell<Vec<Deviation>>,
    printed: RefCell<Vec<String>>,
}

impl Player {
    pub(crate) fn new(strategy: Strategy, limits: Rc<Limits>) -> Player {
        let (schedule, random) = match strategy {
            Strategy::Follow(schedule) => (schedule, None),
            Strategy::Random { seed, share } => {
                let rng = RefCell::new(fastrand::Rng::with_seed(seed));
                (Schedule::default(), Some((rng, share)))
            }
        };
        Player {
            schedule,
            random,
            limits,
            alternatives: RefCell::default(),
            deviations: RefCell::default(),
            printed: RefCell::default(),
        }
    }

    /// The number of alternatives of each choice that was made.
    pub(crate) fn take_alternatives(&self) -> Vec<u32> {
        self.alternatives.take()
    }

    /// The schedule of this run.
    pub(crate) fn take_schedule(&self) -> Schedule {
        Schedule::new(self.deviations.take())
    }

    /// The lines that were printed.
    pub(crate) fn take_printed(&self) -> Vec<String> {
        self.printed.take()
    }

    /// Makes a choice with this number of alternatives. Returns 0 for what the clock would do.
    fn choose(&self, alternatives: u32) -> u32 {
        let at = self.alternatives.borrow().len() as u32;
        self.alternatives.borrow_mut().push(alternatives);
        let alternative = match &self.random {
            None => self.schedule.alternative(at),
            Some((rng, share)) => {
                let mut rng = rng.borrow_mut();
                let deviates = alternatives > 0 && rng.u32(0..1000) < *share;
                if deviates {
                    rng.u32(1..=alternatives)
                } else {
                    0
                }
            }
        };
        // A schedule of another program may name alternatives that don't exist here.
        if alternative == 0 || alternative > alternatives {
            return 0;
        }
        (self.deviations.borrow_mut()).push(Deviation { at, alternative });
        alternative
    }
}

impl Choices for Player {
    fn next_timer(&self, _now: Instant, pending: &[PendingTimer]) -> NextTimer {
        let legal = || legal_orders(pending, &self.limits);
        let alternatives = legal().count() as u32;
        match self.choose(alternatives) {
            0 => NextTimer::default(),
            chosen => legal().nth(chosen as usize - 1).unwrap_or_default(),
        }
    }

    fn cancels(&self, task: &TaskRef, _moment: CancelMoment) -> bool {
        let is_chosen = self.limits.cancelled.as_deref() == Some(&*task.name());
        is_chosen && task.cancelling() == 0 && self.choose(1) == 1
    }

    fn fails(&self, _what: &str) -> bool {
        self.limits.requests_fail && self.choose(1) == 1
    }

    fn printed(&self, line: &str) {
        self.printed.borrow_mut().push(line.to_owned());
    }
}

/// The legal orders of pending timers besides that of the clock.
fn legal_orders<'a>(
    pending: &'a [PendingTimer],
    limits: &'a Limits,
) -> impl Iterator<Item = NextTimer> + 'a {
    let first = pending[0].deadline;
    let choose = |position, others| NextTimer { position, others };
    let with_first = (pending[1].deadline == first).then(|| choose(0, Others::Later));
    let others = pending.iter().enumerate().skip(1);
    let others = others
        .take(limits.timers)
        .flat_map(move |(position, timer)| {
            let is_answer = timer.kind == TimerKind::Answer;
            // An answer that comes sooner delays nothing. Another timer delays those before it.
            let is_allowed = is_answer || timer.deadline - first <= limits.late;
            let is_tie = timer.deadline == first;
            let orders = [
                (true, Others::Later),
                (true, Others::After),
                (!is_tie, Others::Before),
            ];
            let orders = orders
                .into_iter()
                .filter(move |(is_other, _)| is_allowed && *is_other);
            orders.map(move |(_, others)| choose(position, others))
        });
    with_first.into_iter().chain(others)
}
