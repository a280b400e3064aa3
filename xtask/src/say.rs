//! Progress for a person: one line when a long step begins, one when it has ended.

use std::fmt::Display;
use std::time::{Duration, Instant};

use anyhow::Result;

/// Says what happens now, or what was found.
pub(crate) fn note(message: impl Display) {
    eprintln!("  {message}");
}

/// Runs a step that may take long, telling its name before and its duration after.
pub(crate) fn step<T>(name: impl Display, work: impl FnOnce() -> Result<T>) -> Result<T> {
    eprintln!("▸ {name}");
    let begun = Instant::now();
    let outcome = work();
    let took = seconds(begun.elapsed());
    match &outcome {
        Ok(_) => eprintln!("  done in {took}"),
        Err(_) => eprintln!("  failed after {took}"),
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
    use super::*;

    #[test]
    fn durations_read_as_a_person_says_them() {
        assert_eq!(seconds(Duration::from_millis(420)), "0.4 s");
        assert_eq!(seconds(Duration::from_secs(185)), "3 min 05 s");
    }
}
