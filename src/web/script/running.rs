//! A script that runs, or ran: its log as it comes in from the worker, and how it stands.

use super::endless::{Endless, Turn, Watch};
use super::worker::{Failure, Heard, News, Working};
use crate::export::Parts;
use crate::time::{Duration, Instant};
use crate::trace::{Log, Model, Warning};
use crate::web::dom::milliseconds;
use crate::web::run::Clock;

/// A run of a script.
pub(crate) struct Running {
    source: String,
    clock: Clock,
    parts: Parts,
    /// None once it is over.
    working: Option<Working>,
    /// So many bytes of its engine are there; none once it has begun.
    loading: Option<f64>,
    /// The loop's time when it was told last, and when that was, in milliseconds.
    told: (Instant, f64),
    /// Whether it told all steps up to then, and whether it waits since.
    is_exact: bool,
    is_pause: bool,
    watch: Watch,
    endless: Option<Endless>,
    failure: Option<Failure>,
}

/// A worker that told something not so many milliseconds ago is heard from.
const RECENT: f64 = 500.0;

impl Running {
    /// Runs a script in a worker, which tells `hear` of it.
    pub(crate) fn begin(source: &str, clock: Clock, hear: impl FnMut(Heard) + 'static) -> Running {
        Running {
            source: source.to_owned(),
            clock,
            parts: match clock {
                // Zero is main's first turn; the engine had to start and to import before it.
                Clock::Real => Parts::from_first_poll(),
                Clock::Virtual => Parts::default(),
            },
            working: Some(Working::begin(source, clock, hear)),
            loading: Some(0.0),
            told: (Instant::ZERO, 0.0),
            is_exact: true,
            is_pause: true,
            watch: Watch::default(),
            endless: None,
            failure: None,
        }
    }

    /// Takes in what its worker tells. Whether it is over then.
    pub(crate) fn hear(&mut self, heard: Heard) -> bool {
        if self.working.is_none() {
            return true;
        }
        match heard {
            Heard::Loading(bytes) => self.loading = Some(bytes),
            Heard::Begun => self.loading = None,
            Heard::Told(news) => self.take(news),
            Heard::Over(failure) => {
                self.failure = failure;
                self.end();
            }
            Heard::Broken(why) => self.fail(why),
        }
        self.working.is_none()
    }

    fn take(&mut self, news: News) {
        let part = news.part.map(|part| self.parts.add(part.as_bytes()));
        if let Some(Err(why)) = part {
            self.fail(format!("what the worker told can’t be read: {why}"));
        }
        let worked = Duration::from_micros(news.micros.max(0.0) as u64);
        let counted = worked.saturating_sub(self.parts.skipped());
        self.told = (Instant::ZERO + counted, milliseconds());
        (self.is_exact, self.is_pause) = (news.is_exact, news.is_pause);
    }

    /// Sees in a frame whether the turn that goes on lasts long. Whether that is to be said anew.
    pub(crate) fn watch(&mut self, model: &Model, now: f64) -> bool {
        if self.working.is_none() {
            return false;
        }
        let turn = self.turn(model, now);
        let is_due = self.watch.look(turn, now);
        if turn.is_none() {
            self.endless = None;
        }
        is_due
    }

    /// The turn that goes on, as far as the worker has told.
    fn turn(&self, model: &Model, now: f64) -> Option<Turn> {
        // What came after the last news was not told, unless more news come all the time.
        let is_known = self.is_exact || now - self.told.1 < RECENT;
        match model.open_poll() {
            Some(poll) => Some(Turn {
                seq: poll.seq,
                task: is_known.then_some(poll.task),
            }),
            None => {
                let is_over = model.tasks().iter().all(|task| task.end.is_some());
                let seq = self.log().next_seq() - u64::from(self.is_warned());
                let task = None;
                (!self.is_pause && !is_over).then_some(Turn { seq, task })
            }
        }
    }

    /// Says at the end of the log that the turn goes on for long, if it does. The next news take that away.
    pub(crate) fn warn(&mut self, model: &mut Model, now: f64) {
        let long = self.watch.long(now).filter(|_| self.working.is_some());
        let Some((turn, lasted)) = long else { return };
        if self.is_warned() {
            model.pop_warning(self.parts.log());
        }
        let endless = Endless::of(turn, lasted, model);
        let (task, place, at) = (endless.task, endless.place, self.now());
        self.parts
            .warn(at, Warning::EndlessTurn, task, &endless.subject, place);
        self.endless = Some(endless);
    }

    /// Whether the log ends with a warning that the worker did not tell.
    pub(crate) fn is_warned(&self) -> bool {
        self.parts.ends_with_warning()
    }

    /// The turn that has not ended, where it lasts long.
    pub(crate) fn endless(&self) -> Option<&Endless> {
        self.endless.as_ref()
    }

    fn fail(&mut self, message: String) {
        let line = None;
        self.failure = Some(Failure { message, line });
        self.end();
    }

    /// Ends it at once, whatever it does.
    pub(crate) fn end(&mut self) {
        self.told.0 = self.now();
        self.working = None;
    }

    /// The loop's time. On the real clock it goes on between two words from the worker.
    pub(crate) fn now(&self) -> Instant {
        let (at, when) = self.told;
        let stands =
            self.working.is_none() || self.clock == Clock::Virtual || self.loading.is_some();
        match stands || when == 0.0 {
            true => at,
            false => at + Duration::from_micros(((milliseconds() - when).max(0.0) * 1000.0) as u64),
        }
    }

    /// So many bytes of the engine have come; none once the script has begun.
    pub(crate) fn loading(&self) -> Option<f64> {
        self.loading.filter(|_| self.working.is_some())
    }

    /// What ended it early.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        self.failure.as_ref()
    }

    /// The script.
    pub(crate) fn source(&self) -> &str {
        &self.source
    }

    /// Its clock.
    pub(crate) fn clock(&self) -> Clock {
        self.clock
    }

    /// Its log so far.
    pub(crate) fn log(&self) -> &Log {
        self.parts.log()
    }
}
