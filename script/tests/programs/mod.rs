//! The Python programs that the tests run on the virtual clock.
#![allow(dead_code, unreachable_pub, reason = "every test uses a part")]

use core::cell::{Cell, RefCell};
use core::pin::pin;
use core::task::{Context, Poll, Waker};
use coroscope::lint::{self, Kind, findings};
use coroscope::time::Duration;
use coroscope::trace::{Log, Model};
use coroscope_script::{Doubles, Engine, Failed, Options};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Mutex;
use std::{fs, thread};

/// Enough for nested calls in a debug build.
pub const STACK: usize = 512 << 20;

/// The groups of programs, and the folder of each.
pub const GROUPS: [(&str, &str); 5] = [
    ("gallery/", "../www/scripts"),
    ("python/", "../src/lessons/python"),
    ("report/", "tests/cases/reports"),
    ("case/", "tests/cases/kinds"),
    ("right/", "tests/cases/right"),
];

/// A script whose turn never ends and never calls anything, so only its worker's end stops it. The end-to-end tests run
/// the same in the page.
pub const ENDLESS: [&str; 1] = ["report/turn_that_never_ends"];

/// A program that is still in one turn after this long, on the virtual clock, is ended.
const LONG: Duration = Duration::from_secs(5);

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

/// Does something with each job, as many at a time as the machine has processors. Each has a thread of its own, because
/// after a panic in a script RustPython 0.6.0 can't make another interpreter in the same thread.
pub fn on_threads<J: Send>(jobs: Vec<J>, each: impl Fn(J) + Sync) {
    let (work, each) = (Mutex::new(jobs.into_iter()), &each);
    let next = || work.lock().expect("no other thread panicked").next();
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some(job) = next() {
                    let running = thread::Builder::new().stack_size(STACK);
                    let running = running.spawn_scoped(scope, move || each(job));
                    if let Err(panic) = running.expect("a thread").join() {
                        std::panic::resume_unwind(panic);
                    }
                }
            });
        }
    });
}

/// What a script's log says, run on the virtual clock as in the browser: its own lines await the loop.
pub fn run<T: 'static>(source: &str, read: impl Fn(&Log) -> T + Copy + 'static) -> T {
    let engine = Engine::with_outside(Options::default(), Rc::<Doubles>::default());
    let cut = end_endless_turns(&engine, read);
    let ended = run_to_its_end(&engine, source);
    cut.take().unwrap_or_else(|| {
        engine.runtime().with_log(|log| {
            // How it ended is in the log, too; but not where it never began.
            let tasks = Model::of(log).tasks().len();
            assert!(tasks > 0, "the script had no task: {ended:?}");
            read(log)
        })
    })
}

/// Runs a script on the virtual clock, where no answer comes from outside.
pub fn run_to_its_end(engine: &Engine, source: &str) -> Result<(), Failed> {
    let mut running = pin!(engine.run_async(source));
    let polled = (running.as_mut()).poll(&mut Context::from_waker(Waker::noop()));
    let Poll::Ready(ended) = polled else {
        panic!("on the virtual clock nothing is to be waited for outside");
    };
    ended
}

/// Ends a run whose turn never ends, as the page does with its worker. What the log said before is in the cell.
pub fn end_endless_turns<T: 'static>(
    engine: &Engine,
    read: impl Fn(&Log) -> T + 'static,
) -> Rc<RefCell<Option<T>>> {
    let handle = engine.runtime().handle();
    let cut: Rc<RefCell<Option<T>>> = Rc::default();
    let kept = cut.clone();
    let next_look = Cell::new(LONG);
    engine.on_progress(move |_| {
        let elapsed = handle.time().elapsed();
        if elapsed < next_look.get() {
            return;
        }
        next_look.set(elapsed + LONG);
        handle.with_log(|log| {
            let found = findings(&Model::of(log), log, &lint::Options::default());
            if found.iter().any(|one| one.kind == Kind::EndlessTurn) {
                kept.replace(Some(read(log)));
            }
        });
        assert!(
            kept.borrow().is_none(),
            "the turn does not end, so the run is ended"
        );
    });
    cut
}
