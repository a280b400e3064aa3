//! The options of a search, and how it is run.

use crate::exploration::Exploration;
use crate::limits::{Findings, Limits};
use crate::run::{prepare, run};
use crate::search::Search;
use crate::{Lines, Outcome, Schedule, Strategy, Trial, Tried};
use core::fmt::Debug;
use coroscope_runtime::{Result, Runtime};
use coroscope_trace::Log;
use coroscope_trace::log::DEFAULT_LIMIT;
use coroscope_trace::time::Duration;
use std::rc::Rc;

/// Default for [`Explorer::schedules`].
pub const DEFAULT_SCHEDULES: usize = 2_000;
/// How many times as long a sleep may take that stands for an answer, unless the caller says otherwise.
pub const ANSWER_TIMES: u32 = 3;
/// Default for [`Explorer::deviations`].
pub const DEFAULT_DEVIATIONS: usize = 3;

/// Tries other schedules of a program: which of them change its outcome?
///
/// # Examples
/// A lost update: both tasks read the counter before one of them writes.
/// ```
/// use coroscope::explore::Explorer;
/// use coroscope::{gather, io, sleep, time::ms};
/// use std::{cell::Cell, rc::Rc};
/// let exploration = Explorer::new().run(|| async {
///     let counter = Rc::new(Cell::new(0));
///     let add = |delay| {
///         let counter = counter.clone();
///         async move {
///             sleep(ms(delay)).await;
///             let read = counter.get();
///             io("save", sleep(ms(5))).await;
///             counter.set(read + 1);
///             Ok(())
///         }
///     };
///     gather([add(0), add(20)]).await?;
///     Ok(counter.get())
/// });
/// let results: Vec<String> = exploration.outcomes().iter().map(|it| it.outcome.to_string()).collect();
/// assert_eq!(results, ["returned 2", "returned 1"]);
/// assert_eq!(exploration.outcomes()[1].schedule.deviations().len(), 1);
/// ```
#[derive(Clone, Debug)]
#[must_use = "an explorer does nothing until it runs a program"]
pub struct Explorer {
    limits: Rc<Limits>,
    schedules: usize,
    deviations: usize,
    seed: u64,
}

impl Explorer {
    /// An explorer that tries [`DEFAULT_SCHEDULES`].
    pub fn new() -> Explorer {
        Explorer {
            limits: Rc::default(),
            schedules: DEFAULT_SCHEDULES,
            deviations: DEFAULT_DEVIATIONS,
            seed: 0,
        }
    }

    /// The number of schedules to try.
    pub fn schedules(mut self, schedules: usize) -> Explorer {
        self.schedules = schedules;
        self
    }

    /// The most deviations of a schedule in the systematic part of the search. Random schedules may have more.
    pub fn deviations(mut self, deviations: usize) -> Explorer {
        self.deviations = deviations;
        self
    }

    /// The seed of the random part. The same seed makes the same search.
    pub fn seed(mut self, seed: u64) -> Explorer {
        self.seed = seed;
        self
    }

    /// By how much a sleep or a timeout may be late at most. By default there is no limit. Answers from outside may always
    /// take any time.
    pub fn late(mut self, late: Duration) -> Explorer {
        Rc::make_mut(&mut self.limits).late = late;
        self
    }

    /// Sleeps stand for answers from outside: each may take between no time and this many times as long. Only the reader of
    /// a program knows whether it sleeps to wait, or in the place of a request.
    ///
    /// # Examples
    /// ```
    /// use coroscope::explore::Explorer;
    /// use coroscope::{gather, print, sleep, time::ms};
    /// let program = || async {
    ///     gather([10, 40].map(|n| async move { sleep(ms(n)).await; print(n.to_string()); Ok(()) })).await
    /// };
    /// // 10 ms become 30 ms at most, and 40 ms may become none.
    /// let found = Explorer::new().sleeps_as_answers(3).run(program);
    /// assert_eq!(found.outcomes().len(), 2);
    /// ```
    pub fn sleeps_as_answers(mut self, times: u32) -> Explorer {
        Rc::make_mut(&mut self.limits).sleeps = Some(times);
        self
    }

