//! Tests that run a program and compare its log, as lines of text, with the expected lines (the score).
//!
//! The same tests run natively on the virtual clock, and in a browser on the microtask queue.

#![allow(dead_code, unreachable_pub, reason = "each test file uses a part")]

#[cfg(target_family = "wasm")]
mod clamped_clock;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod random;
#[cfg(not(target_family = "wasm"))]
pub(crate) mod tape;

use coroscope::trace::{Cause, EventKind, Log, Model, Outcome, TaskId};
use coroscope::{Result, Runtime};

/// The log as lines, one per event: `spawn a`, `poll a`, `wake b by a`, `a: printed line`,
/// `cancel a`, `clean up a`, `a done`, `a failed: reason`, `a cancelled`.
pub fn score(log: &Log) -> Vec<String> {
    let model = Model::of(log);
    let name = |task: TaskId| model.task_name(log, task).to_string();
    let line = |kind: &EventKind| {
        Some(match *kind {
            EventKind::TaskSpawned { task, .. } => format!("spawn {}", name(task)),
            EventKind::PollBegun { task } => format!("poll {}", name(task)),
            EventKind::TaskWoken { task, by } => match by {
                Cause::Task(by) => format!("wake {} by {}", name(task), name(by)),
                Cause::Timer => format!("wake {} by timer", name(task)),
                Cause::Callback => format!("wake {} by callback", name(task)),
                Cause::Outside => format!("wake {} from outside", name(task)),
            },
            EventKind::CancelRequested { task, .. } => format!("cancel {}", name(task)),
            EventKind::CleanupBegun { task } => format!("clean up {}", name(task)),
            EventKind::TaskEnded { task, end } => match end {
                Outcome::Done => format!("{} done", name(task)),
                Outcome::Failed(why) => format!("{} failed: {}", name(task), log.text(why)),
                Outcome::Cancelled => format!("{} cancelled", name(task)),
            },
            EventKind::Printed { task, text } => match task {
                Some(task) => format!("{}: {}", name(task), log.text(text)),
                None => log.text(text).to_owned(),
            },
            _ => return None,
        })
    };
    log.iter().filter_map(|event| line(&event.kind)).collect()
}

/// Only the printed lines: `a: printed line`.
pub fn printed(log: &Log) -> Vec<String> {
    let model = Model::of(log);
    let line = |line: &coroscope::trace::model::PrintedLine| match line.task {
        Some(task) => format!("{}: {}", model.task_name(log, task), log.text(line.text)),
        None => log.text(line.text).to_owned(),
    };
    model.printed.iter().map(line).collect()
}

/// Compares lines. Prints both lists if they differ.
#[track_caller]
pub fn check(found: &[String], expected: &[&str]) {
    assert!(
        found == expected,
        "found:\n    {}\nexpected:\n    {}",
        found.join("\n    "),
        expected.join("\n    ")
    );
}

/// Runs a main coroutine until all tasks have ended, or none can ever continue.
#[cfg(not(target_family = "wasm"))]
pub fn run(main: impl Future<Output = Result<()>> + 'static) -> Runtime {
    let rt = Runtime::virtual_clock();
    let main = rt.start(main).named("main");
    drop(main);
    let clock = rt
        .clock()
        .expect("it was made on the virtual clock")
        .clone();
    while clock.step() {}
    rt
}

/// Runs a main coroutine on the browser's queues until all tasks have ended.
#[cfg(target_family = "wasm")]
pub async fn run(main: impl Future<Output = Result<()>> + 'static) -> Runtime {
    let driver = std::rc::Rc::new(clamped_clock::ClampedClock::new());
    let rt = Runtime::new(driver, coroscope::runtime::Options::default());
    drop(rt.start(main).named("main"));
    rt.wait_all_done().await;
    rt
}

/// Tests that run a program and compare its score, or with `printed` only its printed lines.
#[macro_export]
macro_rules! scores {
    ($($(#[$doc:meta])* $name:ident($read:path) $main:block => [$($line:expr),* $(,)?])*) => {
        $(
            $(#[$doc])*
            #[cfg(not(target_family = "wasm"))]
            #[test]
            fn $name() {
                let rt = $crate::common::run(async move $main);
                rt.with_log(|log| $crate::common::check(&$read(log), &[$($line),*]));
            }

            $(#[$doc])*
            #[cfg(target_family = "wasm")]
            #[wasm_bindgen_test::wasm_bindgen_test]
            async fn $name() {
                let rt = $crate::common::run(async move $main).await;
                rt.with_log(|log| $crate::common::check(&$read(log), &[$($line),*]));
            }
        )*
    };
}
