//! Runs a scenario in Coroscope and compares its lines with those of Python.

use super::python::{self, Python};
use super::vocabulary::{SCORE, describe};
use coroscope::{Result, Runtime};

/// Runs the main coroutine until all tasks have ended, or none can ever continue.
fn score_of(main: impl Future<Output = Result<()>> + 'static) -> Vec<String> {
    SCORE.take();
    let rt = Runtime::virtual_clock();
    let main = rt.start(main).named("main");
    let clock = rt.clock().expect("it was made on the virtual clock");
    while clock.step() {}
    let mut score = SCORE.take();
    if rt.pending() > 0 {
        score.push("stalled".to_owned());
    } else if let Some(Err(error)) = main.result() {
        score.push(format!("main: {}", describe(&error)));
    }
    drop((main, rt));
    SCORE.take();
    score
}

/// Checks a scenario that must be the same on both sides.
#[track_caller]
pub fn same(name: &str, main: impl Future<Output = Result<()>> + 'static) {
    let here = score_of(main);
    for (python, there) in pythons(name) {
        assert!(
            here == *there,
            "{name} differs from {python}\n{}",
            columns(["Coroscope", "asyncio"], &here, there)
        );
    }
}

/// Checks a scenario with an intended difference: both sides must print the expected lines.
#[track_caller]
pub fn differs(
    name: &str,
    main: impl Future<Output = Result<()>> + 'static,
    expected_here: &[&str],
    expected_there: &[&str],
) {
    let here = score_of(main);
    assert!(
        here == expected_here,
        "{name}: unexpected lines here\n{}",
        columns(["found", "expected"], &here, expected_here)
    );
    for (python, there) in pythons(name) {
        assert!(
            *there == *expected_there,
            "{name}: unexpected lines on {python}\n{}",
            columns(["expected", "found"], expected_there, there)
        );
        assert!(here != *there, "{name}: there is no difference any more");
    }
}

/// The lines of each Python that can run the scenario.
#[track_caller]
fn pythons(name: &str) -> Vec<(&'static Python, &'static Vec<String>)> {
    let pythons = python::all();
    let scores: Vec<_> = pythons
        .iter()
        .filter_map(|python| Some((python, python.scores.get(name)?)))
        .collect();
    // If none can run it, `python::all` has printed a notice.
    let is_known = pythons.iter().any(|python| python.needs.contains_key(name));
    assert!(
        is_known || !scores.is_empty(),
        "{name} has no version in Python"
    );
    scores
}

/// The lines of both sides in two columns. Differences are marked.
fn columns(titles: [&str; 2], here: &[impl AsRef<str>], there: &[impl AsRef<str>]) -> String {
    let line = |score: &[String], n: usize| score.get(n).cloned().unwrap_or_default();
    let here: Vec<String> = here.iter().map(|line| line.as_ref().to_owned()).collect();
    let there: Vec<String> = there.iter().map(|line| line.as_ref().to_owned()).collect();
    let width = here.iter().map(|line| line.chars().count()).max();
    let width = width.unwrap_or(0).max(titles[0].len());
    let mut text = format!("    {:width$}   {}\n", titles[0], titles[1]);
    for n in 0..here.len().max(there.len()) {
        let (left, right) = (line(&here, n), line(&there, n));
        let mark = if left == right { ' ' } else { '≠' };
        text += &format!("    {left:width$} {mark} {right}\n");
    }
    text
}