    /// What else tells outcomes apart: what a function finds in the log of a run, as words. Runs are recorded for that, which
    /// takes several times as long.
    pub fn findings(mut self, find: impl Fn(&Log) -> Vec<String> + 'static) -> Explorer {
        Rc::make_mut(&mut self.limits).findings = Some(Findings(Rc::new(find)));
        self
    }

    /// Also cancels the task with this name, at any of its awaits.
    pub fn cancel(mut self, task: impl Into<String>) -> Explorer {
        Rc::make_mut(&mut self.limits).cancelled = Some(task.into());
        self
    }

    /// Also lets requests to simulations of the outside fail, if these [ask](coroscope_runtime::runtime::Handle::request_fails).
    pub fn requests_fail(mut self) -> Explorer {
        Rc::make_mut(&mut self.limits).requests_fail = true;
        self
    }

    /// Which printed lines tell outcomes apart. By default all of them do, as they were printed.
    pub fn lines(mut self, lines: Lines) -> Explorer {
        Rc::make_mut(&mut self.limits).lines = lines;
        self
    }

    /// Runs a program under many schedules. It is called for each run, so it must make everything anew.
    pub fn run<T, F>(&self, program: impl Fn() -> F) -> Exploration
    where
        F: Future<Output = Result<T>> + 'static,
        T: Debug + 'static,
    {
        let mut search = self.search();
        while let Some(strategy) = search.next_run() {
            search.record(self.try_run(&program, strategy));
        }
        search.into_found()
    }

    /// Begins a search whose runs are made by the caller, for example a few in each frame.
    pub fn search(&self) -> Search {
        Search::new(self.schedules, self.deviations, self.seed)
    }

    /// Makes one run for a [`Search`].
    pub fn try_run<T, F>(&self, program: impl Fn() -> F, strategy: Strategy) -> Tried
    where
        F: Future<Output = Result<T>> + 'static,
        T: Debug + 'static,
    {
        let log_limit = self.limits.findings.as_ref().map(|_| DEFAULT_LIMIT);
        run(&program, strategy, &self.limits, log_limit).tried
    }

    /// The choices of a run that the caller makes, for programs that are no Rust futures.
    pub fn trial(&self, strategy: Strategy) -> Trial {
        Trial::new(strategy, self.limits.clone())
    }

    /// A runtime on the virtual clock that follows a schedule, and records. The caller starts the program.
    ///
    /// # Examples
    /// ```
    /// use coroscope::explore::{Explorer, Schedule};
    /// use coroscope::{sleep, time::ms};
    /// let runtime = Explorer::new().runtime(&Schedule::default());
    /// runtime.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
    /// assert_eq!(runtime.time().elapsed(), ms(5));
    /// ```
    pub fn runtime(&self, schedule: &Schedule) -> Runtime {
        let strategy = Strategy::Follow(schedule.clone());
        prepare(strategy, &self.limits, Some(DEFAULT_LIMIT)).0
    }

    /// Runs a program under one schedule, and records it. The log is in the runtime.
    ///
    /// # Examples
    /// ```
    /// use coroscope::explore::{Explorer, Schedule};
    /// use coroscope::{sleep, time::ms, trace::Model};
    /// let program = || async { sleep(ms(5)).await; Ok(()) };
    /// let (outcome, runtime) = Explorer::new().replay(program, &Schedule::default());
    /// assert_eq!(outcome.to_string(), "returned ()");
    /// assert_eq!(runtime.with_log(Model::of).tasks().len(), 1);
    /// ```
    pub fn replay<T, F>(&self, program: impl Fn() -> F, schedule: &Schedule) -> (Outcome, Runtime)
    where
        F: Future<Output = Result<T>> + 'static,
        T: Debug + 'static,
    {
        let strategy = Strategy::Follow(schedule.clone());
        let run = run(&program, strategy, &self.limits, Some(DEFAULT_LIMIT));
        (run.tried.outcome, run.runtime)
    }
}

impl Default for Explorer {
    fn default() -> Explorer {
        Explorer::new()
    }
}
