//! Every script has exactly the findings in `tests/expected_findings.txt`: the gallery, the Python of the lessons, and the
//! scripts in `cases`.

#[path = "../../tests/expected_findings/table.rs"]
mod table;

use crate::programs::{self, scripts};
use std::fs;
use std::sync::Mutex;
use table::{Compared, Table, check, seen};

const DEFAULTS: &str = "defaults";

/// A script in one variant.
struct Job {
    program: String,
    variant: String,
    source: String,
}

#[test]
fn every_script_of_the_gallery_has_the_findings_in_the_table() {
    check_group("gallery/");
}

#[test]
fn the_python_of_every_lesson_has_the_findings_in_the_table() {
    check_group("python/");
}

#[test]
fn every_reported_situation_has_the_findings_in_the_table() {
    check_group("report/");
}

#[test]
fn every_case_has_the_findings_in_the_table_and_its_cure_has_none() {
    check_group("case/");
}

#[test]
fn programs_that_only_look_like_a_mistake_have_no_finding() {
    check_group("right/");
}

#[test]
fn the_first_line_of_every_case_says_what_is_wrong_in_which_line() {
    for group in ["report/", "case/", "right/"] {
        for (name, path) in scripts(group) {
            let source = fs::read_to_string(path).expect("a script");
            let first = source.lines().next().expect("a first line");
            let is_right = first.starts_with("# Nothing is wrong");
            let line = first.strip_prefix("# Line ").and_then(|rest| {
                let (line, _) = rest.split_once(": ")?;
                line.parse::<usize>().ok()
            });
            let is_code = |line: usize| {
                let text = source.lines().nth(line - 1).unwrap_or_default().trim();
                !text.is_empty() && !text.starts_with('#')
            };
            assert!(is_right || line.is_some_and(is_code), "{name}: {first}");
        }
    }
}

/// Runs all scripts of a group, and compares them with the table.
#[track_caller]
fn check_group(group: &str) {
    let table = Table::read(&programs::ENDLESS);
    let jobs = jobs(group, &table);
    let compared = Mutex::new(Vec::new());
    programs::run_on_threads(jobs, |job| {
        let found = seen(programs::run(&job.source).log());
        let one = table.compare(&job.program, &job.variant, found);
        compared.lock().expect("no other thread panicked").push(one);
    });
    let mut compared: Vec<Compared> = compared.into_inner().expect("no thread panicked");
    compared.sort_by_key(Compared::name);
    let is_whole = std::env::var_os("COROSCOPE_SCRIPT").is_none();
    check(&table, group, &compared, is_whole);
}

/// Each script with its defaults, and with the settings of each row in the table.
fn jobs(group: &str, table: &Table) -> Vec<Job> {
    let mut jobs = Vec::new();
    for (program, path) in scripts(group) {
        let source = fs::read_to_string(path).expect("a script");
        for row in table.of(&program) {
            let is_variant =
                row.program == program && row.variant != DEFAULTS && row.variant != "*";
            if is_variant {
                jobs.push(Job {
                    program: program.clone(),
                    variant: row.variant.clone(),
                    source: with_settings(&source, &row.variant),
                });
            }
        }
        jobs.push(Job {
            program,
            variant: DEFAULTS.into(),
            source,
        });
    }
    jobs
}

/// The script with other values for some of its constants: `VARIANT="cancel", TASKS=5`.
fn with_settings(source: &str, settings: &str) -> String {
    let mut lines: Vec<String> = source.lines().map(str::to_owned).collect();
    for setting in settings.split(", ") {
        let (name, _) = setting.split_once('=').expect("a setting is NAME=value");
        let sets = |line: &&mut String| {
            let names = line.split(" = ").next().unwrap_or_default();
            line.contains(" = ") && names.split(", ").any(|one| one == name)
        };
        let line = lines.iter_mut().find(sets);
        let line = line.unwrap_or_else(|| panic!("no top-level line sets {name}"));
        // On the same line, so that line numbers do not change.
        let code = line.split("  #").next().unwrap_or_default();
        *line = format!("{code}; {setting}");
    }
    lines.join("\n")
}
