//! A job: scripts to run, and how.

use crate::node;
use crate::run_result::RunResult;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{Write, stderr};

/// The base of relative URLs.
const BASE: &str = "http://site.example/";
/// The milliseconds that reading the browser's clock takes while the engine is on the virtual clock: enough for the engine
/// to report each step.
const READ_COST: f64 = 5.0;
/// After this many microseconds of the run's time, the client checks whether a turn never ends.
const CHECK_EVERY: u32 = 5_000_000;

/// The clock of a run.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Clock {
    Virtual,
    /// The engine's real clock, on a simulated browser clock. Each read of that takes `read_cost` milliseconds, which must
    /// be a binary fraction so that sums are exact.
    Real {
        read_cost: f64,
    },
}

/// How the wheels of packages arrive.
#[derive(Clone, Copy, Debug)]
pub enum Wheels {
    Whole,
    Damaged,
    Missing,
}

/// Whether this version of Node has JSPI. If not, prints that a test or a part of it is skipped.
pub fn has_jspi() -> bool {
    let has_jspi = node::can_suspend();
    if !has_jspi {
        let thread = std::thread::current();
        let test = thread.name().unwrap_or("a test");
        // Directly, because the test harness captures what tests print.
        let _ = writeln!(stderr(), "skipped a part of {test}: Node has no JSPI");
    }
    has_jspi
}

/// Scripts that one worker runs one after the other; usually just one.
#[derive(Clone, Debug)]
pub struct Job {
    sources: Vec<String>,
    modules: BTreeMap<String, String>,
    wheels: Wheels,
    clock: Clock,
    has_workers: bool,
    can_suspend: bool,
    max_reports: Option<u32>,
    is_cached: bool,
    input: String,
}

impl Job {
    pub fn new(source: &str) -> Job {
        Job::of_several(&[source])
    }

    pub fn of_several(sources: &[&str]) -> Job {
        Job {
            sources: sources.iter().map(|&it| it.to_owned()).collect(),
            modules: BTreeMap::new(),
            wheels: Wheels::Whole,
            clock: Clock::Virtual,
            has_workers: true,
            can_suspend: false,
            max_reports: None,
            is_cached: false,
            input: String::new(),
        }
    }

    /// Adds a file that the scripts can import.
    #[must_use]
    pub fn with_module(mut self, file: &str, text: &str) -> Job {
        self.modules.insert(file.to_owned(), text.to_owned());
        self
    }

    /// How the wheels of packages arrive.
    #[must_use]
    pub fn with_wheels(self, wheels: Wheels) -> Job {
        Job { wheels, ..self }
    }

    #[must_use]
    pub fn on(self, clock: Clock) -> Job {
        Job { clock, ..self }
    }

    /// Sets the standard input.
    #[must_use]
    pub fn with_input(self, input: &str) -> Job {
        let input = input.to_owned();
        Job { input, ..self }
    }

    /// Makes the workers for threads fail to start.
    #[must_use]
    pub fn without_workers(self) -> Job {
        let has_workers = false;
        Job {
            has_workers,
            ..self
        }
    }

    /// Runs the scripts as a browser with JSPI does, which Node must [have](has_jspi): a loop inside of a function receives
    /// what comes from outside.
    #[must_use]
    pub fn suspending(self) -> Job {
        let can_suspend = true;
        Job {
            can_suspend,
            ..self
        }
    }

    /// Ends the run after a number of reports.
    #[must_use]
    pub fn stop_after_reports(self, times: u32) -> Job {
        let max_reports = Some(times);
        Job {
            max_reports,
            ..self
        }
    }

    /// Caches the result for other tests that run the same job.
    #[must_use]
    pub fn cached(self) -> Job {
        let is_cached = true;
        Job { is_cached, ..self }
    }

    /// Runs the script until it ends, or, on the virtual clock, until its log has a turn that never ends.
    #[track_caller]
    pub fn run(&self) -> RunResult {
        self.run_each().remove(0)
    }

    /// Runs the scripts one after the other.
    #[track_caller]
    pub fn run_each(&self) -> Vec<RunResult> {
        let answers = match self.is_cached {
            true => node::run_once(self.to_json()),
            false => node::run(self.to_json()).into(),
        };
        RunResult::of(&answers, self.sources.len())
    }

    /// The job as `node/run.mjs` reads it.
    fn to_json(&self) -> Value {
        let (clock, read_cost) = match self.clock {
            Clock::Virtual => ("virtual", READ_COST),
            Clock::Real { read_cost } => ("real", read_cost),
        };
        let mut json = json!({
            "sources": self.sources, "clock": clock, "readCost": read_cost, "base": BASE,
            "hasWorkers": self.has_workers, "canSuspend": self.can_suspend, "input": self.input, "modules": self.modules, "wheels": match self.wheels {
                Wheels::Whole => "whole",
                Wheels::Damaged => "damaged",
                Wheels::Missing => "missing",
            },
        });
        if let Some(max) = self.max_reports {
            json["maxReports"] = max.into();
        } else if self.clock == Clock::Virtual && self.sources.len() == 1 {
            json["checkEvery"] = CHECK_EVERY.into();
        }
        json
    }
}
