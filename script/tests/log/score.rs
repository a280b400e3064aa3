//! Runs a script on the virtual clock and tells what its log says, a line for each event.

use core::pin::pin;
use core::task::{Context, Poll, Waker};
use coroscope::trace::{Cause, End, Log, PlaceId, TaskId, Wait, What};
use coroscope_script::{Doubles, Engine, Failed, Options, Stream};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::thread;

/// A run that is over.
pub struct Ran {
    /// Every event but passes and polls.
    pub score: Vec<String>,
    pub out: String,
    pub err: String,
    pub ended: Result<(), Failed>,
}

impl Ran {
    /// The events whose line begins with one of `words`.
    pub fn only(&self, words: &[&str]) -> Vec<&str> {
        let lines = self.score.iter().map(String::as_str);
        let wanted = |line: &&str| words.iter().any(|word| line.starts_with(word));
        lines.filter(wanted).collect()
    }
}

/// Runs a script whose own lines block, with a stack for nested calls in a debug build.
pub fn run(script: &str) -> Ran {
    let script = script.to_owned();
    on_a_large_stack(move || run_with(&script, |engine, script| engine.run(script)))
}

/// Runs a script whose own lines are awaited, as in the browser.
pub fn run_awaiting(script: &str) -> Ran {
    let script = script.to_owned();
    on_a_large_stack(move || run_with(&script, run_to_its_end))
}

fn run_to_its_end(engine: &Engine, script: &str) -> Result<(), Failed> {
    let running = pin!(engine.run_async(script));
    match running.poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(ended) => ended,
        Poll::Pending => panic!("on the virtual clock nothing is to be waited for outside"),
    }
}

/// Runs scripts one after the other in one thread.
pub fn run_one_after_the_other(scripts: &[&str]) -> Vec<Ran> {
    let scripts: Vec<String> = scripts.iter().map(|&it| it.to_owned()).collect();
    on_a_large_stack(move || {
        let blocking = |engine: &Engine, script: &str| engine.run(script);
        scripts.iter().map(|it| run_with(it, blocking)).collect()
    })
}

fn on_a_large_stack<R: Send + 'static>(work: impl FnOnce() -> R + Send + 'static) -> R {
    let running = thread::Builder::new().stack_size(512 << 20).spawn(work);
    running
        .expect("a thread")
        .join()
        .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
}

fn run_with(script: &str, run: impl FnOnce(&Engine, &str) -> Result<(), Failed>) -> Ran {
    let engine = Engine::with_outside(Options::default(), Rc::<Doubles>::default());
    let ended = run(&engine, script);
    let (mut out, mut err) = (String::new(), String::new());
    for written in engine.take_output() {
        match written.stream {
            Stream::Out => out.push_str(&written.text),
            Stream::Err => err.push_str(&written.text),
        }
    }
    let score = engine.runtime().with_log(score);
    Ran {
        score,
        out,
        err,
        ended,
    }
}

fn score(log: &Log) -> Vec<String> {
    let mut names = BTreeMap::new();
    for event in log.iter() {
        if let What::Named { task, name } = event.what {
            names.insert(task, log.text(name).to_owned());
        }
    }
    let said = Said { log, names };
    log.iter().filter_map(|event| said.of(event.what)).collect()
}

struct Said<'a> {
    log: &'a Log,
    names: BTreeMap<TaskId, String>,
}

impl Said<'_> {
    fn name(&self, task: TaskId) -> String {
        let name = self.names.get(&task).cloned();
        name.unwrap_or_else(|| task.to_string())
    }

    fn maybe(&self, task: Option<TaskId>) -> String {
        task.map_or_else(|| "nobody".to_owned(), |task| self.name(task))
    }

    fn line(&self, place: PlaceId) -> String {
        match self.log.place(place) {
            Some(place) if &*place.file == coroscope_script::FILE => format!("line {}", place.line),
            _ => "elsewhere".to_owned(),
        }
    }

    fn of(&self, what: What) -> Option<String> {
        let text = |id| self.log.text(id);
        Some(match what {
            What::Spawned {
                task,
                parent,
                place,
            } => {
                let (task, parent) = (self.name(task), self.maybe(parent));
                format!("spawn {task} by {parent}, {}", self.line(place))
            }
            What::Woken { task, by } => {
                let by = match by {
                    Cause::Task(by) => self.name(by),
                    other => format!("{other:?}").to_lowercase(),
                };
                format!("wake {} by {by}", self.name(task))
            }
            What::Waits { task, on, place } => {
                let on = match on {
                    Wait::Task(on) => self.name(on),
                    Wait::Tasks(count) => format!("{count} tasks"),
                    Wait::Resource(_, op) => format!("a resource to {op:?}").to_lowercase(),
                    Wait::Timer(delay) => format!("{:?}", delay.get()?),
                    Wait::Turn => "its turn".to_owned(),
                    Wait::Future => "a future".to_owned(),
                    Wait::Io(_) => "outside".to_owned(),
                };
                let task = self.name(task);
                format!("wait {task} for {on}, {}", self.line(place))
            }
            What::Awaits { task, on } => format!("edge {} to {}", self.name(task), self.name(on)),
            What::Retrieved { task, by } => {
                format!("retrieve {} by {}", self.name(task), self.maybe(by))
            }
            What::CancelRequested { task, by, why } => {
                let (task, by) = (self.name(task), self.maybe(by));
                format!("cancel {task} by {by}: {}", text(why))
            }
            What::Uncancelled { task } => format!("uncancel {}", self.name(task)),
            What::Ended { task, end } => {
                let end = match end {
                    End::Value => "a value".to_owned(),
                    End::Cancelled => "a cancellation".to_owned(),
                    End::Error(error) => text(error).to_owned(),
                };
                format!("end {} with {end}", self.name(task))
            }
            What::Deadlocked => "deadlock".to_owned(),
            What::Called { task, call } => format!("call {call} in {}", self.name(task)),
            What::CallbackRan { took, name, place } => {
                let took = took.get()?;
                format!(
                    "callback {} took {took:?}, {}",
                    text(name),
                    self.line(place)
                )
            }
            What::Warned {
                warning,
                task,
                subject,
                place,
            } => {
                let line = place.map_or_else(|| "nowhere".to_owned(), |place| self.line(place));
                let (id, task) = (warning.id(), self.maybe(task));
                format!("warn {id} {} in {task}, {line}", text(subject))
            }
            What::Printed { text: line, .. } => format!("print {}", text(line)),
            _ => return None,
        })
    }
}
