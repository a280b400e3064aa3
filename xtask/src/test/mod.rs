//! `cargo xtask test`: every check, each of which can be run alone.

mod commands;
mod history;
mod list;
mod report;
mod schedule;
mod step;

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use std::{fs, thread};

use anyhow::{Result, bail};
use clap::ValueEnum;

use crate::install::consent::Consent;
use crate::install::need::{self, Installer, Need};
use crate::paths::Places;
use crate::progress;
use history::{History, Run};
use report::Report;
use schedule::End;

pub(crate) use list::{doctor, list};
pub(crate) use step::Step;

/// What to run, and how.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Choice {
    /// What every contributor runs.
    ForEveryone,
    /// All there is.
    All,
    /// All that the first leaves out.
    Rest,
}

impl Choice {
    fn steps(self) -> Vec<Step> {
        let is_chosen = |step: &Step| match self {
            Choice::ForEveryone => step.is_for_everyone(),
            Choice::All => true,
            Choice::Rest => !step.is_for_everyone(),
        };
        let all = Step::value_variants().iter().copied();
        all.filter(is_chosen).collect()
    }
}

/// A run of steps.
struct Runner<'a> {
    places: &'a Places,
    consent: Consent,
    report: Report,
    history: Mutex<History>,
    /// Whether steps run that passed on the same inputs before.
    again: bool,
    inputs: String,
}

/// Runs the steps that are named, else those of the choice. A step that fails does not stop the others.
pub(crate) fn run(
    places: &Places,
    consent: Consent,
    choice: Choice,
    again: bool,
    named: &[Step],
    tests: &[String],
) -> Result<()> {
    if let [step] = named {
        return alone(*step, tests, places, consent);
    }
    if !tests.is_empty() {
        bail!("the names after `--` are for one step: `cargo xtask test e2e -- queue::`");
    }
    let mut steps = named.to_vec();
    steps.sort();
    steps.dedup();
    if steps.is_empty() {
        steps = choice.steps();
    }
    let needs = needs_of(&steps);
    let consent = need::ask_for_apt(&needs, places, consent)?;
    let runner = Runner {
        places,
        consent,
        report: Report::new(places)?,
        history: Mutex::new(History::read(places)),
        again,
        inputs: history::inputs(places)?,
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
    eprintln!("{}", runner.report.all(&ended));
    let failed: Vec<String> = ended
        .iter()
        .filter(|(_, end)| *end != End::Passed)
        .map(|(step, _)| step.name())
        .collect();
    if !failed.is_empty() {
        bail!("not passed: {}", failed.join(", "));
    }
    Ok(())
}

/// Runs one step, with its output on the terminal.
fn alone(step: Step, tests: &[String], places: &Places, consent: Consent) -> Result<()> {
    if !tests.is_empty() && !step.is_end_to_end() {
        bail!(
            "the step {} takes no names of tests; e2e, builds, firefox and webkit do",
            step.name()
        );
    }
    for need in step.needs() {
        need.ensure(places, consent)?;
    }
    let begun = Instant::now();
    commands::run(step, tests, places, consent)?;
    progress::line(format_args!(
        "ok       {} in {}",
        step.name(),
        progress::seconds(begun.elapsed())
    ));
    Ok(())
}

/// What the steps need, each once, in the order in which they come to need it.
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
    fn run(&self, step: Step, missing: Option<Step>) -> End {
        let begun = Instant::now();
        let end = |end, closing: &[String], why: &str| {
            self.report.ended(step, end, begun.elapsed(), closing, why);
            end
        };
        if let Some(missing) = missing {
            let why = format!("it opens what the step {} makes", missing.name());
            return end(End::NotRun, &[], &why);
        }
        if let Some(before) = self.unchanged(step) {
            return end(End::Passed, &before.closing, "unchanged since it passed");
        }
        let log = match self.report.begins(step) {
            Ok(log) => log,
            Err(error) => return end(End::Failed, &[], &format!("{error:#}")),
        };
        progress::into_log(log, || {
            for need in step.needs() {
                if let Err(error) = self.ensure(step, *need) {
                    progress::note(format_args!("{error:#}"));
                    let why = format!("{} is missing: {error:#}", need.name());
                    return end(End::NotRun, &[], &why);
                }
            }
            let began = Instant::now();
            let outcome = commands::run(step, &[], self.places, self.consent);
            let took = began.elapsed();
            let log = fs::read(self.report.log(step)).unwrap_or_default();
            let closing = report::closing_lines(&String::from_utf8_lossy(&log));
            let why = match &outcome {
                Ok(()) => String::new(),
                Err(error) => advice(&String::from_utf8_lossy(&log), error),
            };
            self.keep(step, outcome.is_ok(), took, &closing);
            let how = if outcome.is_ok() {
                End::Passed
            } else {
                End::Failed
            };
            end(how, &closing, &why)
        })
    }

    /// The run in which a step passed on the same inputs, where it need not run again.
    fn unchanged(&self, step: Step) -> Option<Run> {
        if self.again || step.builds() {
            return None;
        }
        let history = self.history.lock().unwrap_or_else(PoisonError::into_inner);
        let run = history.of(step)?;
        (run.passed_on.as_ref() == Some(&self.inputs)).then(|| run.clone())
    }

    fn keep(&self, step: Step, passed: bool, took: Duration, closing: &[String]) {
        // A file that was changed while the step ran may have been read before or after.
        let are_same = || history::inputs(self.places).is_ok_and(|inputs| inputs == self.inputs);
        let run = Run {
            took,
            passed_on: (passed && are_same()).then(|| self.inputs.clone()),
            closing: closing.to_vec(),
        };
        let mut history = self.history.lock().unwrap_or_else(PoisonError::into_inner);
        if let Err(error) = history.keep(step, run) {
            progress::note(format_args!("{error:#}"));
        }
    }

    fn ensure(&self, step: Step, need: Need) -> Result<()> {
        if !need.is_here(self.places) {
            let what = format!("{}, by {}", need.name(), need.installer());
            self.report.waits(step, &what, need.seconds());
        }
        let outcome = need.ensure(self.places, self.consent);
        self.report.goes_on(step);
        outcome
    }

    /// Downloads what steps will need, while others run.
    fn download(&self, needs: &[Need], has_ended: &AtomicBool) {
        let Ok(log) = fs::File::create(self.places.root.join("target/test/installs.log")) else {
            return;
        };
        progress::into_log(log, || {
            for need in needs {
                let is_compiled = need.installer() == Installer::Cargo;
                if !is_compiled && !has_ended.load(Ordering::Relaxed) {
                    // The step that needs it tries again, and says what is wrong.
                    drop(need.ensure(self.places, self.consent));
                }
            }
        });
    }
}

