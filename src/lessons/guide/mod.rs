//! What a lesson asks its reader, and how a run answers: guesses before it, and after it an answer, moments to look at,
//! other settings to try, and an exercise. All figures come from the settings and the log.

mod facts;

mod background;
mod blocking;
mod depth;
mod downloads;
mod event_loop;
mod files;
mod gather;
mod groups;
mod helper;
mod locks;
mod machine;
mod many;
mod pause;
mod pipeline;
mod queue;
mod sync;
mod timeouts;
mod worth;

pub use facts::Facts;

use super::settings::Values;
use super::{DefaultClock, Lesson};
use crate::time::{Duration, human, ms};
use crate::timeline::RunEnd;
use crate::trace::TaskId;
use crate::wording::tr;

/// The guides, by the ids of their lessons.
const GUIDES: &[(&str, Guide)] = &[
    ("sync", sync::GUIDE),
    ("pause", pause::GUIDE),
    ("loop", event_loop::GUIDE),
    ("gather", gather::GUIDE),
    ("background", background::GUIDE),
    ("queue", queue::GUIDE),
    ("locks", locks::GUIDE),
    ("machine", machine::GUIDE),
    ("downloads", downloads::GUIDE),
    ("files", files::GUIDE),
    ("timeouts", timeouts::GUIDE),
    ("groups", groups::GUIDE),
    ("pipeline", pipeline::GUIDE),
    ("blocking", blocking::GUIDE),
    ("depth", depth::GUIDE),
    ("many", many::GUIDE),
    ("worth", worth::GUIDE),
    ("helper", helper::GUIDE),
];

/// The guidance of a lesson.
#[derive(Clone, Copy, Debug)]
pub struct Guide {
    /// Possible answers to the lesson's question with these settings.
    guesses: fn(&Values) -> Vec<Guess>,
    /// The answer of a run that is done. `None` if the run does not answer the question.
    answer: fn(&Facts) -> Option<Answer>,
    /// The same for a run that failed or is stuck.
    trouble: fn(&Facts) -> Option<Answer>,
    /// Other settings to try.
    pub tries: &'static [Try],
    /// The exercise.
    pub exercise: Exercise,
}

/// A possible answer to a lesson's question, in the reader's language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Guess {
    /// The answer in short, such as `250 ms`.
    pub value: String,
    /// What it would mean; may be empty.
    pub meaning: &'static str,
}

/// What a run answers, in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Answer {
    /// The index of the guess that the run confirms.
    pub right: Option<usize>,
    /// The answer in a sentence or two.
    pub sentence: String,
    /// Moments of the run to look at, in order.
    pub spots: Vec<Spot>,
}

/// A moment of a run to look at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spot {
    /// What happens there.
    pub sentence: String,
    /// The sequence number of the event.
    pub seq: u64,
    /// The task; `None` if a callback of the loop did it.
    pub task: Option<TaskId>,
}

/// Settings to try.
#[derive(Clone, Copy, Debug)]
pub struct Try {
    /// The label, such as `20 waits`, in English.
    pub label: &'static str,
    /// The settings that differ from the defaults, as (id, value).
    pub settings: &'static [(&'static str, &'static str)],
}

/// A task for the reader, which the settings can solve.
#[derive(Clone, Copy, Debug)]
pub struct Exercise {
    /// What to achieve, in English.
    pub task: &'static str,
    /// The settings that must keep their default values.
    pub keep: &'static [&'static str],
    /// Whether a run that is done solves it.
    check: fn(&Facts) -> bool,
    /// Whether it has to hold in every order: a search for others must find no other outcome.
    pub in_every_order: bool,
}

