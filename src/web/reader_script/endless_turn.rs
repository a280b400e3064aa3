//! Detects a turn of a script that does not end, by how long the page sees the same turn: the blocked worker can't send
//! anything.

use crate::time::Duration;
use crate::trace::{Log, Model, PlaceId, RunView, TaskId};
use crate::wording::tr;

/// A turn is reported after this many milliseconds.
const LONG_TURN: f64 = 1000.0;
/// A frame counts for at most this many milliseconds: if the page itself was blocked, messages from the worker may be
/// unread.
const MAX_FRAME: f64 = 100.0;
/// Seconds after which the turn is reported again. Screen readers announce each report, so these are few.
const REPORT_AFTER_SECONDS: [u64; 7] = [1, 2, 5, 10, 20, 30, 60];

/// A turn of the loop that has not ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Turn {
    /// The event that identifies the turn.
    pub(crate) seq: u64,
    /// The task that is polled; `None` for a callback or an unknown task.
    pub(crate) task: Option<TaskId>,
}

/// Watches for a turn that runs for long.
#[derive(Debug, Default)]
pub(crate) struct TurnWatch {
    turn: Option<Turn>,
    /// When the turn was first and last seen, in milliseconds.
    since: f64,
    last_seen: f64,
    /// Milliseconds for which the page saw it running.
    seen: f64,
    /// Number of reports so far.
    reports: usize,
}

impl TurnWatch {
    /// Takes note of the current turn in a frame. Returns whether a report is due.
    pub(crate) fn update(&mut self, turn: Option<Turn>, now: f64) -> bool {
        if self.turn.map(|turn| turn.seq) != turn.map(|turn| turn.seq) {
            *self = TurnWatch {
                since: now,
                last_seen: now,
                ..TurnWatch::default()
            };
        }
        self.turn = turn;
        self.seen += (now - self.last_seen).clamp(0.0, MAX_FRAME);
        self.last_seen = now;
        let seconds = REPORT_AFTER_SECONDS.get(self.reports).copied();
        let due =
            seconds.unwrap_or(60 * (self.reports as u64 + 2 - REPORT_AFTER_SECONDS.len() as u64));
        let is_due =
            turn.is_some() && self.seen >= LONG_TURN && now - self.since >= due as f64 * 1e3;
        self.reports += usize::from(is_due);
        is_due
    }

    /// The current turn and its duration, if it has been running for long.
    pub(crate) fn long(&self, now: f64) -> Option<(Turn, Duration)> {
        let turn = self.turn.filter(|_| self.seen >= LONG_TURN)?;
        let micros = ((now - self.since).max(0.0) * 1e3) as u64;
        Some((turn, Duration::from_micros(micros)))
    }
}

/// The report of a turn that has not ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct EndlessTurn {
    /// The task that is polled, if it is known.
    pub(crate) task: Option<TaskId>,
    /// Where the task continued, or was spawned.
    pub(crate) place: Option<PlaceId>,
    /// The duration, such as `1.2 s`.
    pub(crate) subject: String,
    /// Whether it is the task's first turn.
    is_first: bool,
}

impl EndlessTurn {
    /// The report of a turn that has been running for this duration.
    pub(crate) fn of(turn: Turn, lasted: Duration, model: &Model) -> EndlessTurn {
        let track = turn.task.and_then(|task| model.task(task));
        let waited = track.and_then(|track| track.spans.last()?.waited);
        let spawned = track.and_then(|track| track.place);
        EndlessTurn {
            task: turn.task,
            place: waited.map(|waited| waited.place).or(spawned),
            subject: subject(lasted),
            is_first: waited.is_none(),
        }
    }

    /// The line of the script where it continued.
    pub(crate) fn line(&self, log: &Log) -> Option<u32> {
        Some(log.place(self.place?)?.line)
    }

    /// `Task-1 has not returned to the loop for 1.2 s; it continued in line 4`.
    pub(crate) fn sentence(&self, run: RunView<'_>) -> String {
        let name = match self.task {
            Some(task) => run.task_name(task).into_owned(),
            None => tr!("The script").to_owned(),
        };
        let lasted = &self.subject;
        match (self.line(run.log), self.is_first) {
            (None, _) => tr!(
                "{name} has not returned to the loop for {lasted}",
                name,
                lasted
            ),
            (Some(line), true) => tr!(
                "{name} has not returned to the loop for {lasted}; it started in line {line}",
                name,
                lasted,
                line
            ),
            (Some(line), false) => tr!(
                "{name} has not returned to the loop for {lasted}; it continued in line {line}",
                name,
                lasted,
                line
            ),
        }
    }
}

/// A duration in seconds, with one decimal below 10 s.
fn subject(lasted: Duration) -> String {
    let tenths = lasted.as_millis() / 100;
    match tenths {
        0..100 => format!("{}.{} s", tenths / 10, tenths % 10),
        _ => format!("{} s", tenths / 10),
    }
}
