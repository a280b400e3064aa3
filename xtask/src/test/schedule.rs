//! Which step runs when: in order, two or more at a time, each after the steps that make what it opens.

use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;

use super::step::{Folder, Step};

/// What became of a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    Passed,
    Failed,
    /// Not run, since something that it opens or needs is not there.
    NotRun,
}

struct Plan {
    waiting: Vec<Step>,
    running: Vec<Step>,
    ended: Vec<(Step, End)>,
}

impl Plan {
    /// The next step: the first that can run, but one that would wait for another's cargo only where nothing else is
    /// left.
    fn next(&mut self) -> Option<Step> {
        let busy: Vec<Folder> = self.running.iter().map(|step| step.folder()).collect();
        let is_ready = |step: &Step| {
            let mut before = step.after().iter();
            before.all(|it| !self.waiting.contains(it) && !self.running.contains(it))
        };
        let waits_for_cargo =
            |step: &Step| step.folder() != Folder::None && busy.contains(&step.folder());
        let ready: Vec<usize> = (0..self.waiting.len())
            .filter(|&index| is_ready(&self.waiting[index]))
            .collect();
        let free = ready
            .iter()
            .find(|&&index| !waits_for_cargo(&self.waiting[index]));
        let index = *free.or(ready.first())?;
        let step = self.waiting.remove(index);
        self.running.push(step);
        Some(step)
    }

    /// The step before that has not passed, where there is one.
    fn missing(&self, step: Step) -> Option<Step> {
        let failed = |it: &Step| {
            self.ended
                .iter()
                .any(|(ended, end)| ended == it && *end != End::Passed)
        };
        step.after().iter().copied().find(failed)
    }
}

/// Runs the steps, `at_once` at a time. `run` is given a step, and the one that it opens and that has not passed, if any.
/// Steps that were not asked for are taken to have left what they make.
pub(super) fn run(
    steps: &[Step],
    at_once: usize,
    run: impl Fn(Step, Option<Step>) -> End + Sync,
) -> Vec<(Step, End)> {
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
    fn one_at_a_time_they_run_in_order() {
        let steps = [Step::Fmt, Step::Native, Step::Site, Step::E2e];
        let ended = run(&steps, 1, |_, _| End::Passed);
        let order: Vec<Step> = ended.into_iter().map(|(step, _)| step).collect();
        assert_eq!(order, steps);
    }

    #[test]
    fn a_step_knows_which_build_it_lacks() {
        let steps = [Step::Site, Step::Engine, Step::E2e, Step::Fmt];
        let ended = run(&steps, 2, |step, missing| match (step, missing) {
            (Step::Engine, _) => End::Failed,
            (Step::E2e, missing) => {
                assert_eq!(missing, Some(Step::Engine));
                End::NotRun
            }
            _ => End::Passed,
        });
        assert_eq!(ended.len(), 4);
        assert!(ended.contains(&(Step::Fmt, End::Passed)));
        assert!(ended.contains(&(Step::E2e, End::NotRun)));
    }

    #[test]
    fn a_step_that_would_wait_for_cargo_lets_another_go_first() {
        let mut plan = Plan {
            waiting: vec![Step::Clippy, Step::Engine],
            running: vec![Step::Native],
            ended: Vec::new(),
        };
        assert_eq!(plan.next(), Some(Step::Engine));
        assert_eq!(plan.next(), Some(Step::Clippy));
    }
}