impl Lesson {
    /// Its guide; `None` if it has none.
    pub fn guide(&self) -> Option<&'static Guide> {
        let guide = GUIDES.iter().find(|(id, _)| *id == self.id);
        guide.map(|(_, guide)| guide)
    }

    /// The guesses for a run with these settings. None if two of them would be the same.
    ///
    /// # Examples
    /// ```
    /// use coroscope::lessons::{self, Values};
    /// let sync = lessons::find("sync").unwrap();
    /// let mut values = Values::defaults(sync.settings);
    /// let guesses = sync.guesses(&values);
    /// assert_eq!((&*guesses[0].value, &*guesses[1].value), ("750 ms", "250 ms"));
    /// values.set(sync.settings, "waits", "1").unwrap();
    /// assert_eq!(sync.guesses(&values), []);
    /// ```
    pub fn guesses(&self, values: &Values) -> Vec<Guess> {
        let guide = self.guide();
        let guesses = guide.map_or(Vec::new(), |guide| (guide.guesses)(values));
        let is_same = |n: usize| guesses[..n].iter().any(|it| it.value == guesses[n].value);
        match (0..guesses.len()).any(is_same) {
            true => Vec::new(),
            false => guesses,
        }
    }

    /// What a run answers; `None` if the lesson has no guide.
    pub fn answer(&self, facts: &Facts) -> Option<Answer> {
        let guide = self.guide()?;
        let open = |why: &str| Answer {
            sentence: why.into(),
            ..Answer::default()
        };
        if facts.run.log.dropped() > 0 {
            return Some(open(tr!(
                "The run was so long that its beginning was not kept, so there is no answer."
            )));
        }
        if self.clock == DefaultClock::RealToMeasure && !facts.has_computed() {
            return Some(open(tr!(
                "Computing takes no time on the virtual clock. Choose the real clock to get an answer."
            )));
        }
        let (answer, otherwise) = match facts.end {
            RunEnd::Done => (
                guide.answer,
                tr!("With these settings, there is nothing to compare."),
            ),
            RunEnd::Failed(_) => (
                guide.trouble,
                tr!("The run failed, so it does not answer the question."),
            ),
            RunEnd::Deadlock(_) => (
                guide.trouble,
                tr!("The run is stuck, so it does not answer the question."),
            ),
            RunEnd::Cancelled | RunEnd::Stopped => {
                return Some(open(tr!("The run was stopped before there was an answer.")));
            }
        };
        Some(answer(facts).unwrap_or_else(|| open(otherwise)))
    }

    /// Whether a run solves the exercise.
    pub fn is_solved(&self, facts: &Facts) -> bool {
        let Some(exercise) = self.guide().map(|guide| guide.exercise) else {
            return false;
        };
        let defaults = Values::defaults(self.settings);
        let is_kept = |id: &&str| facts.values.get(id) == defaults.get(id);
        facts.end == RunEnd::Done
            && facts.run.log.dropped() == 0
            && exercise.keep.iter().all(is_kept)
            && (exercise.check)(facts)
    }
}

/// An answer that only holds in the usual order, with a pointer to the others.
fn usually(sentence: String) -> String {
    tr!(
        "{sentence} Nothing makes sure of that: try other orders.",
        sentence
    )
}

/// A guess in words.
fn words(value: impl Into<String>) -> Guess {
    Guess {
        value: value.into(),
        meaning: "",
    }
}

/// A guess that is a time, and what it would mean.
fn time(value: Duration, meaning: &'static str) -> Guess {
    Guess {
        value: human(value),
        meaning,
    }
}

/// The index of the time that is nearest to `found`.
fn nearest(found: Duration, times: &[Duration]) -> Option<usize> {
    (0..times.len()).min_by_key(|n| times[*n].abs_diff(found))
}

/// A setting in milliseconds.
fn millis(values: &Values, id: &str) -> Duration {
    ms(values.number(id) as u64)
}

/// How many documents a lesson fetches: the reader's own, or as many sample documents as the setting says.
fn documents(values: &Values, id: &str) -> usize {
    match values.lines("urls").len() {
        0 => values.number(id),
        own => own,
    }
}

/// The latencies of documents, which differ in most lessons: once, 1.5, twice and 2.5 times the setting.
fn latencies(count: usize, latency: Duration) -> impl Iterator<Item = Duration> + Clone {
    (0..count).map(move |n| latency * (2 + n as u32 % 4) / 2)
}

/// Those that were found.
fn spots<const N: usize>(spots: [Option<Spot>; N]) -> Vec<Spot> {
    spots.into_iter().flatten().collect()
}

/// For lessons that have no answer when they fail.
fn no_answer(_: &Facts) -> Option<Answer> {
    None
}
