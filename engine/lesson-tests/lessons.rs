//! The Python of every lesson runs as the lesson does on the virtual clock, with any settings: the same lines in the same
//! order, and the same tasks with the same ends.

#[path = "../../tests/lessons/python/cases.rs"]
pub(crate) mod cases;

use cases::{Case, say_the_same};
use coroscope::trace::{Log, OutcomeKind};
use coroscope_engine_tests::programs::run_on_threads;
use coroscope_engine_tests::{Job, marked};

/// Why a lesson's Python can't do the same here.
fn exception(case: &Case) -> Option<&'static str> {
    match case.lesson.id {
        "files" => Some(
            "files are real ones, whose answers come when nothing else is ready; `python3` is compared",
        ),
        "depth" if case.number("deepest") > MAX_DEPTH => {
            Some("a script may nest fewer calls; its own test is in `main.rs`")
        }
        _ => case.exception(),
    }
}

/// How many nested calls a script may have at most, less a few for the loop.
const MAX_DEPTH: usize = 390;

#[test]
fn with_any_settings_the_python_of_every_lesson_runs_as_the_lesson_does() {
    let all = cases::all().into_iter();
    let cases: Vec<Case> = all.filter(|case| exception(case).is_none()).collect();
    let count = cases.len();
    let compared = run_on_threads(cases, |case| difference(&case));
    let differing: Vec<String> = compared.into_iter().flatten().collect();
    assert!(
        differing.is_empty(),
        "{} of {count} differ:\n{}",
        differing.len(),
        differing.join("\n")
    );
}

/// What is different, if anything is.
fn difference(case: &Case) -> Option<String> {
    let ran = Job::new(&marked(&case.python())).run();
    let rust = case.run();
    let there: Vec<String> = ran.out().lines().map(str::to_owned).collect();
    let here = rust.with_log(cases::printed);
    if !say_the_same(case.lesson, &here, &there) {
        return Some(format!(
            "== {case}\n-- here\n{}\n-- Python\n{}\n{}",
            here.join("\n"),
            there.join("\n"),
            ran.traceback()
        ));
    }
    let (here, there) = (rust.with_log(ends), ends(ran.log()));
    (here != there).then(|| format!("== {case}\n-- here\n{here:?}\n-- Python\n{there:?}"))
}

/// The names and ends of the tasks. Python's name for the first is another one.
fn ends(log: &Log) -> Vec<(String, Option<OutcomeKind>)> {
    let mut ends = cases::ends(log);
    if let Some((name, _)) = ends.first_mut() {
        "main".clone_into(name);
    }
    ends
}
