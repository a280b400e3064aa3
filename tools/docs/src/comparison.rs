//! Whether a run is as a document says.

use crate::expectation::{Bound, Expectation};
use crate::run::Run;
use coroscope::lint::FindingKind;
use coroscope::time::{Duration, human};
use coroscope::trace::TaskState;
use coroscope::trace::track::TaskTrack;

impl Expectation {
    /// Compares it with a run. `printed` counts the lines that earlier expectations have found.
    ///
    /// # Errors
    /// What was expected, and what was seen.
    pub fn check(&self, run: &Run, printed: &mut usize) -> Result<(), String> {
        match self {
            Expectation::Output(text) => {
                compare("output", text.trim_end(), run.output().trim_end())
            }
            Expectation::Prints(text) => {
                let lines = run.lines();
                let rest = lines.get(*printed..).unwrap_or(&[]);
                match rest
                    .iter()
                    .position(|line| line.trim_end() == text.trim_end())
                {
                    Some(at) => {
                        *printed += at + 1;
                        Ok(())
                    }
                    None => Err(differs("a line", text, &run.output())),
                }
            }
            Expectation::Findings(kinds) => {
                let found = run.findings();
                let mut seen: Vec<&str> = found.iter().map(|it| it.kind.id()).collect();
                seen.sort_unstable();
                let mut kinds: Vec<&str> = kinds.iter().map(String::as_str).collect();
                // Several findings of one kind are one mistake with several places.
                kinds.dedup();
                seen.dedup();
                if kinds == seen {
                    return Ok(());
                }
                let unknown = kinds.iter().find(|kind| !is_kind(kind));
                let sentences = found
                    .iter()
                    .map(|it| format!("{}: {}", it.kind.id(), it.sentence));
                let mut seen: Vec<String> = sentences.collect();
                if seen.is_empty() {
                    seen.push("none".into());
                }
                let mut message = differs("findings", &list(&kinds), &seen.join("\n"));
                if let Some(kind) = unknown {
                    message += &format!("there is no kind of finding “{kind}”");
                }
                Err(message)
            }
            Expectation::Overlap(a, b, expected) => overlap(run, a, b, *expected),
            Expectation::Makespan(bound, expected) => {
                let took = run.makespan();
                let (holds, sign) = match bound {
                    Bound::Exactly => (took == *expected, ""),
                    Bound::Below => (took < *expected, "less than "),
                    Bound::AtMost => (took <= *expected, "at most "),
                };
                let expected = format!("{sign}{}", exact(*expected));
                match holds {
                    true => Ok(()),
                    false => Err(differs("makespan", &expected, &exact(took))),
                }
            }
            Expectation::Error(text) => match &run.error {
                Some(error) if error.message.contains(text.as_str()) => Ok(()),
                Some(error) => Err(differs("an error", text, &error.message)),
                None => Err(differs("an error", text, "the script ended without one")),
            },
        }
    }
}

fn is_kind(kind: &str) -> bool {
    FindingKind::all().any(|known| known.id() == kind)
}

fn list(kinds: &[&str]) -> String {
    match kinds {
        [] => "none".into(),
        kinds => kinds.join(", "),
    }
}

fn compare(what: &str, expected: &str, seen: &str) -> Result<(), String> {
    match expected == seen {
        true => Ok(()),
        false => Err(differs(what, expected, seen)),
    }
}

/// A message with both, one below the other.
fn differs(what: &str, expected: &str, seen: &str) -> String {
    let indented = |text: &str| text.trim_end().replace('\n', "\n          ");
    format!(
        "the run is not as expected: {what}\nexpected: {}\nseen:     {}\n",
        indented(expected),
        indented(seen)
    )
}

/// A time with all its digits: rounded ones could look equal.
fn exact(time: Duration) -> String {
    match time.as_micros() {
        micros if micros % 1000 == 0 => format!("{} ms", micros / 1000),
        micros => format!("{micros} µs"),
    }
}

/// A beginning and an end.
type Interval = (Duration, Duration);

/// When a task is at work: from its first turn to its end.
fn at_work(run: &Run, task: &TaskTrack) -> Option<Interval> {
    let first = task
        .spans
        .iter()
        .find(|span| span.state == TaskState::Running)?;
    let until = task.until(run.model.now());
    Some((first.from.elapsed(), until.elapsed()))
}

fn overlap(run: &Run, a: &str, b: &str, expected: bool) -> Result<(), String> {
    let named = |name: &str| -> Result<Vec<(usize, Interval)>, String> {
        let tasks = run.model.tasks().iter().enumerate();
        let found: Vec<_> = tasks
            .filter(|(_, task)| run.view().task_name(task.id) == name)
            .filter_map(|(n, task)| Some((n, at_work(run, task)?)))
            .collect();
        if found.is_empty() {
            let names = run
                .model
                .tasks()
                .iter()
                .map(|task| run.view().task_name(task.id));
            let names: Vec<String> = names.map(|name| format!("“{name}”")).collect();
            return Err(format!(
                "no task “{name}” has run; the tasks are {}",
                names.join(", ")
            ));
        }
        Ok(found)
    };
    let (all_a, all_b) = (named(a)?, named(b)?);
    let overlaps = all_a.iter().any(|(n, (from, until))| {
        let others = all_b.iter().filter(|(other, _)| other != n);
        let mut common = others
            .map(|(_, (b_from, b_until))| until.min(b_until).saturating_sub(*from.max(b_from)));
        common.any(|time| time > Duration::ZERO)
    });
    if overlaps == expected {
        return Ok(());
    }
    let periods = |name: &str, all: &[(usize, (Duration, Duration))]| {
        let periods = all.iter().map(|(_, (from, until))| {
            format!("“{name}” from {} to {}", human(*from), human(*until))
        });
        periods.collect::<Vec<_>>().join(", ")
    };
    let what = match expected {
        true => "at the same time",
        false => "one after the other",
    };
    let seen = format!("{}\n{}", periods(a, &all_a), periods(b, &all_b));
    Err(differs(
        "overlap",
        &format!("“{a}” and “{b}” {what}"),
        &seen,
    ))
}
