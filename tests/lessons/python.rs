//! The Python beside each lesson runs as it is shown.

use crate::lessons::common::{printed, run};
use coroscope::lessons;
use std::process::Command;

/// Runs a lesson's program. Of what Python does not have itself there is a stand-in.
fn python3(program: &str) -> Command {
    let mut python = Command::new("python3");
    let modules = concat!(env!("CARGO_MANIFEST_DIR"), "/engine/tests/stand_ins");
    python
        .args(["-B", "-c", program])
        .env("PYTHONPATH", modules);
    python
}

/// What the program next to a lesson prints.
#[track_caller]
pub(crate) fn printed_in_python(id: &str) -> Vec<String> {
    let python = python3(lessons::find(id).unwrap().program.python).output();
    let printed = String::from_utf8(python.unwrap().stdout).unwrap();
    printed.lines().map(str::to_owned).collect()
}

#[test]
fn every_program_runs_under_python3_without_a_word_of_complaint() {
    let running: Vec<_> = (lessons::ALL.iter())
        .map(|lesson| {
            let python = python3(lesson.program.python)
                .stdout(std::process::Stdio::piped())
                .stderr(std::process::Stdio::piped())
                .spawn();
            (lesson.id, python.expect("python3 is there"))
        })
        .collect();
    for (id, python) in running {
        let done = python.wait_with_output().unwrap();
        let complaints = String::from_utf8_lossy(&done.stderr);
        assert!(done.status.success(), "{id}: {complaints}");
        assert_eq!(complaints, "", "{id}");
        assert!(!done.stdout.is_empty(), "{id} printed nothing");
    }
}

#[test]
fn where_no_clock_is_printed_python_prints_the_same_lines() {
    for id in ["loop", "background"] {
        assert_eq!(printed(&run(id, &[])), printed_in_python(id), "{id}");
    }
}
