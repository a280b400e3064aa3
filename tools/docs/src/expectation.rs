//! What a document says about a run, and whether it is so.

use crate::run::Run;
use crate::words::words;
use coroscope::lint::FindingKind;
use coroscope::time::{Duration, human};
use coroscope::trace::TaskState;
use coroscope::trace::track::TaskTrack;

/// The expectations and their meaning, for messages.
const KNOWN: [(&str, &str); 7] = [
    (
        "output TEXT",
        "everything that is printed, with \\n between lines",
    ),
    (
        "prints TEXT",
        "a line that is printed, after those of earlier lines of this kind",
    ),
    (
        "findings none",
        "or the kinds of all findings, such as blocked",
    ),
    (
        "overlap TASK TASK",
        "both have begun, and neither has ended, for some time",
    ),
    (
        "no overlap TASK TASK",
        "one has ended when the other begins",
    ),
    (
        "makespan 250ms",
        "how long the run takes on the virtual clock; also < or <= before the time",
    ),
    (
        "error TEXT",
        "the script ends with an error that contains this text",
    ),
];

/// One expectation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Expectation {
    /// The whole output.
    Output(String),
    /// A printed line.
    Prints(String),
    /// The kinds of all findings, sorted.
    Findings(Vec<String>),
    /// Whether two tasks exist at the same time.
    Overlap(String, String, bool),
    /// How long the run takes.
    Makespan(Bound, Duration),
    /// The error that ends the script.
    Error(String),
}

/// How a duration is compared.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// It is exactly as long.
    Exactly,
    /// It is shorter.
    Below,
    /// It is not longer.
    AtMost,
}

impl Expectation {
    /// Reads an expectation, such as `makespan 250ms`.
    ///
    /// # Errors
    /// What is wrong with it, and what there is.
    pub fn read(text: &str) -> Result<Expectation, String> {
        let words = words(text)?;
        let words: Vec<&str> = words.iter().map(String::as_str).collect();
        let expectation = match words.as_slice() {
            ["output", text] => Expectation::Output((*text).into()),
            ["prints", text] => Expectation::Prints((*text).into()),
            ["error", text] => Expectation::Error((*text).into()),
            ["error"] => Expectation::Error(String::new()),
            ["findings", "none"] => Expectation::Findings(Vec::new()),
            ["findings", kinds @ ..] if !kinds.is_empty() => {
                let mut kinds: Vec<String> = kinds.iter().map(|kind| (*kind).into()).collect();
                kinds.sort_unstable();
                Expectation::Findings(kinds)
            }
            ["overlap", a, b] => Expectation::Overlap((*a).into(), (*b).into(), true),
            ["no", "overlap", a, b] => Expectation::Overlap((*a).into(), (*b).into(), false),
            ["makespan", rest @ ..] if !rest.is_empty() => {
                let rest = rest.concat();
                let (bound, time) = match (rest.strip_prefix("<="), rest.strip_prefix('<')) {
                    (Some(time), _) => (Bound::AtMost, time),
                    (None, Some(time)) => (Bound::Below, time),
                    (None, None) => (Bound::Exactly, rest.as_str()),
                };
                let time = duration(time).ok_or_else(|| {
                    format!("“{time}” is not a time: use a number with us, ms or s, such as 250ms")
                })?;
                Expectation::Makespan(bound, time)
            }
            _ => {
                let known: Vec<String> = KNOWN
                    .iter()
                    .map(|(form, what)| format!("{form:<22}{what}"))
                    .collect();
                let known = known.join("\n");
                return Err(format!(
                    "“{text}” can't be expected; what can is\n{known}\nTEXT and TASK need quotes if they contain spaces or commas"
                ));
            }
        };
        Ok(expectation)
    }

    /// Whether this expects the script to end with an error.
    pub fn is_error(&self) -> bool {
        matches!(self, Expectation::Error(_))
    }

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

/// Reads a time: `250ms`, `1.5s`, `40us`.
fn duration(text: &str) -> Option<Duration> {
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, unit) = text.split_at(end);
    let micros = match unit {
        "us" | "µs" => 1.0,
        "ms" => 1e3,
        "s" => 1e6,
        _ => return None,
    };
    let number: f64 = number.parse().ok()?;
    let micros = (number * micros).round();
    (micros < 1e15).then(|| Duration::from_micros(micros as u64))
}

/// When a task is at work: from its first turn to its end.
fn at_work(run: &Run, task: &TaskTrack) -> Option<(Duration, Duration)> {
    let first = task
        .spans
        .iter()
        .find(|span| span.state == TaskState::Running)?;
    let until = task.until(run.model.now());
    Some((first.from.elapsed(), until.elapsed()))
}

fn overlap(run: &Run, a: &str, b: &str, expected: bool) -> Result<(), String> {
    let named = |name: &str| -> Result<Vec<(usize, (Duration, Duration))>, String> {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn expectations_are_read() {
        let read = |text| Expectation::read(text).expect("it is valid");
        let ms = Duration::from_millis;
        assert_eq!(
            read("makespan 250ms"),
            Expectation::Makespan(Bound::Exactly, ms(250))
        );
        assert_eq!(
            read("makespan <= 1.5s"),
            Expectation::Makespan(Bound::AtMost, ms(1500))
        );
        assert_eq!(
            read("makespan <2s"),
            Expectation::Makespan(Bound::Below, ms(2000))
        );
        assert_eq!(read("findings none"), Expectation::Findings(Vec::new()));
        assert_eq!(read("output \"a\\nb\""), Expectation::Output("a\nb".into()));
        let both = Expectation::Overlap("a task".into(), "b".into(), true);
        assert_eq!(read("overlap 'a task', b"), both);
    }

    #[test]
    fn what_cant_be_expected_is_refused_with_what_can() {
        let why = Expectation::read("output a b").expect_err("two texts");
        assert!(
            why.contains("prints TEXT") && why.contains("need quotes"),
            "{why}"
        );
        assert!(
            Expectation::read("makespan soon")
                .expect_err("no time")
                .contains("250ms")
        );
        assert!(Expectation::read("").is_err());
    }
}
