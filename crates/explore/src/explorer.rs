//! The options of a search, and its two entry points.

use crate::exploration::Exploration;
use crate::limits::Limits;
use crate::player::Strategy;
use crate::run::run;
use crate::search::Search;
use crate::{Outcome, Schedule, first_difference};
use core::fmt::Debug;
use core::panic::Location;
use coroscope_runtime::{Result, Runtime};
use coroscope_trace::log::DEFAULT_LIMIT;
use coroscope_trace::time::Duration;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

/// The environment variable with a schedule that [`explore`] replays.
pub const SEED_VARIABLE: &str = "COROSCOPE_SEED";
/// Default for [`Explorer::schedules`].
pub const DEFAULT_SCHEDULES: usize = 2_000;
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
    limits: Limits,
    schedules: usize,
    deviations: usize,
    seed: u64,
}

impl Explorer {
    /// An explorer that tries [`DEFAULT_SCHEDULES`].
    pub fn new() -> Explorer {
        Explorer {
            limits: Limits::default(),
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
        self.limits.late = late;
        self
    }

    /// Also cancels the task with this name, at any of its awaits.
    pub fn cancel(mut self, task: impl Into<String>) -> Explorer {
        self.limits.cancelled = Some(task.into());
        self
    }

    /// Also lets requests to simulations of the outside fail, if these [ask](coroscope_runtime::runtime::Handle::request_fails).
    pub fn requests_fail(mut self) -> Explorer {
        self.limits.requests_fail = true;
        self
    }

    /// Runs a program under many schedules. It is called for each run, so it must make everything anew.
    pub fn run<T, F>(&self, program: impl Fn() -> F) -> Exploration
    where
        F: Future<Output = Result<T>> + 'static,
        T: Debug + 'static,
    {
        let search = Search {
            program: &program,
            limits: &Rc::new(self.limits.clone()),
            schedules: self.schedules,
            deviations: self.deviations,
            seed: self.seed,
        };
        search.search()
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
        let limits = Rc::new(self.limits.clone());
        let run = run(&program, strategy, &limits, Some(DEFAULT_LIMIT));
        (run.outcome, run.runtime)
    }
}

impl Default for Explorer {
    fn default() -> Explorer {
        Explorer::new()
    }
}

/// Runs a program under many schedules, for a test: panics if one of them panics, fails or never ends. With a schedule in
/// the environment variable [`COROSCOPE_SEED`](SEED_VARIABLE), runs only that and the usual order.
///
/// # Panics
/// With the outcomes, and the schedule to replay.
///
/// # Examples
/// ```
/// use coroscope::{Lock, explore::explore, gather, io, sleep, time::ms};
/// use std::{cell::Cell, rc::Rc};
/// // Corrected by a lock.
/// explore(|| async {
///     let (counter, lock) = (Rc::new(Cell::new(0)), Lock::new());
///     let add = |delay| {
///         let (counter, lock) = (counter.clone(), lock.clone());
///         async move {
///             sleep(ms(delay)).await;
///             let _held = lock.acquire().await;
///             let read = counter.get();
///             io("save", sleep(ms(5))).await;
///             counter.set(read + 1);
///             Ok(())
///         }
///     };
///     gather([add(0), add(20)]).await?;
///     assert_eq!(counter.get(), 2);
///     Ok(())
/// });
/// ```
#[track_caller]
pub fn explore<T, F>(program: impl Fn() -> F) -> Exploration
where
    F: Future<Output = Result<T>> + 'static,
    T: Debug + 'static,
{
    let mut explorer = Explorer::new();
    if let Ok(seed) = std::env::var(SEED_VARIABLE) {
        let schedule: Schedule = match seed.parse() {
            Ok(schedule) => schedule,
            Err(why) => panic!("{SEED_VARIABLE}: {why}"),
        };
        let (outcome, _) = explorer.replay(&program, &schedule);
        assert!(!outcome.is_failure(), "schedule {schedule}: {outcome}");
        explorer = explorer.schedules(1);
    }
    let exploration = explorer.run(&program);
    if let Some(found) = exploration.failure() {
        panic!(
            "{exploration}{}replay the failure with {SEED_VARIABLE}={}",
            explain(&explorer, &program, &found.schedule, Location::caller()),
            found.schedule
        );
    }
    exploration
}

/// How a run differs from that of the clock, and where pictures of both are, as lines.
fn explain<T, F>(
    explorer: &Explorer,
    program: &impl Fn() -> F,
    schedule: &Schedule,
    caller: &Location<'_>,
) -> String
where
    F: Future<Output = Result<T>> + 'static,
    T: Debug + 'static,
{
    if schedule.deviations().is_empty() {
        return String::new();
    }
    let (_, usual) = explorer.replay(program, &Schedule::default());
    let (_, other) = explorer.replay(program, schedule);
    let difference = usual.with_log(|a| other.with_log(|b| first_difference(a, b)));
    let mut lines = difference.map_or_else(String::new, |it| format!("{it}\n"));
    if cfg!(feature = "pictures") {
        let file = Path::new(caller.file()).file_stem();
        let name = format!("{}-{}", file.unwrap_or_default().display(), caller.line());
        lines += &match write_pictures(&name, [&usual, &other], schedule) {
            Ok([usual, other]) => format!(
                "pictures of the usual run and of this one: {}, {}\n",
                usual.display(),
                other.display()
            ),
            Err(why) => format!("the pictures of both runs could not be written: {why}\n"),
        };
    }
    lines
}

#[cfg(feature = "pictures")]
fn write_pictures(
    name: &str,
    runs: [&Runtime; 2],
    schedule: &Schedule,
) -> io::Result<[PathBuf; 2]> {
    let title = format!("Schedule {schedule}");
    let folder = Path::new("target/explore");
    crate::pictures::write_both(folder, name, runs, ["The usual order", &title])
}

#[cfg(not(feature = "pictures"))]
fn write_pictures(_: &str, _: [&Runtime; 2], _: &Schedule) -> io::Result<[PathBuf; 2]> {
    Err(io::ErrorKind::Unsupported.into())
}
