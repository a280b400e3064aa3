//! The search in a test, with a message that says how to replay a failure.

use crate::exploration::Exploration;
use crate::{Explorer, Schedule, first_difference};
use core::fmt::Debug;
use core::panic::Location;
use coroscope_runtime::{Result, Runtime};
use std::io;
use std::path::{Path, PathBuf};

/// The environment variable with a schedule that [`explore`] replays.
pub const SEED_VARIABLE: &str = "COROSCOPE_SEED";

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
