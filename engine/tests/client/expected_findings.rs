//! Compares the findings of scripts with `tests/expected_findings.txt`.

#[path = "../../../tests/expected_findings/table.rs"]
mod table;

use crate::programs::{self, Group, scripts};
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

/// Runs all scripts of a group, and compares them with the table.
#[track_caller]
pub fn check_group(group: Group) {
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
    check(&table, group.prefix, &compared, is_whole);
}

/// Each script with its defaults, and with the settings of each row in the table.
fn jobs(group: Group, table: &Table) -> Vec<Job> {
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
