//! The output of a run: a line for each step, the summary lines of its test runners, and the path of its log.

use std::fs::{self, File};
use std::io::{self, IsTerminal, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use super::schedule::Outcome;
use super::step::Step;
use crate::paths::Paths;
use crate::progress;

/// How many lines of a failed step's log are printed.
const MAX_FAILURE_LINES: usize = 60;

/// How many lines are printed before cargo's message that a test program failed: what the program itself printed last.
const LINES_BEFORE_CARGO: usize = 20;

/// Prints the output, and stores the logs in `target/test/`.
#[derive(Debug)]
pub(super) struct Report {
    folder: PathBuf,
    begun: Instant,
    is_terminal: bool,
    running: Mutex<Vec<Running>>,
}

/// A running step.
#[derive(Debug)]
struct Running {
    step: Step,
    since: Instant,
    waits_for: Option<String>,
}

impl Report {
    pub(super) fn new(paths: &Paths) -> Result<Report> {
        let folder = paths.root.join("target/test");
        fs::create_dir_all(&folder)
            .with_context(|| format!("could not write {}", folder.display()))?;
        Ok(Report {
            folder,
            begun: Instant::now(),
            is_terminal: io::stderr().is_terminal(),
            running: Mutex::default(),
        })
    }

    /// The log file with the output of a step and its programs.
    pub(super) fn log(&self, step: Step) -> PathBuf {
        self.folder.join(format!("{}.log", step.name()))
    }

    /// What a step and its programs have written into its log.
    pub(super) fn printed(&self, step: Step) -> String {
        let log = fs::read(self.log(step)).unwrap_or_default();
        String::from_utf8_lossy(&log).into_owned()
    }

    /// Records that a step starts, and creates its log.
    pub(super) fn start(&self, step: Step) -> Result<File> {
        self.running().push(Running {
            step,
            since: Instant::now(),
            waits_for: None,
        });
        let log = self.log(step);
        File::create(&log).with_context(|| format!("could not write {}", log.display()))
    }

    /// Reports that a step waits for an installation.
    pub(super) fn wait_for(&self, step: Step, what: &str, seconds: u32) {
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

    /// Records that a step no longer waits.
    pub(super) fn resume(&self, step: Step) {
        if let Some(it) = self.running().iter_mut().find(|it| it.step == step) {
            it.waits_for = None;
        }
    }

    /// Reports how a step ended: one line, its runners' summary lines, and the log's excerpt if it failed.
    pub(super) fn finish(
        &self,
        step: Step,
        end: Outcome,
        took: Duration,
        summary: &[String],
        why: &str,
    ) {
        let word = match end {
            Outcome::Passed => "ok",
            Outcome::Failed => "FAILED",
            Outcome::NotRun => "not run",
        };
        let (name, time) = (step.name(), progress::seconds(took));
        let mut text = format!("{word:<8} {name:<13} {time:>12}");
        if !why.is_empty() {
            text += &format!("  {why}");
        }
        for line in summary {
            text += &format!("\n         {line}");
        }
        let mut running = self.running();
        // A step that did not start has the log of an earlier run.
        let has_started = running.iter().any(|it| it.step == step);
        if end != Outcome::Passed && has_started {
            text += &self.excerpt(step);
        }
        running.retain(|it| it.step != step);
        self.print(&running, &text);
    }

    /// The failures in a step's log, and how to run the step alone.
    fn excerpt(&self, step: Step) -> String {
        let log = self.log(step);
        let text = self.printed(step);
        let mut excerpt = String::new();
        for line in failure_lines(&text) {
            excerpt += &format!("\n    │ {line}");
        }
        let name = step.name();
        excerpt += &format!("\n    full log: {}", log.display());
        excerpt + &format!("\n    run it alone: cargo xtask test {name}")
    }

    /// The last line: how many steps passed.
    pub(super) fn summary(&self, ended: &[(Step, Outcome)]) -> String {
        let count = |end| ended.iter().filter(|it| it.1 == end).count();
        let (passed, failed, not_run) = (
            count(Outcome::Passed),
            count(Outcome::Failed),
            count(Outcome::NotRun),
        );
        let time = progress::seconds(self.begun.elapsed());
        format!(
            "{passed} passed, {failed} failed, {not_run} not run, in {time}; logs: {}",
            shown(&self.folder)
        )
    }

    /// On a terminal, rewrites the line that lists the running steps.
    pub(super) fn tick(&self) {
        if self.is_terminal {
            self.print(&self.running(), "");
        }
    }

    fn print(&self, running: &MutexGuard<Vec<Running>>, text: &str) {
        let mut err = io::stderr().lock();
        if self.is_terminal {
            // Erases the line of running steps.
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

/// The lines in which test runners report how many tests passed, and which were left out since something is missing.
pub(super) fn summary_lines(log: &str) -> Vec<String> {
    let is_one = |line: &&str| {
        let is_result = line.starts_with("test result: ");
        (is_result && !line.contains(" 0 passed; 0 failed; 0 ignored"))
            || line.contains(" left out: ")
    };
    log.lines().filter(is_one).map(str::to_owned).collect()
}

/// The part of a log with the failure: from a test runner's list of failures or the first error, otherwise the end.
fn failure_lines(log: &str) -> Vec<&str> {
    let lines: Vec<&str> = log.lines().collect();
    let listed = lines.iter().position(|line| line.trim() == "failures:");
    let error = lines.iter().position(|line| {
        let line = line.strip_prefix("npm ").unwrap_or(line);
        line.starts_with("error") || line.contains("No space left on device")
    });
    let before = |at: usize| match lines[at].starts_with("error: test failed") {
        true => at.saturating_sub(LINES_BEFORE_CARGO),
        false => at.saturating_sub(2),
    };
    let begin = listed.or(error.map(before));
    let latest = lines.len().saturating_sub(MAX_FAILURE_LINES);
    let begin = begin.unwrap_or(latest);
    lines[begin..]
        .iter()
        .copied()
        .filter(|line| !is_backtrace_line(line))
        .take(MAX_FAILURE_LINES)
        .collect()
}

/// Whether a line is part of a backtrace: `12: function` or `at file:12:3`.
fn is_backtrace_line(line: &str) -> bool {
    let line = line.trim_start();
    let number = line.find(|c: char| !c.is_ascii_digit()).unwrap_or(0);
    line.starts_with("at ") || (number > 0 && line[number..].starts_with(": "))
}

/// A path relative to the current folder.
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
    fn summary_lines_are_those_of_runners_that_had_tests() {
        let log = "running 2 tests\ntest result: ok. 2 passed; 0 failed; 0 ignored; 0 measured\n\
                   test result: ok. 0 passed; 0 failed; 0 ignored; 0 measured\n\
                   SKIPPED [1] tests/real/test_a.py:9: left out: a is not installed\n";
        assert_eq!(
            summary_lines(log),
            [
                "test result: ok. 2 passed; 0 failed; 0 ignored; 0 measured",
                "SKIPPED [1] tests/real/test_a.py:9: left out: a is not installed"
            ]
        );
    }

    #[test]
    fn the_excerpt_begins_at_the_list_of_failures_or_the_first_error() {
        let log = "test a ... FAILED\n\nfailures:\n\n---- a stdout ----\nboom\n";
        assert_eq!(failure_lines(log)[..2], ["failures:", ""]);
        let log = "failures:\nboom\n   0: a::b\n             at ./a.rs:1:2\n";
        assert_eq!(failure_lines(log), ["failures:", "boom"]);
        let log = "   Compiling a\nwarning: w\nerror[E0425]: no such name\n";
        assert!(failure_lines(log).contains(&"error[E0425]: no such name"));
        // A runner that ends without a list of failures, as when the browser does not start.
        let log =
            "driver failed to bind port\n\n\n\nerror: test failed, to rerun pass `--test all`\n";
        assert_eq!(failure_lines(log)[0], "driver failed to bind port");
    }
}
