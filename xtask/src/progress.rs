//! Messages about progress: on the terminal, or in the log of the step that a thread runs.

use std::cell::RefCell;
use std::fmt::Display;
use std::fs::File;
use std::io::Write;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Result;

thread_local! {
    /// Where this thread's messages and the output of its programs go; the terminal where it is empty.
    static LOG: RefCell<Option<File>> = const { RefCell::new(None) };
}

/// Runs `work` with a file in place of the terminal: this thread's messages, and the output of the programs that it
/// starts, go there.
pub(crate) fn into_log<T>(log: File, work: impl FnOnce() -> T) -> T {
    let before = LOG.replace(Some(log));
    let value = work();
    LOG.set(before);
    value
}

/// Writes a line to the log, or to standard error.
pub(crate) fn line(message: impl Display) {
    LOG.with_borrow_mut(|log| match log {
        // A log that can't be written is no reason to fail what it is about.
        Some(file) => drop(writeln!(file, "{message}")),
        None => eprintln!("{message}"),
    });
}

/// Says what happens now, or what was found.
pub(crate) fn note(message: impl Display) {
    line(format_args!("  {message}"));
}

/// Has a program write where this thread writes.
pub(crate) fn redirect(command: &mut Command) {
    LOG.with_borrow(|log| {
        let Some(log) = log else { return };
        if let (Ok(out), Ok(err)) = (log.try_clone(), log.try_clone()) {
            command.stdout(Stdio::from(out)).stderr(Stdio::from(err));
        }
    });
}

/// Runs a step that may take long; says its name before and its duration after.
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

/// A duration as a person says it: `0.4 s`, `12.0 s`, `3 min 05 s`.
pub(crate) fn seconds(duration: Duration) -> String {
    let whole = duration.as_secs();
    if whole < 100 {
        format!("{:.1} s", duration.as_secs_f64())
    } else {
        format!("{} min {:02} s", whole / 60, whole % 60)
    }
}

/// A size in bytes as `12.3 kB`.
pub(crate) fn kilobytes(bytes: usize) -> String {
    format!("{:.1} kB", bytes as f64 / 1000.0)
}

#[cfg(test)]
mod tests {
    use std::{env, fs};

    use super::*;
    use crate::process;

    #[test]
    fn durations_read_as_a_person_says_them() {
        assert_eq!(seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 min 05 s");
    }

    #[test]
    fn a_log_takes_messages_and_what_programs_print() {
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
