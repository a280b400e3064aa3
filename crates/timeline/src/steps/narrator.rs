//! What the sentences of a step have in common: names, which task runs, and which become ready.

use super::events;
use crate::deadline;
use crate::deadline::missed;
use coroscope_trace::time::{Duration, Instant, human};
use coroscope_trace::track::Span;
use coroscope_trace::{Cause, EventKind, RunView, TaskId, WaitReason};
use coroscope_wording::{Wording, list, tr, tr_n};

/// The name of a task in a sentence: in quotation marks, unless it is the main task's or a default name.
pub(super) fn named(wording: Wording<'_>, task: TaskId) -> String {
    let name = wording.task(task);
    match name == "main" || name.starts_with("Task-") {
        true => name,
        false => tr!("“{name}”", name),
    }
}

/// `It is ready and waits for its turn.`, of one task or several.
pub(super) fn ready(count: usize) -> &'static str {
    match count {
        1 => tr!("It is ready and waits for its turn."),
        2 => tr!("Both are ready and wait for their turns."),
        _ => tr!("They are ready and wait for their turns."),
    }
}

/// For turns that take at least this long, the narration says how long.
const LONG: Duration = Duration::from_millis(10);

/// How long the turn that begins in a step has taken at its end, or at the end of the step.
fn turn_time(run: RunView<'_>, range: (u64, u64)) -> Option<Duration> {
    let time = |seq: u64| run.log.get(seq).map(|event| event.at);
    let mut turn =
        events(run, range).skip_while(|(_, kind)| !matches!(kind, EventKind::PollBegun { .. }));
    let from = time(turn.next()?.0)?;
    let is_end = |kind: &EventKind| {
        matches!(
            kind,
            EventKind::PollEnded { .. } | EventKind::TaskEnded { .. }
        )
    };
    let end = turn
        .find(|(_, kind)| is_end(kind))
        .map_or(range.1, |(seq, _)| seq);
    Some(time(end)? - from)
}

/// Tells one step.
pub(super) struct Narrator<'a> {
    pub(super) wording: Wording<'a>,
    pub(super) range: (u64, u64),
    /// The task that begins a turn in this step, and whether it is its first.
    pub(super) turn: Option<(TaskId, bool)>,
    /// How long that turn has taken at the end of this step, if that is long.
    long: Option<Duration>,
    /// The task that it is about.
    pub(super) about: Option<TaskId>,
}

impl<'a> Narrator<'a> {
    pub(super) fn new(run: RunView<'a>, range: (u64, u64)) -> Narrator<'a> {
        let turn = events(run, range).find_map(|(seq, kind)| match kind {
            EventKind::PollBegun { task } => {
                // Before its first turn, a task was only ready.
                let track = run.model.task(task)?;
                let is_first = track.spans.get(1).is_none_or(|second| second.seq >= seq);
                Some((task, is_first))
            }
            _ => None,
        });
        Narrator {
            wording: Wording::new(run),
            range,
            turn,
            long: turn_time(run, range).filter(|took| *took >= LONG),
            about: turn.map(|(task, _)| task),
        }
    }

    pub(super) fn run(&self) -> RunView<'a> {
        self.wording.run
    }

    pub(super) fn name(&self, task: TaskId) -> String {
        named(self.wording, task)
    }

    pub(super) fn names(&self, tasks: &[TaskId]) -> String {
        match self.wording.common_name(tasks) {
            Some(name) => tr_n!(
                tasks.len(),
                "one task named “{name}”",
                "{n} tasks named “{name}”",
                name
            ),
            None => list(tasks.iter().map(|task| self.name(*task))),
        }
    }

    /// The subject of a sentence about what a task does: `main`, or `main begins. It`.
    pub(super) fn lead(&mut self, task: Option<TaskId>) -> String {
        let Some(task) = task else {
            return tr!("The program").into();
        };
        self.about = Some(task);
        let name = self.name(task);
        match (self.turn, self.long.map(human)) {
            (Some((polled, true)), None) if polled == task => tr!("{name} begins. It", name),
            (Some((polled, false)), None) if polled == task => tr!("{name} continues. It", name),
            (Some((polled, true)), Some(took)) if polled == task => tr!(
                "{name} begins, and runs for {took} without a pause. It",
                name,
                took
            ),
            (Some((polled, false)), Some(took)) if polled == task => tr!(
                "{name} continues, and runs for {took} without a pause. It",
                name,
                took
            ),
            _ => name,
        }
    }

