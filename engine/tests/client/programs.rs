//! The Python programs that several tests run on the virtual clock.

use crate::{Clock, Job, RunResult};
use coroscope_trace::Model;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::{fs, thread};

/// A group of programs.
#[derive(Clone, Copy, Debug)]
pub struct Group {
    /// The prefix of their names in `tests/expected_findings.txt`.
    pub prefix: &'static str,
    /// Their folder, relative to this package.
    pub folder: &'static str,
}

/// The examples that the page shows.
pub const GALLERY: Group = group("gallery/", "../../www/scripts");
/// Situations that users reported.
pub const REPORTS: Group = group("report/", "cases/reports");
/// For each kind of finding, a mistake and its cure.
pub const KINDS: Group = group("case/", "cases/kinds");
/// Programs that only look like a mistake.
pub const RIGHT: Group = group("right/", "cases/right");

const fn group(prefix: &'static str, folder: &'static str) -> Group {
    Group { prefix, folder }
}

/// Scripts with a turn that never ends and never calls anything, so that only terminating the worker stops them. The
/// end-to-end tests run them in the page.
pub const ENDLESS: [&str; 1] = ["report/turn_that_never_ends"];

/// The path of a file or folder, relative to this package.
pub fn path_of(name: impl AsRef<Path>) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// The folder in `COROSCOPE_SCRIPTS`, whose scripts are compared instead of those of the repository.
pub fn other_folder() -> Option<PathBuf> {
    std::env::var_os("COROSCOPE_SCRIPTS").map(PathBuf::from)
}

/// The scripts of a folder by name, with the prefix in `COROSCOPE_SCRIPT` if that is set. The folder is relative to this
/// package, or absolute.
pub fn scripts_in(folder: impl AsRef<Path>) -> BTreeMap<String, PathBuf> {
    let folder = path_of(folder);
    let wanted = std::env::var("COROSCOPE_SCRIPT").unwrap_or_default();
    let entries = fs::read_dir(&folder);
    let entries = entries.unwrap_or_else(|why| panic!("{}: {why}", folder.display()));
    let scripts: BTreeMap<String, PathBuf> = entries
        .map(|entry| entry.expect("an entry").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "py"))
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy();
            (name.into_owned(), path)
        })
        .filter(|(name, _)| name.starts_with(&wanted))
        .collect();
    assert!(
        !scripts.is_empty() || !wanted.is_empty(),
        "{} has no script",
        folder.display()
    );
    scripts
}

/// The scripts of a group, with their names in the table.
pub fn scripts(group: Group) -> Vec<(String, PathBuf)> {
    let scripts = scripts_in(group.folder).into_iter();
    scripts
        .map(|(name, path)| (format!("{}{name}", group.prefix), path))
        .filter(|(name, _)| !ENDLESS.contains(&name.as_str()))
        .collect()
}

/// Calls `each` with every job, on one thread per processor. Returns the results in the same order.
pub fn run_on_threads<J: Send, R: Send>(
    jobs: impl IntoIterator<Item = J, IntoIter: Send>,
    each: impl Fn(J) -> R + Sync,
) -> Vec<R> {
    let work = Mutex::new(jobs.into_iter().enumerate());
    let next = || work.lock().expect("nothing panics here").next();
    let done = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..thread::available_parallelism().map_or(1, usize::from) {
            scope.spawn(|| {
                while let Some((n, job)) = next() {
                    let result = each(job);
                    done.lock().expect("nothing panics here").insert(n, result);
                }
            });
        }
    });
    let done = done.into_inner().expect("nothing panics here");
    done.into_values().collect()
}

/// Whether a script makes requests or uses files.
pub fn uses_host(source: &str) -> bool {
    ["aiohttp", "aiofiles"].iter().any(|it| source.contains(it))
}

/// Runs a script on the virtual clock. Responses take no virtual time, so scripts that make requests run on a simulated
/// real clock instead.
pub fn run(source: &str) -> RunResult {
    let clock = match uses_host(source) {
        true => Clock::Real {
            read_cost: 1.0 / 1024.0,
        },
        false => Clock::Virtual,
    };
    let ran = Job::new(source).on(clock).cached().run();
    // The log also has how the script ended, unless it never started.
    let tasks = Model::of(ran.log()).tasks().len();
    assert!(tasks > 0, "the script had no task: {:?}", ran.ended);
    ran
}
