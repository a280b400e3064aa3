//! What a search found: the outcomes, how often each occurred, and a short schedule for each.

use crate::{Outcome, Schedule, Tried};
use core::fmt;
use rustc_hash::FxHashMap;

/// The outcomes that a search found.
#[derive(Clone, Debug, Default)]
pub struct Exploration {
    pub(crate) outcomes: Vec<Found>,
    pub(crate) tried: usize,
    pub(crate) is_complete: bool,
}

/// An outcome, and how to get it.
#[derive(Clone, Debug)]
pub struct Found {
    /// The outcome.
    pub outcome: Outcome,
    /// The number of schedules with this outcome.
    pub schedules: usize,
    /// The number of schedules that were tried until it was found, this one included.
    pub found_after: usize,
    /// A schedule with this outcome: the shortest that the search knows.
    pub schedule: Schedule,
}

impl Exploration {
    /// The outcomes: first that of the clock, then in the order in which they were found.
    pub fn outcomes(&self) -> &[Found] {
        &self.outcomes
    }

    /// The first outcome that is a failure.
    pub fn failure(&self) -> Option<&Found> {
        self.outcomes.iter().find(|it| it.outcome.is_failure())
    }

    /// Number of schedules that were tried.
    pub fn tried(&self) -> usize {
        self.tried
    }

    /// Whether all schedules were tried.
    pub fn is_complete(&self) -> bool {
        self.is_complete
    }
}

impl fmt::Display for Exploration {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (outcomes, all) = (
            self.outcomes.len(),
            if self.is_complete { "all " } else { "" },
        );
        let plural = if outcomes == 1 { "" } else { "s" };
        writeln!(
            f,
            "{outcomes} outcome{plural} in {all}{} schedules",
            self.tried
        )?;
        for found in &self.outcomes {
            writeln!(
                f,
                "{:>8} × {} [schedule {}, found after {}]",
                found.schedules, found.outcome, found.schedule, found.found_after
            )?;
        }
        Ok(())
    }
}

/// Counts the outcomes of runs.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tally {
    /// Positions of the outcomes.
    known: FxHashMap<Outcome, usize>,
}

impl Tally {
    pub(crate) fn count(&mut self, run: &Tried, counted: &mut Exploration) {
        counted.tried += 1;
        if let Some(found) = self.known.get(&run.outcome) {
            let found = &mut counted.outcomes[*found];
            found.schedules += 1;
            if run.schedule < found.schedule {
                found.schedule = run.schedule.clone();
            }
            return;
        }
        (self.known).insert(run.outcome.clone(), counted.outcomes.len());
        counted.outcomes.push(Found {
            outcome: run.outcome.clone(),
            schedules: 1,
            found_after: counted.tried,
            schedule: run.schedule.clone(),
        });
    }
}
