//! The Python programs that the tests run on the virtual clock.
#![allow(dead_code, unreachable_pub, reason = "every test uses a part")]

use core::pin::pin;
use core::task::{Context, Poll, Waker};
use coroscope::trace::{Log, Model};
use coroscope_script::{Doubles, Engine, Options};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Mutex;
use std::{fs, thread};

/// Enough for nested calls in a debug build.
const STACK: usize = 512 << 20;

/// The groups of programs, and the folder of each.
pub const GROUPS: [(&str, &str); 5] = [
    ("gallery/", "../www/scripts"),
    ("python/", "../src/lessons/python"),
    ("report/", "tests/cases/reports"),
    ("case/", "tests/cases/kinds"),
    ("right/", "tests/cases/right"),
];

/// Scripts that never end and never come back to the loop. In the page their worker is ended.
pub const ENDLESS: [&str; 2] = [
    "report/blocking_wait_for_another_task",
    "report/turn_that_never_ends",
];

/// The scripts of a group, with their names in the table.
pub fn scripts(group: &str) -> Vec<(String, PathBuf)> {
    let wanted = std::env::var("COROSCOPE_SCRIPT").unwrap_or_default();
    let folder = GROUPS.iter().find(|(name, _)| *name == group);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder.expect("a group").1);
    let mut scripts: Vec<(String, PathBuf)> = (fs::read_dir(folder).expect("the folder"))
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy();
            (format!("{group}{name}"), path.clone())
        })
        .filter(|(name, _)| name.starts_with(&format!("{group}{wanted}")))
        .filter(|(name, _)| !ENDLESS.contains(&name.as_str()))
        .collect();
    scripts.sort();
    assert!(!scripts.is_empty(), "{group} has no script");
    scripts
}

/// Does something with each job, as many at a time as the machine has processors.
pub fn on_threads<J: Send>(jobs: Vec<J>, each: impl Fn(J) + Sync) {
    let work = Mutex::new(jobs.into_iter());
    let next = || work.lock().expect("no other thread panicked").next();
    let run_each = || {
        while let Some(job) = next() {
            each(job);
        }
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..thread::available_parallelism().map_or(1, usize::from))
            .map(|_| {
                let running = thread::Builder::new().stack_size(STACK);
                running.spawn_scoped(scope, run_each).expect("a thread")
            })
            .collect();
        for thread in threads {
            if let Err(panic) = thread.join() {
                std::panic::resume_unwind(panic);
            }
        }
    });
}

/// What a script's log says, run on the virtual clock as in the browser: its own lines await the loop.
pub fn run<T>(source: &str, read: impl FnOnce(&Log) -> T) -> T {
    let engine = Engine::with_outside(Options::default(), Rc::<Doubles>::default());
    let mut running = pin!(engine.run_async(source));
    let polled = (running.as_mut()).poll(&mut Context::from_waker(Waker::noop()));
    let Poll::Ready(ended) = polled else {
        panic!("on the virtual clock nothing is to be waited for outside");
    };
    engine.runtime().with_log(|log| {
        // How it ended is in the log, too; but not where it never began.
        let tasks = Model::of(log).tasks().len();
        assert!(tasks > 0, "the script had no task: {ended:?}");
        read(log)
    })
}
