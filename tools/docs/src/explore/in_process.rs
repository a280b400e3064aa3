//! Each run in this process with an interpreter of its own, where a process can't be copied.

use super::plan::Plan;
use super::trial::{self, Ran};
use coroscope::explore::Strategy;
use coroscope_engine::PreparedInterpreter;

/// Makes the runs of a search.
pub(super) struct Runner<'a> {
    plan: &'a Plan,
}

impl<'a> Runner<'a> {
    pub(super) fn new(plan: &'a Plan) -> Runner<'a> {
        Runner { plan }
    }

    /// The number of runs that are made at the same time.
    pub(super) fn at_once(&self) -> usize {
        1
    }

    /// Makes a run.
    ///
    /// # Errors
    /// None here.
    pub(super) fn run(&mut self, strategy: &Strategy, is_recorded: bool) -> Result<Ran, String> {
        let prepared = PreparedInterpreter::new().repeatable(&self.plan.script);
        let run = trial::run(self.plan, prepared, strategy, is_recorded, |_| {});
        Ok(run)
    }

    /// Makes several runs, one after the other.
    ///
    /// # Errors
    /// None here.
    pub(super) fn run_all(&mut self, strategies: &[Strategy]) -> Result<Vec<Ran>, String> {
        strategies.iter().map(|it| self.run(it, false)).collect()
    }
}
