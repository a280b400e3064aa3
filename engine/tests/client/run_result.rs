//! The result of a run.

use crate::marks;
use coroscope_lint::{self as lint, FindingKind};
use coroscope_recording::LogDeltaReader;
use coroscope_trace::time::Duration;
use coroscope_trace::{EventKind, Log, Model, RunView};
use serde_json::Value;

/// The error that ended a script, as the engine reports it to the page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScriptError {
    /// The exception in one line.
    pub message: String,
    /// The innermost line of the script in the traceback, from 1.
    pub line: Option<u32>,
    /// The file of that line.
    pub file: Option<String>,
}

/// A finished run.
#[derive(Debug)]
pub struct RunResult {
    parts: LogDeltaReader,
    pub ended: Result<(), ScriptError>,
    /// Whether it was terminated.
    pub was_terminated: bool,
    /// The number of reports, and how many of them were pauses.
    pub reports: u64,
    pub pauses: u64,
    /// The loop's time at the end.
    pub elapsed: Duration,
    /// The requests that were aborted before their response began.
    pub aborted: Vec<String>,
    files: Value,
}

impl RunResult {
    /// The results of several scripts, from all answers of Node.
    #[track_caller]
    pub(crate) fn of(answers: &[Value], count: usize) -> Vec<RunResult> {
        let last = answers.last().expect("an answer");
        if let Some(why) = last["broken"].as_str() {
            panic!("the engine broke: {why}");
        }
        let was_terminated = last["terminated"] == true;
        let aborted = last["aborted"].as_array().into_iter().flatten();
        let aborted: Vec<String> = aborted.map(text).collect();
        let run = |n: usize| {
            let runs = answers.iter().rev().map(|answer| &answer["runs"][n]);
            let run = runs.clone().find(|run| run.is_object()).expect("a run");
            RunResult {
                parts: parts(answers, n),
                ended: ended(&run["ended"]),
                was_terminated,
                reports: run["reports"].as_u64().expect("a number"),
                pauses: run["pauses"].as_u64().expect("a number"),
                elapsed: Duration::from_micros(run["micros"].as_f64().expect("a number") as u64),
                aborted: aborted.clone(),
                files: last["files"].clone(),
            }
        };
        (0..count).map(run).collect()
    }

    pub fn log(&self) -> &Log {
        self.parts.log()
    }

    /// The content of a file, as of the last time it was closed.
    pub fn file(&self, name: &str) -> Option<&str> {
        self.files[name].as_str()
    }

    /// All lines that were printed, with the traceback at the end.
    pub fn printed(&self) -> String {
        self.lines(Some)
    }

    /// The standard output of a [marked](crate::marked) script.
    pub fn out(&self) -> String {
        self.lines(|line| line.strip_prefix(marks::OUT))
    }

    /// The standard error of a [marked](crate::marked) script.
    pub fn err(&self) -> String {
        self.lines(|line| line.strip_prefix(marks::ERR))
    }

    /// The traceback that the engine itself printed for a [marked](crate::marked) script.
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

/// Whether a log has a turn that never ends.
pub(crate) fn is_endless(log: &Log) -> bool {
    let found = lint::findings(
        RunView::new(log, &Model::of(log)),
        &lint::Options::default(),
    );
    found
        .iter()
        .any(|one| one.kind == FindingKind::ENDLESS_TURN)
}

/// The log of a run, assembled as the page does.
fn parts(answers: &[Value], run: usize) -> LogDeltaReader {
    let mut parts = LogDeltaReader::default();
    for answer in answers {
        add(&mut parts, answer, run);
    }
    parts
}

/// Adds the parts of a run in an answer.
pub(crate) fn add(parts: &mut LogDeltaReader, answer: &Value, run: usize) {
    let new = answer["runs"][run]["parts"].as_array();
    for part in new.into_iter().flatten() {
        let part = part.as_str().expect("a text");
        parts.add(part.as_bytes()).expect("a part of a log");
    }
}

fn ended(value: &Value) -> Result<(), ScriptError> {
    match value.as_array().map(Vec::as_slice) {
        Some([message, line, file]) => Err(ScriptError {
            message: text(message),
            line: line.as_u64().and_then(|line| line.try_into().ok()),
            file: file.as_str().map(str::to_owned),
        }),
        // This includes runs that were terminated.
        _ => Ok(()),
    }
}

fn text(value: &Value) -> String {
    value.as_str().expect("a text").to_owned()
}
