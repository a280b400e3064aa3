//! The Python of every lesson, in the engine that the site ships: it prints what it prints under `python3`, and has the
//! findings and the picture that it must have; it runs as the lesson does, line by line.
//!
//! This is a package of its own so that the tests of other scripts do not depend on the lessons.

mod lessons;
mod same_lines;

use coroscope_engine_tests::differential::{Mode, assert_all_equal, printed};
use coroscope_engine_tests::programs::{Group, scripts_in};
use coroscope_engine_tests::{expected_findings, truth};
use std::fs;

/// The Python of the lessons.
const LESSONS: Group = Group {
    prefix: "python/",
    folder: "../../src/lessons/python",
};

#[test]
fn the_python_of_every_lesson_prints_what_python_prints() {
    let mut scripts = scripts_in(LESSONS.folder);
    if let Some(deep) = scripts.remove("depth") {
        // The maximum depth of calls is lower than in CPython.
        let script = fs::read_to_string(deep).expect("a script");
        let (out, err) = printed(&script, Mode::Awaiting);
        assert!(
            out.ends_with("depth 1000: deeper than this Python can nest\n"),
            "{out}{err}"
        );
    }
    assert_all_equal(&scripts);
}

#[test]
fn the_python_of_every_lesson_has_the_findings_in_the_table() {
    expected_findings::check_group(LESSONS);
}

#[test]
fn each_pixel_of_the_python_of_every_lesson_shows_what_filled_it() {
    truth::check_group(LESSONS);
}
