//! Progress messages: on the terminal, or in the log file of the step that the thread runs.

use std::cell::RefCell;
use std::fmt::Display;
use std::fs::File;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Result;

thread_local! {
    /// The file for this thread's messages and the output of its programs. `None`: the terminal.
    static LOG: RefCell<Option<File>> = const { RefCell::new(None) };
}

/// Runs `work` with its messages, and the output of the programs that it starts, redirected to a file.
pub(crate) fn into_log<T>(log: File, work: impl FnOnce() -> T) -> T {
    let before = LOG.replace(Some(log));
    let value = work();
    LOG.set(before);
    value
}

/// Writes a line to the log, or to standard error.
pub(crate) fn line(message: impl Display) {
    LOG.with_borrow_mut(|log| match log {
        // A failure to write the log must not fail the step.
        Some(file) => drop(writeln!(file, "{message}")),
        None => eprintln!("{message}"),
    });
}

/// Writes an indented line about what happens or what was found.
pub(crate) fn note(message: impl Display) {
    line(format_args!("  {message}"));
}

/// Redirects a program's output to this thread's log, if it has one.
pub(crate) fn redirect(command: &mut Command) {
    LOG.with_borrow(|log| {
        let Some(log) = log else { return };
        if let (Ok(out), Ok(err)) = (log.try_clone(), log.try_clone()) {
            command.stdout(Stdio::from(out)).stderr(Stdio::from(err));
        }
    });
}

/// Runs a step that may take long. Writes its name before it and its duration after it.
pub(crate) fn step<T>(name: impl Display, work: impl FnOnce() -> Result<T>) -> Result<T> {
    line(format_args!("▸ {name}"));
    let begun = Instant::now();
    let outcome = work();
    let took = seconds(begun.elapsed());
    match &outcome {
        Ok(_) => note(format_args!("done in {took}")),
        Err(_) => note(format_args!("failed after {took}")),
    }
    outcome
}

/// Formats a duration: `0.4 s`, `12.0 s`, `3 min 05 s`.
pub(crate) fn seconds(duration: Duration) -> String {
    let whole = duration.as_secs();
    if whole < 100 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

/// Formats a size in bytes as `12.3 kB`.
pub(crate) fn kilobytes(bytes: usize) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use std::{env, fs};

    use super::*;
    use crate::process;

    #[test]
    fn durations_are_in_seconds_or_in_minutes_and_seconds() {
        assert_eq!(seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 min 05 s");
    }

    #[test]
    fn a_log_contains_messages_and_the_output_of_programs() {
        let path = env::temp_dir().join(format!("coroscope-log-{}", std::process::id()));
        into_log(File::create(&path).unwrap(), || {
            note("before");
            process::run(Command::new("cargo").arg("--version")).unwrap();
        });
        let text = fs::read_to_string(&path).unwrap();
        fs::remove_file(&path).unwrap();
        assert!(text.starts_with("  before\ncargo "), "{text}");
    }
}
