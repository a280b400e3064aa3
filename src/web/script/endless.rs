//! A turn of a script that does not end: found by how long the page sees the same turn go on, because the worker can't
//! send anything meanwhile.

use crate::time::Duration;
use crate::trace::{Log, Model, PlaceId, TaskId};

/// A turn that goes on for so many milliseconds does not return to the loop as it should.
const LONG: f64 = 1000.0;
/// Milliseconds that a frame counts at most: where the page itself stood still, what the worker sent meanwhile has not
/// been read yet.
const FRAME: f64 = 100.0;
/// How many seconds it has gone on when it is said anew. A reader who listens does not hear each second.
const SAID_ANEW: [u64; 7] = [1, 2, 5, 10, 20, 30, 60];

/// A turn of the loop that goes on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    /// The number of the event that tells it from others.
    pub(crate) seq: u64,
    /// The task that is polled; none for a callback, or where the page can't know which task it is.
    pub(crate) task: Option<TaskId>,
}

/// Watches for a turn that goes on for long.
#[derive(Debug, Default)]
pub(crate) struct Watch {
    turn: Option<Turn>,
    /// When the page heard of it, and when it was seen last, in milliseconds.
    since: f64,
    before: f64,
    /// Milliseconds for which it was seen to go on.
    seen: f64,
    /// How often it was said.
    said: usize,
}

impl Watch {
    /// Looks at the turn that goes on in a frame. Whether it is to be said anew how long it has gone on.
    pub(crate) fn look(&mut self, turn: Option<Turn>, now: f64) -> bool {
        if self.turn.map(|turn| turn.seq) != turn.map(|turn| turn.seq) {
            *self = Watch {
                since: now,
                before: now,
                ..Watch::default()
            };
        }
        self.turn = turn;
        self.seen += (now - self.before).clamp(0.0, FRAME);
        self.before = now;
        let seconds = SAID_ANEW.get(self.said).copied();
        let due = seconds.unwrap_or(60 * (self.said as u64 + 2 - SAID_ANEW.len() as u64));
        let is_due = turn.is_some() && self.seen >= LONG && now - self.since >= due as f64 * 1e3;
        self.said += usize::from(is_due);
        is_due
    }

    /// The turn that was seen last, and for how long, where that is long.
    pub(crate) fn long(&self, now: f64) -> Option<(Turn, Duration)> {
        let turn = self.turn.filter(|_| self.seen >= LONG)?;
        let micros = ((now - self.since).max(0.0) * 1e3) as u64;
        Some((turn, Duration::from_micros(micros)))
    }
}

/// A turn that has not ended, as it is said.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endless {
    /// The task that is polled, where that is known.
    pub(crate) task: Option<TaskId>,
    /// Where it continued, or was spawned.
    pub(crate) place: Option<PlaceId>,
    /// For how long, such as `1.2 s`.
    pub(crate) subject: String,
    /// Whether it is the task's first turn.
    is_first: bool,
}

impl Endless {
    /// What is said of a turn that has gone on for so long.
    pub(crate) fn of(turn: Turn, lasted: Duration, model: &Model) -> Endless {
        let track = turn.task.and_then(|task| model.task(task));
        let waited = track.and_then(|track| track.spans.last()?.waited);
        let spawned = track.and_then(|track| track.place);
        Endless {
            task: turn.task,
            place: waited.map(|waited| waited.place).or(spawned),
            subject: subject(lasted),
            is_first: waited.is_none(),
        }
    }

    /// The line of the script that it continued in.
    pub(crate) fn line(&self, log: &Log) -> Option<u32> {
        Some(log.place(self.place?)?.line)
    }

    /// `Task-1 has not returned to the loop for 1.2 s; it continued in line 4`.
    pub(crate) fn words(&self, model: &Model, log: &Log) -> String {
        let who = match self.task {
            Some(task) => model.task_name(log, task).into_owned(),
            None => "The script".to_owned(),
        };
        let lasted = &self.subject;
        let began = if self.is_first {
            "started"
        } else {
            "continued"
        };
        let place = self.line(log);
        let place = place.map_or(String::new(), |line| format!("; it {began} in line {line}"));
        format!("{who} has not returned to the loop for {lasted}{place}")
    }
}

/// A duration in seconds, with tenths below ten.
fn subject(lasted: Duration) -> String {
    let tenths = lasted.as_millis() / 100;
    match tenths {
        0..100 => format!("{}.{} s", tenths / 10, tenths % 10),
        _ => format!("{} s", tenths / 10),
    }
}
