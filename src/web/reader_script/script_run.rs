//! The run of a script: its log, received from the worker, and its status.

use super::Program;
use super::endless_turn::{EndlessTurn, Turn, TurnWatch};
use super::files::ScriptFiles;
use super::order_search::ScriptOrder;
use super::worker::{Failure, LogUpdate, WorkerHandle, WorkerMessage};
use crate::export::LogDeltaReader;
use crate::time::{Duration, Instant};
use crate::trace::{Log, Model, Warning};
use crate::web::clock::Clock;
use crate::web::dom::milliseconds;
use crate::wording::tr;

/// A run of a script.
pub(crate) struct ScriptRun {
    files: ScriptFiles,
    clock: Clock,
    reader: LogDeltaReader,
    /// `None` after the end.
    worker: Option<WorkerHandle>,
    /// Bytes of the engine that were loaded; `None` once the script has started.
    loading: Option<f64>,
    /// The loop's time in the last update, and the page's clock then, in milliseconds.
    reported: (Instant, f64),
    /// Whether the last update included every step, and whether the loop is idle since.
    is_exact: bool,
    is_idle: bool,
    turn_watch: TurnWatch,
    endless: Option<EndlessTurn>,
    failure: Option<Failure>,
}

/// An update is recent for this many milliseconds.
const RECENT: f64 = 500.0;

impl ScriptRun {
    /// Runs a script in a worker, whose messages go to `on_message`. It waits for other scripts of the page unless it is
    /// asked for.
    pub(crate) fn start(
        program: &Program,
        order: Option<&ScriptOrder>,
        clock: Clock,
        is_asked: bool,
        on_message: impl FnMut(WorkerMessage) + 'static,
    ) -> ScriptRun {
        ScriptRun {
            files: program.files.clone(),
            clock,
            reader: match clock {
                // Time zero is main's first turn, after the engine has started and imported asyncio.
                Clock::Real => LogDeltaReader::from_first_poll(),
                Clock::Virtual => LogDeltaReader::default(),
            },
            worker: Some(WorkerHandle::start(
                program, order, clock, is_asked, on_message,
            )),
            loading: Some(0.0),
            reported: (Instant::ZERO, 0.0),
            is_exact: true,
            is_idle: true,
            turn_watch: TurnWatch::default(),
            endless: None,
            failure: None,
        }
    }

    /// Handles a message from the worker. Returns whether the run has ended.
    pub(crate) fn receive(&mut self, message: WorkerMessage) -> bool {
        if self.worker.is_none() {
            return true;
        }
        match message {
            WorkerMessage::Loading(bytes) => self.loading = Some(bytes),
            WorkerMessage::Started => self.loading = None,
            WorkerMessage::Update(update) => self.apply(update),
            WorkerMessage::Ended(failure) => {
                self.failure = failure;
                self.end();
            }
            WorkerMessage::Broken(why) => self.fail(why),
        }
        self.worker.is_none()
    }

    fn apply(&mut self, update: LogUpdate) {
        let part = update.part.map(|part| self.reader.add(part.as_bytes()));
        if let Some(Err(why)) = part {
            self.fail(tr!("an update from the worker can’t be read: {why}", why));
        }
        let worked = Duration::from_micros(update.micros.max(0.0) as u64);
        let counted = worked.saturating_sub(self.reader.skipped());
        self.reported = (Instant::ZERO + counted, milliseconds());
        (self.is_exact, self.is_idle) = (update.is_exact, update.is_idle);
    }

    /// Checks in a frame for how long the current turn has been running. Returns whether a report is due.
    pub(crate) fn check_turn(&mut self, model: &Model, now: f64) -> bool {
        if self.worker.is_none() {
            return false;
        }
        let turn = self.turn(model, now);
        let is_due = self.turn_watch.update(turn, now);
        if turn.is_none() {
            self.endless = None;
        }
        is_due
    }

    /// The current turn, as far as the worker has reported it.
    fn turn(&self, model: &Model, now: f64) -> Option<Turn> {
        // Without recent updates, later steps may be unreported.
        let is_known = self.is_exact || now - self.reported.1 < RECENT;
        match model.open_poll() {
            Some(poll) => Some(Turn {
                seq: poll.seq,
                task: is_known.then_some(poll.task),
            }),
            None => {
                let all_ended = model.tasks().iter().all(|task| task.end.is_some());
                let seq = self.log().next_seq() - u64::from(self.is_warned());
                let task = None;
                (!self.is_idle && !all_ended).then_some(Turn { seq, task })
            }
        }
    }

    /// Adds a warning about a long turn to the end of the log. The next update removes it.
    pub(crate) fn warn(&mut self, model: &mut Model, now: f64) {
        let long = self.turn_watch.long(now).filter(|_| self.worker.is_some());
        let Some((turn, lasted)) = long else { return };
        if self.is_warned() {
            model.pop_warning(self.reader.log());
        }
        let endless = EndlessTurn::of(turn, lasted, model);
        let (task, place, at) = (endless.task, endless.place, self.now());
        self.reader
            .warn(at, Warning::EndlessTurn, task, &endless.subject, place);
        self.endless = Some(endless);
    }

    /// Whether the log ends with a warning of ours.
    pub(crate) fn is_warned(&self) -> bool {
        self.reader.ends_with_warning()
    }

    /// The current turn, if it has been running for long.
    pub(crate) fn endless(&self) -> Option<&EndlessTurn> {
        self.endless.as_ref()
    }

    fn fail(&mut self, message: String) {
        let (line, file) = (None, None);
        self.failure = Some(Failure {
            message,
            line,
            file,
        });
        self.end();
    }

    /// Terminates the worker.
    pub(crate) fn end(&mut self) {
        self.reported.0 = self.now();
        self.worker = None;
    }

    /// The loop's time. On the real clock it advances between two updates.
    pub(crate) fn now(&self) -> Instant {
        let (at, when) = self.reported;
        let is_stopped =
            self.worker.is_none() || self.clock == Clock::Virtual || self.loading.is_some();
        match is_stopped || when == 0.0 {
            true => at,
            false => at + Duration::from_micros(((milliseconds() - when).max(0.0) * 1000.0) as u64),
        }
    }

    /// Bytes of the engine that were loaded; `None` once the script has started.
    pub(crate) fn loading(&self) -> Option<f64> {
        self.loading.filter(|_| self.worker.is_some())
    }

    /// Whether it waits for other scripts of the page.
    pub(crate) fn is_queued(&self) -> bool {
        self.worker.as_ref().is_some_and(WorkerHandle::is_queued)
    }

    /// Why it ended early.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// The script.
    pub(crate) fn files(&self) -> &ScriptFiles {
        &self.files
    }

    /// Its clock.
    pub(crate) fn clock(&self) -> Clock {
        self.clock
    }

    /// Its log so far.
    pub(crate) fn log(&self) -> &Log {
        self.reader.log()
    }
}
