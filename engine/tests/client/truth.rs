//! Compares the pictures of scripts with their logs.

#[path = "../../../tests/truth/checker/mod.rs"]
mod checker;

use crate::programs::{self, Group};
use checker::{Report, check_views};
use std::fs;
use std::sync::Mutex;

/// Each pixel of the pictures of a group of scripts shows the states that the log has there.
#[track_caller]
pub fn check_group(group: Group) {
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
    println!("{count} scripts of {}: {total:?}", group.prefix);
}
