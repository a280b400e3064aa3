//! A script that runs, or ran: its log as it comes in from the worker, and how it stands.

use super::worker::{Failure, Heard, Working};
use crate::export::Parts;
use crate::time::{Duration, Instant};
use crate::trace::Log;
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
    failure: Option<Failure>,
}

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
            Heard::Told(part, micros) => {
                if let Some(Err(why)) = part.map(|part| self.parts.add(part.as_bytes())) {
                    self.fail(format!("what the worker told can’t be read: {why}"));
                }
                let worked = Duration::from_micros(micros.max(0.0) as u64);
                let counted = worked.saturating_sub(self.parts.skipped());
                self.told = (Instant::ZERO + counted, milliseconds());
            }
            Heard::Over(failure) => {
                self.failure = failure;
                self.end();
            }
            Heard::Broken(why) => self.fail(why),
        }
        self.working.is_none()
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
