//! Makes the choices of one run, as a schedule says or at random, and notes which alternatives each choice had.

use crate::limits::Limits;
use crate::orders::legal_orders;
use crate::outcome::Outcome;
use crate::priorities::Priorities;
use crate::schedule::Deviation;
use crate::{Schedule, Strategy, Tried};
use core::cell::{Cell, RefCell};
use coroscope_runtime::runtime::{CancelMoment, Choices, NextTimer, PendingTimer, TaskRef};
use coroscope_trace::time::Instant;
use std::rc::Rc;

/// Makes the choices of one run.
pub(crate) struct Player {
    means: Means,
    limits: Rc<Limits>,
    /// For each choice so far, the number of its alternatives.
    alternatives: RefCell<Vec<u32>>,
    deviations: RefCell<Vec<Deviation>>,
    /// Whether the last deviation was not recorded yet.
    is_new: Cell<bool>,
    printed: RefCell<Vec<String>>,
}

/// What makes the choices.
enum Means {
    Schedule(Schedule),
    Random(RefCell<fastrand::Rng>, u32),
    Priorities(RefCell<Priorities>),
}

impl Player {
    pub(crate) fn new(strategy: Strategy, limits: Rc<Limits>) -> Player {
        let means = match strategy {
            Strategy::Follow(schedule) => Means::Schedule(schedule),
            Strategy::Random { seed, share } => {
                Means::Random(RefCell::new(fastrand::Rng::with_seed(seed)), share)
            }
            Strategy::Priorities {
                seed,
                changes,
                choices,
            } => Means::Priorities(RefCell::new(Priorities::new(seed, changes, choices))),
        };
        Player {
            means,
            limits,
            alternatives: RefCell::default(),
            deviations: RefCell::default(),
            is_new: Cell::new(false),
            printed: RefCell::default(),
        }
    }

    /// The run, which has ended in this way.
    pub(crate) fn tried(&self, outcome: Outcome) -> Tried {
        Tried {
            outcome,
            schedule: Schedule::new(self.deviations.take()),
            alternatives: self.alternatives.take(),
        }
    }

    /// The lines that were printed.
    pub(crate) fn take_printed(&self) -> Vec<String> {
        self.printed.take()
    }

    /// Makes a choice with this number of alternatives, if necessary by priorities. Returns 0 for what the clock would do.
    fn choose(&self, alternatives: u32, by_priority: impl FnOnce(&mut Priorities) -> u32) -> u32 {
        let at = self.alternatives.borrow().len() as u32;
        self.alternatives.borrow_mut().push(alternatives);
        let alternative = match &self.means {
            Means::Schedule(schedule) => schedule.alternative(at),
            Means::Random(rng, share) => {
                let mut rng = rng.borrow_mut();
                let deviates = alternatives > 0 && rng.u32(0..1000) < *share;
                if deviates {
                    rng.u32(1..=alternatives)
                } else {
                    0
                }
            }
            Means::Priorities(priorities) => by_priority(&mut priorities.borrow_mut()),
        };
        // A schedule of another program may name alternatives that don't exist here.
        if alternative == 0 || alternative > alternatives {
            return 0;
        }
        (self.deviations.borrow_mut()).push(Deviation { at, alternative });
        self.is_new.set(true);
        alternative
    }

    /// Makes a choice between two possibilities. By priorities, the unusual one is taken where a priority would change.
    fn chooses(&self) -> bool {
        let at = self.alternatives.borrow().len() as u32;
        self.choose(1, |priorities| u32::from(priorities.changes_at(at))) == 1
    }
}

impl Choices for Player {
    fn next_timer(&self, _now: Instant, pending: &[PendingTimer]) -> NextTimer {
        let legal = || legal_orders(pending, &self.limits);
        let alternatives = legal().count() as u32;
        let at = self.alternatives.borrow().len() as u32;
        let by_priority = |priorities: &mut Priorities| priorities.choose(at, pending, legal());
        match self.choose(alternatives, by_priority) {
            0 => NextTimer::default(),
            chosen => legal().nth(chosen as usize - 1).unwrap_or_default(),
        }
    }

    fn cancels(&self, task: &TaskRef, _moment: CancelMoment) -> bool {
        let is_chosen = self.limits.cancelled.as_deref() == Some(&*task.name());
        is_chosen && task.cancelling() == 0 && self.chooses()
    }

    fn fails(&self, _what: &str) -> bool {
        self.limits.requests_fail && self.chooses()
    }

    fn sleeps_as_answers(&self) -> Option<u32> {
        self.limits.sleeps
    }

    fn delays_thread(&self) -> bool {
        self.chooses()
    }

    fn take_deviation(&self) -> Option<(u32, u32)> {
        let last = self.deviations.borrow().last().copied();
        let last = last.filter(|_| self.is_new.replace(false));
        last.map(|Deviation { at, alternative }| (at, alternative))
    }

    fn printed(&self, line: &str) {
        self.printed.borrow_mut().push(line.to_owned());
    }
}
