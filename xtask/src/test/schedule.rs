//! Schedules the steps: in order, several at a time, each after the steps whose output it needs.

use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

use super::step::{Step, TargetDir};

/// How a step ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Passed,
    Failed,
    /// Not run, since something that it needs is missing.
    NotRun,
}

struct Plan {
    waiting: Vec<Step>,
    running: Vec<Step>,
    ended: Vec<(Step, Outcome)>,
}

impl Plan {
    /// The next step: the first that is ready. A step that would wait for another step's cargo comes after all others.
    fn next(&mut self) -> Option<Step> {
        let busy: Vec<TargetDir> = self.running.iter().map(|step| step.target_dir()).collect();
        let is_ready = |step: &Step| {
            let mut before = step.after().iter();
            before.all(|it| !self.waiting.contains(it) && !self.running.contains(it))
        };
        let would_wait_for_cargo =
            |step: &Step| step.target_dir() != TargetDir::None && busy.contains(&step.target_dir());
        let ready: Vec<usize> = (0..self.waiting.len())
            .filter(|&index| is_ready(&self.waiting[index]))
            .collect();
        let free = ready
            .iter()
            .find(|&&index| !would_wait_for_cargo(&self.waiting[index]));
        let index = *free.or(ready.first())?;
        let step = self.waiting.remove(index);
        self.running.push(step);
        Some(step)
    }

    /// A step whose output this one needs and that has not passed, if there is one.
    fn missing(&self, step: Step) -> Option<Step> {
        let failed = |it: &Step| {
            self.ended
                .iter()
                .any(|(ended, end)| ended == it && *end != Outcome::Passed)
        };
        step.after().iter().copied().find(failed)
    }
}

/// Runs the steps, `at_once` at a time. `run` is called with a step and, if there is one, the failed step whose output it
/// needs. The output of steps that are not in the list is assumed to exist.
pub(super) fn run(
    steps: &[Step],
    at_once: usize,
    run: impl Fn(Step, Option<Step>) -> Outcome + Sync,
) -> Vec<(Step, Outcome)> {
    let plan = Mutex::new(Plan {
        waiting: steps.to_vec(),
        running: Vec::new(),
        ended: Vec::new(),
    });
    let one_ended = Condvar::new();
    let lock = || plan.lock().unwrap_or_else(PoisonError::into_inner);
    let work = || {
        let mut plan = lock();
        while !plan.waiting.is_empty() {
            let Some(step) = plan.next() else {
                plan = one_ended.wait(plan).unwrap_or_else(PoisonError::into_inner);
                continue;
            };
            let missing = plan.missing(step);
            drop(plan);
            let end = run(step, missing);
            plan = lock();
            plan.running.retain(|it| *it != step);
            plan.ended.push((step, end));
            one_ended.notify_all();
        }
    };
    thread::scope(|scope| {
        for _ in 0..at_once {
            scope.spawn(work);
        }
    });
    plan.into_inner()
        .unwrap_or_else(PoisonError::into_inner)
        .ended
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn steps_run_in_order_if_one_runs_at_a_time() {
        let steps = [Step::Fmt, Step::Native, Step::Site, Step::E2e];
        let ended = run(&steps, 1, |_, _| Outcome::Passed);
        let order: Vec<Step> = ended.into_iter().map(|(step, _)| step).collect();
        assert_eq!(order, steps);
    }

    #[test]
    fn a_step_receives_the_failed_step_that_it_depends_on() {
        let steps = [Step::Site, Step::Engine, Step::E2e, Step::Fmt];
        let ended = run(&steps, 2, |step, missing| match (step, missing) {
            (Step::Engine, _) => Outcome::Failed,
            (Step::E2e, missing) => {
                assert_eq!(missing, Some(Step::Engine));
                Outcome::NotRun
            }
            _ => Outcome::Passed,
        });
        assert_eq!(ended.len(), 4);
        assert!(ended.contains(&(Step::Fmt, Outcome::Passed)));
        assert!(ended.contains(&(Step::E2e, Outcome::NotRun)));
    }

    #[test]
    fn a_step_that_would_wait_for_cargo_runs_after_others() {
        let mut plan = Plan {
            waiting: vec![Step::Clippy, Step::Engine],
            running: vec![Step::Native],
            ended: Vec::new(),
        };
        assert_eq!(plan.next(), Some(Step::Engine));
        assert_eq!(plan.next(), Some(Step::Clippy));
    }
}
