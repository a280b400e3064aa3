//! What is to be run, and how.

use crate::node;
use crate::ran::Ran;
use serde_json::{Value, json};

/// The base of addresses that scripts write without a host.
const BASE: &str = "http://site.example/";
/// Milliseconds that a look at the clock takes while the engine is on the virtual clock: enough for it to tell each step.
const LOOK: f64 = 5.0;
/// After so many microseconds of the run's time it is looked at whether a turn will never end.
const LOOK_EVERY: u32 = 5_000_000;

/// The clock of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Clock {
    Virtual,
    /// The engine's real clock. The browser's time that it reads is made up: each look at it takes so many milliseconds.
    /// It is to be a fraction of two, so that many of them add up without rounding.
    Real {
        look: f64,
    },
}

/// Scripts that one worker runs one after the other; nearly always it is one script.
#[derive(Clone, Debug)]
pub struct Job {
    sources: Vec<String>,
    clock: Clock,
    refuses: bool,
    most_tells: Option<u32>,
    is_kept: bool,
}

impl Job {
    pub fn new(source: &str) -> Job {
        Job::of_several(&[source])
    }

    pub fn of_several(sources: &[&str]) -> Job {
        Job {
            sources: sources.iter().map(|&it| it.to_owned()).collect(),
            clock: Clock::Virtual,
            refuses: false,
            most_tells: None,
            is_kept: false,
        }
    }

    #[must_use]
    pub fn on(self, clock: Clock) -> Job {
        Job { clock, ..self }
    }

    /// No worker starts for functions that the script gives to threads.
    #[must_use]
    pub fn without_workers(self) -> Job {
        let refuses = true;
        Job { refuses, ..self }
    }

    /// Ends the run after the engine has told so often what is new.
    #[must_use]
    pub fn until_told(self, times: u32) -> Job {
        let most_tells = Some(times);
        Job { most_tells, ..self }
    }

    /// What became of it is kept for other tests that run the same.
    #[must_use]
    pub fn kept(self) -> Job {
        let is_kept = true;
        Job { is_kept, ..self }
    }

    /// Runs the script: to its end, or until its log says on the virtual clock that a turn does not end.
    #[track_caller]
    pub fn run(&self) -> Ran {
        self.run_each().remove(0)
    }

    /// Runs the scripts one after the other.
    #[track_caller]
    pub fn run_each(&self) -> Vec<Ran> {
        let answers = match self.is_kept {
            true => node::run_once(self.told()),
            false => node::run(self.told()).into(),
        };
        Ran::of(&answers, self.sources.len())
    }

    /// As `node/run.mjs` reads it.
    fn told(&self) -> Value {
        let (clock, look) = match self.clock {
            Clock::Virtual => ("virtual", LOOK),
            Clock::Real { look } => ("real", look),
        };
        let mut told = json!({
            "sources": self.sources, "clock": clock, "look": look, "base": BASE, "refuses": self.refuses,
        });
        if let Some(most) = self.most_tells {
            told["mostTells"] = most.into();
        } else if self.clock == Clock::Virtual && self.sources.len() == 1 {
            told["lookEvery"] = LOOK_EVERY.into();
        }
        told
    }
}
