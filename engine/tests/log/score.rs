//! Runs a script on the virtual clock, and writes its log as a score, one line per event.

use coroscope_engine_tests::{FILE, Job, ScriptError, blocking, marked};
use coroscope_trace::{Cause, EventKind, Log, Outcome, PlaceId, TaskId, WaitReason};
use std::collections::BTreeMap;

/// A finished run.
pub(super) struct RunResult {
    /// Every event, except passes, polls and the traceback at the end.
    pub(super) score: Vec<String>,
    pub(super) out: String,
    pub(super) err: String,
    pub(super) traceback: String,
    pub(super) ended: Result<(), ScriptError>,
}

impl RunResult {
    fn of(ran: &coroscope_engine_tests::RunResult) -> RunResult {
        let (traceback, mut score) = (ran.traceback(), score(ran.log()));
        score.truncate(score.len() - traceback.lines().count());
        RunResult {
            score,
            out: ran.out(),
            err: ran.err(),
            traceback,
            ended: ran.ended.clone(),
        }
    }

    /// The lines that start with one of `words`.
    pub(super) fn only(&self, words: &[&str]) -> Vec<&str> {
        let lines = self.score.iter().map(String::as_str);
        let wanted = |line: &&str| words.iter().any(|word| line.starts_with(word));
        lines.filter(wanted).collect()
    }
}

/// Runs a script on the virtual clock.
pub(super) fn run(script: &str) -> RunResult {
    RunResult::of(&Job::new(&marked(script)).run())
}

/// Runs a script with top-level code that blocks while it runs the loop.
pub(super) fn run_blocking(script: &str) -> RunResult {
    RunResult::of(&Job::new(&blocking(script)).run())
}

/// Runs scripts one after the other in one worker.
pub(super) fn run_one_after_the_other(scripts: &[&str]) -> Vec<RunResult> {
    let marked: Vec<String> = scripts.iter().map(|it| marked(it)).collect();
    let sources: Vec<&str> = marked.iter().map(String::as_str).collect();
    let ran = Job::of_several(&sources).run_each();
    ran.iter().map(RunResult::of).collect()
}

fn score(log: &Log) -> Vec<String> {
    let mut names = BTreeMap::new();
    for event in log.iter() {
        if let EventKind::TaskNamed { task, name } = event.kind {
            names.insert(task, log.text(name).to_owned());
        }
    }
    let writer = Writer { log, names };
    log.iter()
        .filter_map(|event| writer.line_of(event.kind))
        .collect()
}

struct Writer<'a> {
    log: &'a Log,
    names: BTreeMap<TaskId, String>,
}

impl Writer<'_> {
    fn name(&self, task: TaskId) -> String {
        let name = self.names.get(&task).cloned();
        name.unwrap_or_else(|| task.to_string())
    }

    fn maybe(&self, task: Option<TaskId>) -> String {
        task.map_or_else(|| "nobody".to_owned(), |task| self.name(task))
    }

    fn line(&self, place: PlaceId) -> String {
        match self.log.place(place) {
            Some(place) if *place.file == *FILE => format!("line {}", place.line),
            _ => "elsewhere".to_owned(),
        }
    }

    fn line_of(&self, kind: EventKind) -> Option<String> {
        let text = |id| self.log.text(id);
        Some(match kind {
            EventKind::TaskSpawned {
                task,
                parent,
                place,
                ..
            } => {
                let (task, parent) = (self.name(task), self.maybe(parent));
                format!("spawn {task} by {parent}, {}", self.line(place))
            }
            EventKind::TaskWoken { task, by } => {
                let by = match by {
                    Cause::Task(by) => self.name(by),
                    other => format!("{other:?}").to_lowercase(),
                };
                format!("wake {} by {by}", self.name(task))
            }
            EventKind::Waits { task, on, place } => {
                let on = match on {
                    WaitReason::Task(on) => self.name(on),
                    WaitReason::Tasks(count) => format!("{count} tasks"),
                    WaitReason::Resource(_, op) => format!("a resource to {op:?}").to_lowercase(),
                    WaitReason::Timer(delay) => format!("{:?}", delay.get()?),
                    WaitReason::Turn => "its turn".to_owned(),
                    WaitReason::Future => "a future".to_owned(),
                    WaitReason::Io(_) => "outside".to_owned(),
                };
                let task = self.name(task);
                format!("wait {task} for {on}, {}", self.line(place))
            }
            EventKind::Awaits { task, on } => {
                format!("edge {} to {}", self.name(task), self.name(on))
            }
            EventKind::Retrieved { task, by } => {
                format!("retrieve {} by {}", self.name(task), self.maybe(by))
            }
            EventKind::CancelRequested { task, by, why } => {
                let (task, by) = (self.name(task), self.maybe(by));
                format!("cancel {task} by {by}: {}", text(why))
            }
            EventKind::Uncancelled { task } => format!("uncancel {}", self.name(task)),
            EventKind::TaskEnded { task, end } => {
                let end = match end {
                    Outcome::Done => "a value".to_owned(),
                    Outcome::Cancelled => "a cancellation".to_owned(),
                    Outcome::Failed(error) => text(error).to_owned(),
                };
                format!("end {} with {end}", self.name(task))
            }
            EventKind::Chosen {
                choice,
                alternative,
            } => format!("choose {choice}:{alternative}"),
            EventKind::Deadlocked => "deadlock".to_owned(),
            EventKind::Called { task, call } => format!("call {call} in {}", self.name(task)),
            EventKind::CallbackRan { took, name, place } => {
                let took = took.get()?;
                format!(
                    "callback {} took {took:?}, {}",
                    text(name),
                    self.line(place)
                )
            }
            EventKind::Warned {
                warning,
                task,
                subject,
                place,
            } => {
                let line = place.map_or_else(|| "nowhere".to_owned(), |place| self.line(place));
                let (id, task) = (warning.id(), self.maybe(task));
                format!("warn {id} {} in {task}, {line}", text(subject))
            }
            EventKind::Printed { text: line, .. } => format!("print {}", text(line)),
            _ => return None,
        })
    }
}
