//! `cargo xtask test`: runs all checks, or any of them.

mod advice;
mod commands;
mod history;
mod inputs;
mod javascript;
mod list;
mod recorder;
mod report;
mod schedule;
mod step;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::files::is_disk_full;
use crate::install::consent::Consent;
use crate::install::need::{self, Installer, Need};
use crate::paths::Paths;
use crate::progress;
use advice::{DISK_IS_FULL, advice};
use history::{History, LastRun};
use inputs::Inputs;
use report::Report;
use schedule::Outcome;

pub(crate) use list::{doctor, list};
pub(crate) use step::Step;

/// Which steps to run if none is given.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Selection {
    /// The steps that every contributor runs.
    Default,
    /// All steps.
    All,
    /// All steps but the default ones.
    Rest,
}

impl Selection {
    fn steps(self) -> Vec<Step> {
        let is_chosen = |step: &Step| match self {
            Selection::Default => step.is_default(),
            Selection::All => true,
            Selection::Rest => !step.is_default(),
        };
        let all = Step::value_variants().iter().copied();
        all.filter(is_chosen).collect()
    }
}

/// A run of steps.
struct Runner<'a> {
    paths: &'a Paths,
    consent: Consent,
    report: Report,
    history: Mutex<History>,
    /// Whether to run steps that passed before with the same inputs.
    again: bool,
    inputs: Inputs,
}

/// Runs the given steps, or else those of the selection. A failed step does not stop the others.
pub(crate) fn run(
    paths: &Paths,
    consent: Consent,
    selection: Selection,
    again: bool,
    named: &[Step],
    tests: &[String],
) -> Result<()> {
    if let [step] = named {
        return run_alone(*step, tests, paths, consent);
    }
    if !tests.is_empty() {
        bail!("the names after `--` are for one step: `cargo xtask test e2e -- queue::`");
    }
    let mut steps = named.to_vec();
    steps.sort();
    steps.dedup();
    if steps.is_empty() {
        steps = selection.steps();
    }
    let needs = needs_of(&steps);
    let consent = need::ask_for_apt(&needs, paths, consent)?;
    let runner = Runner {
        paths,
        consent,
        report: Report::new(paths)?,
        history: Mutex::new(History::read(paths)),
        again,
        inputs: Inputs::read(paths)?,
    };
    let cores = thread::available_parallelism().map_or(2, usize::from);
    let has_ended = AtomicBool::new(false);
    let ended = thread::scope(|scope| {
        scope.spawn(|| {
            while !has_ended.load(Ordering::Relaxed) {
                runner.report.tick();
                thread::sleep(Duration::from_secs(1));
            }
        });
        scope.spawn(|| runner.download(&needs, &has_ended));
        let ended = schedule::run(&steps, cores.clamp(2, 3), |step, missing| {
            runner.run(step, missing)
        });
        has_ended.store(true, Ordering::Relaxed);
        ended
    });
    eprintln!("{}", runner.report.summary(&ended));
    let failed: Vec<String> = ended
        .iter()
        .filter(|(_, end)| *end != Outcome::Passed)
        .map(|(step, _)| step.name())
        .collect();
    if !failed.is_empty() {
        bail!("not passed: {}", failed.join(", "));
    }
    Ok(())
}

/// Runs one step with its output on the terminal.
fn run_alone(step: Step, tests: &[String], paths: &Paths, consent: Consent) -> Result<()> {
    if !tests.is_empty() && !step.takes_names() {
        bail!(
            "the step {} takes no names; e2e, builds, firefox, webkit and recipes do",
            step.name()
        );
    }
    for need in step.needs() {
        need.ensure(paths, consent)?;
    }
    let begun = Instant::now();
    commands::run(step, tests, paths, consent)?;
    progress::line(format_args!(
        "ok       {} in {}",
        step.name(),
        progress::seconds(begun.elapsed())
    ));
    Ok(())
}

/// What the steps need, without duplicates, in the order of the steps.
fn needs_of(steps: &[Step]) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    for need in steps.iter().flat_map(|step| step.needs()) {
        if !needs.contains(need) {
            needs.push(*need);
        }
    }
    needs
}

