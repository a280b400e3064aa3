//! The first moment at which two runs of a program differ.

use core::fmt;
use coroscope_trace::time::Instant;
use coroscope_trace::{EventKind, Log, Model, TaskId};

/// The first moment at which two runs of the same program differ: another task continued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The position of the first different event in both logs.
    pub event: usize,
    /// When the task of the second run continued.
    pub at: Instant,
    /// The task that continued in the first run; empty if none did any more.
    pub before: String,
    /// The task that continued in the second run; empty if none did any more.
    pub after: String,
}

/// The first moment at which two runs differ. `None` if their events are the same.
///
/// # Examples
/// ```
/// use coroscope::explore::{Explorer, first_difference};
/// use coroscope::{gather, sleep, spawn, time::ms};
/// let program = || async {
///     let nap = |name: &str, n| spawn(async move { sleep(ms(n)).await; Ok(()) }).named(name);
///     gather([nap("short", 10), nap("long", 20)]).await
/// };
/// let explorer = Explorer::new();
/// let (_, usual) = explorer.replay(program, &"0".parse().unwrap());
/// let (_, other) = explorer.replay(program, &"0:1".parse().unwrap());
/// let difference = usual.with_log(|usual| other.with_log(|other| first_difference(usual, other)));
/// assert_eq!(difference.unwrap().to_string(), "At 20 ms, “long” continued before “short”.");
/// ```
pub fn first_difference(before: &Log, after: &Log) -> Option<Difference> {
    let pairs = before.iter().zip(after.iter());
    let event = pairs.take_while(|(a, b)| a == b).count();
    if event == before.iter().count() && event == after.iter().count() {
        return None;
    }
    let next = |log: &Log| {
        let continued = log.iter().skip(event).find_map(|event| match event.kind {
            EventKind::TaskWoken { task, .. } => Some((event.at, task)),
            _ => None,
        });
        continued.map(|(at, task)| (at, name(log, task)))
    };
    let (first, second) = (next(before), next(after));
    Some(Difference {
        event,
        at: second
            .as_ref()
            .or(first.as_ref())
            .map_or(Instant::ZERO, |(at, _)| *at),
        before: first.map_or_else(String::new, |(_, name)| name),
        after: second.map_or_else(String::new, |(_, name)| name),
    })
}

/// The name of a task.
fn name(log: &Log, task: TaskId) -> String {
    let model = Model::of(log);
    let name = model.task(task).and_then(|task| task.name);
    name.map_or_else(
        || format!("Task-{}", task.index() + 1),
        |name| log.text(name).to_owned(),
    )
}

impl fmt::Display for Difference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Difference { before, after, .. } = self;
        let at = self.at.elapsed().as_micros() as f64 / 1000.0;
        match (before.is_empty(), after.is_empty()) {
            (false, false) => write!(f, "At {at} ms, “{after}” continued before “{before}”."),
            (true, false) => write!(f, "At {at} ms, “{after}” continued."),
            (false, true) => write!(f, "After {at} ms, “{before}” never continued."),
            (true, true) => write!(f, "At {at} ms, the runs differ."),
        }
    }
}
