//! What became of a run.

use crate::marks;
use coroscope::export::LogDeltaReader;
use coroscope::lint::{self, FindingKind};
use coroscope::time::Duration;
use coroscope::trace::{EventKind, Log, Model};
use serde_json::Value;

/// What ended a script early, as the engine tells the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Failed {
    /// The exception in a line.
    pub message: String,
    /// The innermost line of the script's, from 1.
    pub line: Option<u32>,
}

/// A run that is over.
#[derive(Debug)]
pub struct Ran {
    parts: LogDeltaReader,
    pub ended: Result<(), Failed>,
    /// Whether it was ended from outside.
    pub is_cut: bool,
    /// How often the engine told what is new, and how often because nothing happened for a while.
    pub tells: u64,
    pub pauses: u64,
    /// The loop's time at the end.
    pub elapsed: Duration,
    /// The requests that were given up before their response began.
    pub given_up: Vec<String>,
    files: Value,
}

impl Ran {
    /// What became of several scripts, from all answers of Node's.
    #[track_caller]
    pub(crate) fn of(answers: &[Value], count: usize) -> Vec<Ran> {
        let last = answers.last().expect("an answer");
        if let Some(why) = last["broken"].as_str() {
            panic!("the engine broke: {why}");
        }
        let is_cut = last["cut"] == true;
        let given_up = last["givenUp"].as_array().into_iter().flatten();
        let given_up: Vec<String> = given_up.map(text).collect();
        let run = |n: usize| {
            let told = answers.iter().rev().map(|answer| &answer["runs"][n]);
            let told = told.clone().find(|run| run.is_object()).expect("a run");
            Ran {
                parts: parts(answers, n),
                ended: ended(&told["ended"]),
                is_cut,
                tells: told["tells"].as_u64().expect("a number"),
                pauses: told["pauses"].as_u64().expect("a number"),
                elapsed: Duration::from_micros(told["micros"].as_f64().expect("a number") as u64),
                given_up: given_up.clone(),
                files: last["files"].clone(),
            }
        };
        (0..count).map(run).collect()
    }

    pub fn log(&self) -> &Log {
        self.parts.log()
    }

    /// What a file holds: what was written until it was closed.
    pub fn file(&self, name: &str) -> Option<&str> {
        self.files[name].as_str()
    }

    /// All lines that were printed, with the traceback at the end.
    pub fn printed(&self) -> String {
        self.lines(Some)
    }

    /// What a [marked](crate::marked) script wrote to standard output.
    pub fn out(&self) -> String {
        self.lines(|line| line.strip_prefix(marks::OUT))
    }

    /// What a [marked](crate::marked) script wrote to standard error.
    pub fn err(&self) -> String {
        self.lines(|line| line.strip_prefix(marks::ERR))
    }

    /// What the engine itself wrote where the script is [marked](crate::marked): the traceback.
    pub fn traceback(&self) -> String {
        self.lines(|line| (!line.starts_with([marks::OUT, marks::ERR])).then_some(line))
    }

    fn lines<'a>(&'a self, of: impl Fn(&'a str) -> Option<&'a str>) -> String {
        let log = self.log();
        let printed = log.iter().filter_map(|event| match event.kind {
            EventKind::Printed { text, .. } => of(log.text(text)),
            _ => None,
        });
        printed.map(|line| format!("{line}\n")).collect()
    }
}

/// Whether a log so far says that a turn does not end.
pub(crate) fn is_endless(log: &Log) -> bool {
    let found = lint::findings(&Model::of(log), log, &lint::Options::default());
    found.iter().any(|one| one.kind == FindingKind::EndlessTurn)
}

/// The log of a run, put together as the page does.
fn parts(answers: &[Value], run: usize) -> LogDeltaReader {
    let mut parts = LogDeltaReader::default();
    for answer in answers {
        add(&mut parts, answer, run);
    }
    parts
}

/// Adds what an answer tells of a run.
pub(crate) fn add(parts: &mut LogDeltaReader, answer: &Value, run: usize) {
    let told = answer["runs"][run]["parts"].as_array();
    for part in told.into_iter().flatten() {
        let part = part.as_str().expect("a text");
        parts.add(part.as_bytes()).expect("a part of a log");
    }
}

fn ended(told: &Value) -> Result<(), Failed> {
    match told.as_array().map(Vec::as_slice) {
        Some([message, line]) => Err(Failed {
            message: text(message),
            line: line.as_u64().and_then(|line| line.try_into().ok()),
        }),
        // Also where it was ended from outside.
        _ => Ok(()),
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
