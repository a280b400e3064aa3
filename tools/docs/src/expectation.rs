//! What a document says about a run: `# expect: makespan 300ms`.

use crate::words::words;
use coroscope::time::Duration;

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
