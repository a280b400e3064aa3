//! What a run of the steps prints: a line for each step, the closing lines of its test runners, and where the log is.

use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::schedule::End;
use super::step::Step;
use crate::paths::Places;
use crate::progress;

/// How much of a failed step's log is printed.
const LINES_OF_A_FAILURE: usize = 60;

/// Prints, and keeps the logs in `target/test/`.
#[derive(Debug)]
pub(super) struct Report {
    folder: PathBuf,
    begun: Instant,
    is_terminal: bool,
    running: Mutex<Vec<Running>>,
}

/// A step that runs, since when, and what it waits for.
#[derive(Debug)]
struct Running {
    step: Step,
    since: Instant,
    waits_for: Option<String>,
}

impl Report {
    pub(super) fn new(places: &Places) -> Result<Report> {
        let folder = places.root.join("target/test");
        fs::create_dir_all(&folder)
            .with_context(|| format!("could not write {}", folder.display()))?;
        Ok(Report {
            folder,
            begun: Instant::now(),
            is_terminal: io::stderr().is_terminal(),
            running: Mutex::default(),
        })
    }

    /// The file with all that a step and its programs write.
    pub(super) fn log(&self, step: Step) -> PathBuf {
        self.folder.join(format!("{}.log", step.name()))
    }

    /// Begins a step's log.
    pub(super) fn begins(&self, step: Step) -> Result<File> {
        self.running().push(Running {
            step,
            since: Instant::now(),
            waits_for: None,
        });
        let log = self.log(step);
        File::create(&log).with_context(|| format!("could not write {}", log.display()))
    }

    /// Says what a step waits for.
    pub(super) fn waits(&self, step: Step, what: &str, seconds: u32) {
        let took = progress::seconds(Duration::from_secs(u64::from(seconds)));
        let mut running = self.running();
        if let Some(it) = running.iter_mut().find(|it| it.step == step) {
            it.waits_for = Some(what.to_owned());
        }
        let name = step.name();
        self.print(
            &running,
            &format!("…        {name:<13} waits for {what} (about {took})"),
        );
    }

    /// Says that what a step waited for is there.
    pub(super) fn goes_on(&self, step: Step) {
        if let Some(it) = self.running().iter_mut().find(|it| it.step == step) {
            it.waits_for = None;
        }
    }

    /// Says how a step ended: one line, then its runners' closing lines, then why it failed.
    pub(super) fn ended(
        &self,
        step: Step,
        end: End,
        took: Duration,
        closing: &[String],
        why: &str,
    ) {
        let word = match end {
            End::Passed => "ok",
            End::Failed => "FAILED",
            End::NotRun => "not run",
        };
        let (name, time) = (step.name(), progress::seconds(took));
        let mut text = format!("{word:<8} {name:<13} {time:>12}");
        if !why.is_empty() {
            text += &format!("  {why}");
        }
        for line in closing {
            text += &format!("\n         {line}");
        }
        if end == End::Failed {
            text += &self.excerpt(step);
        }
        let mut running = self.running();
        running.retain(|it| it.step != step);
        self.print(&running, &text);
    }

    /// The end of a failed step's log, and how to run it alone.
    fn excerpt(&self, step: Step) -> String {
        let log = self.log(step);
        let text = fs::read(&log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let mut excerpt = String::new();
        for line in of_failure(&text) {
            excerpt += &format!("\n    │ {line}");
        }
        let name = step.name();
        excerpt += &format!("\n    all of it: {}", log.display());
        excerpt + &format!("\n    run it alone: cargo xtask test {name}")
    }

    /// Says how all ended.
    pub(super) fn all(&self, ended: &[(Step, End)]) -> String {
        let count = |end| ended.iter().filter(|it| it.1 == end).count();
        let (passed, failed, not_run) =
            (count(End::Passed), count(End::Failed), count(End::NotRun));
        let time = progress::seconds(self.begun.elapsed());
        format!(
            "{passed} passed, {failed} failed, {not_run} not run, in {time}; logs: {}",
            shown(&self.folder)
        )
    }

    /// Writes the line of what is running now, where there is a terminal to write it over and over.
    pub(super) fn tick(&self) {
        if self.is_terminal {
            self.print(&self.running(), "");
        }
    }

    fn print(&self, running: &MutexGuard<Vec<Running>>, text: &str) {
        let mut err = io::stderr().lock();
        if self.is_terminal {
            // Erases the line of what is running.
            drop(write!(err, "\r\x1b[2K"));
        }
        if !text.is_empty() {
            drop(writeln!(err, "{text}"));
        }
        if self.is_terminal && !running.is_empty() {
            let steps: Vec<String> = running.iter().map(Running::shown).collect();
            drop(write!(err, "running: {}", steps.join(", ")));
            drop(err.flush());
        }
    }

    fn running(&self) -> MutexGuard<'_, Vec<Running>> {
        self.running.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Running {
    fn shown(&self) -> String {
        let time = progress::seconds(Duration::from_secs(self.since.elapsed().as_secs()));
        match &self.waits_for {
            Some(what) => format!("{} {time} (waits for {what})", self.step.name()),
            None => format!("{} {time}", self.step.name()),
        }
    }
}

/// The lines in which test runners say how many passed.
pub(super) fn closing_lines(log: &str) -> Vec<String> {
    let is_one = |line: &&str| {
        line.starts_with("test result: ") && !line.contains(" 0 passed; 0 failed; 0 ignored")
    };
    log.lines().filter(is_one).map(str::to_owned).collect()
}

/// The part of a log that says what failed: from the first failure that a test runner lists, else the end.
fn of_failure(log: &str) -> Vec<&str> {
    let lines: Vec<&str> = log.lines().collect();
    let listed = lines.iter().position(|line| line.trim() == "failures:");
    let error = lines
        .iter()
        .position(|line| line.starts_with("error") || line.contains("No space left on device"));
    let begin = listed.or(error.map(|at| at.saturating_sub(2)));
    let latest = lines.len().saturating_sub(LINES_OF_A_FAILURE);
    let begin = begin.unwrap_or(latest);
    lines[begin..]
        .iter()
        .copied()
        .filter(|line| !is_of_a_backtrace(line))
        .take(LINES_OF_A_FAILURE)
        .collect()
}

/// Whether a line is one of a backtrace: `12: function` or `at file:12:3`.
fn is_of_a_backtrace(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    line.starts_with("at ") || (number > 0 && line[number..].starts_with(": "))
}

/// A path as one types it here.
fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    path.strip_prefix(here)
        .unwrap_or(path)
        .display()
        .to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closing_lines_are_those_of_runners_that_had_tests() {
        let log = "running 2 tests\ntest result: ok. 2 passed; 0 failed; 0 ignored; 0 measured\n\
                   test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured\n";
        assert_eq!(
            closing_lines(log),
            ["test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured"]
        );
    }

    #[test]
    fn of_a_failed_run_the_part_from_the_list_of_failures_is_shown() {
        let log = "test a ... FAILED\n\nfailures:\n\n---- a stdout ----\nboom\n";
        assert_eq!(of_failure(log)[..2], ["failures:", ""]);
        let log = "failures:\nboom\n   0: a::b\n             at ./a.rs:1:2\n";
        assert_eq!(of_failure(log), ["failures:", "boom"]);
        let log = "   Compiling a\nwarning: w\nerror[E0425]: no such name\n";
        assert!(of_failure(log).contains(&"error[E0425]: no such name"));
    }
}