impl Runner<'_> {
    fn run(&self, step: Step, missing: Option<Step>) -> Outcome {
        let begun = Instant::now();
        let end = |end, summary: &[String], why: &str| {
            self.report.finish(step, end, begun.elapsed(), summary, why);
            end
        };
        if let Some(missing) = missing {
            let why = format!("it needs the output of the step {}", missing.name());
            return end(Outcome::NotRun, &[], &why);
        }
        if let Some(before) = self.unchanged(step) {
            return end(
                Outcome::Passed,
                &before.summary,
                "unchanged since it passed",
            );
        }
        let log = match self.report.start(step) {
            Ok(log) => log,
            Err(error) => return end(Outcome::Failed, &[], &format!("{error:#}")),
        };
        progress::into_log(log, || {
            for need in step.needs() {
                if let Err(error) = self.ensure(step, *need) {
                    progress::note(format_args!("{error:#}"));
                    let why = format!("{} is missing: {}", need.name(), self.why(step, &error));
                    return end(Outcome::NotRun, &[], &why);
                }
            }
            let began = Instant::now();
            let outcome = commands::run(step, &[], self.paths, self.consent);
            let took = began.elapsed();
            let summary = report::summary_lines(&self.report.printed(step));
            let why = match &outcome {
                Ok(()) => String::new(),
                Err(error) => self.why(step, error),
            };
            self.store(step, outcome.is_ok(), took, &summary);
            let how = if outcome.is_ok() {
                Outcome::Passed
            } else {
                Outcome::Failed
            };
            end(how, &summary, &why)
        })
    }

    fn why(&self, step: Step, error: &anyhow::Error) -> String {
        let folders = [&self.paths.root, &self.paths.cache];
        if let Some(folder) = folders.into_iter().find(|it| is_disk_full(it)) {
            return format!("{DISK_IS_FULL} ({})", folder.display());
        }
        advice(&self.report.printed(step), error)
    }

    /// The earlier run in which a step passed with the same inputs, if it need not run again.
    fn unchanged(&self, step: Step) -> Option<LastRun> {
        if self.again || step.builds() {
            return None;
        }
        let history = self.history.lock().unwrap_or_else(PoisonError::into_inner);
        history.passed_with(step, &self.inputs).cloned()
    }

    fn store(&self, step: Step, passed: bool, took: Duration, summary: &[String]) {
        // If a file changed while the step ran, it is unknown which version the step read.
        let inputs = self.inputs.of(step);
        let are_same = || Inputs::read(self.paths).is_ok_and(|now| now.of(step) == inputs);
        let run = LastRun {
            took,
            passed_with: (passed && are_same()).then_some(inputs),
            summary: summary.to_vec(),
        };
        let mut history = self.history.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = history.store(step, run) {
            progress::note(format_args!("{error:#}"));
        }
    }

    fn ensure(&self, step: Step, need: Need) -> Result<()> {
        if !need.is_installed(self.paths) {
            let what = format!("{}, by {}", need.name(), need.installer());
            self.report.wait_for(step, &what, need.seconds());
        }
        let outcome = need.ensure(self.paths, self.consent);
        self.report.resume(step);
        outcome
    }

    /// Downloads what later steps need while others run.
    fn download(&self, needs: &[Need], has_ended: &AtomicBool) {
        let Ok(log) = fs::File::create(self.paths.root.join("target/test/installs.log")) else {
            return;
        };
        progress::into_log(log, || {
            for need in needs {
                let is_compiled = need.installer() == Installer::Cargo;
                if !is_compiled && !has_ended.load(Ordering::Relaxed) {
                    // On failure, the step that needs it tries again and reports the error.
                    drop(need.ensure(self.paths, self.consent));
                }
            }
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_steps_are_the_default_ones_and_the_rest() {
        let mut both = Selection::Default.steps();
        both.extend(Selection::Rest.steps());
        assert_eq!(both, Selection::All.steps());
    }
}