/// What a failure says, and how to go on where its log shows a common cause.
fn advice(log: &str, error: &anyhow::Error) -> String {
    let known = [
        (
            "No space left on device",
            "the disk is full: `cargo clean` frees what builds left, then run it again",
        ),
        (
            "Could not resolve host",
            "no network: what has to be downloaded can't be; connect, then run it again",
        ),
        (
            "failed to download",
            "a download failed: see to the network or the proxy, then run it again",
        ),
    ];
    let cause = known.iter().find(|(mark, _)| log.contains(mark));
    cause.map_or_else(|| format!("{error:#}"), |(_, advice)| (*advice).to_owned())
}

#[cfg(test)]
mod tests {
    use anyhow::anyhow;

    use super::*;

    #[test]
    fn a_full_disk_is_named_whichever_program_met_it() {
        let log = "error: failed to write `/t/a.o`: No space left on device (os error 28)";
        assert!(advice(log, &anyhow!("`cargo test` failed")).starts_with("the disk is full"));
        assert_eq!(
            advice("", &anyhow!("`cargo fmt` failed")),
            "`cargo fmt` failed"
        );
    }

    #[test]
    fn all_is_what_everyone_runs_and_the_rest() {
        let mut both = Choice::ForEveryone.steps();
        both.extend(Choice::Rest.steps());
        assert_eq!(both, Choice::All.steps());
    }
}
