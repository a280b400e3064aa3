//! A run that was made for a search, and its text, which is sent from another process or worker.

use crate::Schedule;
use crate::outcome::{Ending, Outcome};

/// A run that was made for a search.
///
/// # Examples
/// ```
/// use coroscope::explore::{Explorer, Strategy, Tried};
/// let strategy = Strategy::Follow("0".parse().unwrap());
/// let tried = Explorer::new().try_run(|| async { Ok("a\nb") }, strategy);
/// assert_eq!(Tried::from_text(&tried.to_text()), Some(tried));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Tried {
    /// How it ended.
    pub outcome: Outcome,
    /// What differed from the clock.
    pub schedule: Schedule,
    /// The number of alternatives of each choice.
    pub alternatives: Vec<u32>,
}

impl Tried {
    /// A run that crashed, so that no more is known of its choices than the schedule that it was given.
    pub fn broken(result: Ending, schedule: Schedule) -> Tried {
        Tried {
            outcome: Outcome {
                result,
                printed: Vec::new(),
                findings: Vec::new(),
            },
            schedule,
            alternatives: Vec::new(),
        }
    }

    /// The run as a text of several lines.
    pub fn to_text(&self) -> String {
        let alternatives: Vec<String> = self.alternatives.iter().map(u32::to_string).collect();
        let Outcome {
            result,
            printed,
            findings,
        } = &self.outcome;
        let (kind, words) = match result {
            Ending::Returned(value) => ("returned", value),
            Ending::Failed(why) => ("failed", why),
            Ending::Panicked(why) => ("panicked", why),
        };
        let mut lines = vec![
            self.schedule.to_string(),
            alternatives.join(" "),
            kind.to_owned(),
            escaped(words),
            printed.len().to_string(),
        ];
        lines.extend(printed.iter().chain(findings).map(|line| escaped(line)));
        lines.join("\n")
    }

    /// Reads what [`to_text`](Tried::to_text) has written. `None` if the text is damaged.
    pub fn from_text(text: &str) -> Option<Tried> {
        let mut lines = text.split('\n');
        let schedule = lines.next()?.parse().ok()?;
        let alternatives = lines.next()?.split_whitespace().map(|it| it.parse().ok());
        let alternatives = alternatives.collect::<Option<Vec<u32>>>()?;
        let (kind, words) = (lines.next()?, unescaped(lines.next()?));
        let result = match kind {
            "returned" => Ending::Returned(words),
            "failed" => Ending::Failed(words),
            "panicked" => Ending::Panicked(words),
            _ => return None,
        };
        let printed: usize = lines.next()?.parse().ok()?;
        let mut rest: Vec<String> = lines.map(unescaped).collect();
        let findings = (printed <= rest.len()).then(|| rest.split_off(printed))?;
        Some(Tried {
            outcome: Outcome {
                result,
                printed: rest,
                findings,
            },
            schedule,
            alternatives,
        })
    }
}

/// The text in one line.
fn escaped(text: &str) -> String {
    text.replace('\\', r"\\").replace('\n', r"\n")
}

fn unescaped(text: &str) -> String {
    let mut unescaped = String::with_capacity(text.len());
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        match character {
            '\\' => match characters.next() {
                Some('n') => unescaped.push('\n'),
                Some(other) => unescaped.push(other),
                None => {}
            },
            other => unescaped.push(other),
        }
    }
    unescaped
}

#[cfg(test)]
mod tests {
    use super::{Ending, Outcome, Tried};

    #[test]
    fn a_run_is_the_same_after_it_was_sent() {
        let text = |text: &str| text.to_owned();
        let tried = Tried {
            outcome: Outcome {
                result: Ending::Failed(text("a\\n\nb\\")),
                printed: vec![text(""), text("two\nlines")],
                findings: vec![text("never-awaited: a")],
            },
            schedule: "3:1,8:2".parse().unwrap(),
            alternatives: vec![0, 1, 2],
        };
        assert_eq!(Tried::from_text(&tried.to_text()), Some(tried));
        for damaged in ["", "0", "0\n1 2\nreturned\n()\n3\na"] {
            assert_eq!(Tried::from_text(damaged), None);
        }
    }
}