    /// Whether it is a callback, which the log numbers as a task.
    pub(super) fn is_callback(&self, task: TaskId) -> bool {
        let track = self.run().model.task(task);
        track.is_some_and(|track| track.is_callback)
    }

    /// Whether the turn of a task begins in this step.
    pub(super) fn is_turn_of(&self, task: TaskId) -> bool {
        self.turn.is_some_and(|(polled, _)| polled == task)
    }

    /// The task that runs at an event.
    pub(super) fn running(&self, seq: u64) -> Option<TaskId> {
        if let Some((task, _)) = self.turn {
            return Some(task);
        }
        const MOST: u64 = 5_000;
        let log = self.run().log;
        let first = seq.saturating_sub(MOST).max(log.dropped());
        let mut earlier = (first..seq).rev().filter_map(|seq| log.get(seq));
        earlier.find_map(|event| match event.kind {
            EventKind::PollBegun { task } => Some(Some(task)),
            EventKind::PollEnded { .. }
            | EventKind::PassEnded { .. }
            | EventKind::PassBegun { .. }
            | EventKind::TaskEnded { .. } => Some(None),
            _ => None,
        })?
    }

    /// What a task waited for before it was woken by an event.
    pub(super) fn waited(&self, task: TaskId, seq: u64) -> Option<WaitReason> {
        let span = self.span_before(task, seq)?;
        span.waited
            .filter(|_| span.state.is_waiting())
            .map(|waited| waited.on)
    }

    pub(super) fn all_woken(&self, narrated: &[(u64, EventKind)]) -> Vec<(u64, TaskId)> {
        narrated
            .iter()
            .filter_map(|(seq, kind)| match kind {
                EventKind::TaskWoken { task, by } if *by != Cause::Task(*task) => {
                    Some((*seq, *task))
                }
                _ => None,
            })
            .collect()
    }

    /// Whether a task is woken before the timer that it waited for is due.
    pub(super) fn is_early(&self, task: TaskId, seq: u64, at: Instant) -> bool {
        let due = (self.span_before(task, seq)).and_then(|span| deadline(&span));
        due.is_some_and(|due| at < due)
    }

    /// By how much a task is woken later than the timer that it waited for was due, if it is overdue in the timeline, too.
    pub(super) fn late(&self, task: TaskId, seq: u64, at: Instant) -> Option<Duration> {
        let due = missed(&self.span_before(task, seq)?, at)?;
        Some(at - due)
    }

    /// What a task did before an event.
    fn span_before(&self, task: TaskId, seq: u64) -> Option<Span> {
        let track = self.run().model.task(task)?;
        track.span_at_seq(seq.checked_sub(1)?)
    }

    /// Whether all tasks that a task has awaited by an event have ended by then.
    pub(super) fn all_awaited_have_ended(&self, task: TaskId, seq: u64) -> bool {
        let model = self.run().model;
        let awaits = model.task(task).map_or(&[][..], |track| &track.awaits);
        let mut awaited = awaits.iter().take_while(|awaited| awaited.seq < seq);
        awaited.all(|awaited| {
            let track = model.task(awaited.on);
            track.is_none_or(|track| track.has_ended_at_seq(seq))
        })
    }

    /// Adds which tasks a step made ready.
    pub(super) fn then_woken(&self, narrated: &[(u64, EventKind)], sentence: String) -> String {
        let tasks: Vec<TaskId> = self
            .all_woken(narrated)
            .iter()
            .map(|(_, task)| *task)
            .collect();
        let names = self.names(&tasks);
        match tasks.len() {
            0 => sentence,
            n => {
                let woken = tr_n!(
                    n,
                    "{names} waited for that and is ready now.",
                    "{names} waited for that and are ready now.",
                    names
                );
                format!("{sentence} {woken}")
            }
        }
    }
}
