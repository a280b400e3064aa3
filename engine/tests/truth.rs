//! The picture of every script is true: each pixel shows the states that the log has there.

#[path = "../../tests/truth/checker/mod.rs"]
mod checker;

use crate::programs;
use checker::{Report, check_views};
use std::fs;
use std::sync::Mutex;

#[test]
fn each_pixel_of_every_script_of_the_gallery_shows_what_filled_it() {
    check_group("gallery/");
}

#[test]
fn each_pixel_of_the_python_of_every_lesson_shows_what_filled_it() {
    check_group("python/");
}

#[test]
fn each_pixel_of_every_reported_situation_shows_what_filled_it() {
    check_group("report/");
}

#[test]
fn each_pixel_of_every_case_shows_what_filled_it() {
    check_group("case/");
    check_group("right/");
}

fn check_group(group: &str) {
    let scripts = programs::scripts(group);
    let count = scripts.len();
    let total = Mutex::new(Report::default());
    programs::run_on_threads(scripts, |(name, path)| {
        let source = fs::read_to_string(path).expect("a script");
        let report = check_views(programs::run(&source).log(), 2);
        let report = report.unwrap_or_else(|error| panic!("{name}: {error}"));
        let mut total = total.lock().expect("no other thread panicked");
        *total = total.and(report);
    });
    let total = total.into_inner().expect("no thread panicked");
    println!("{count} scripts of {group}: {total:?}");
}
