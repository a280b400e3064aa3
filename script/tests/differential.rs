//! Every script of `scripts`, of the gallery and beside the lessons prints the same in the engine and under
//! `python3`, line for line. Where `python3` is too old for a script, what it prints stands beside it in a file
//! `.expected`.

use crate::programs::{beside, is_outside, on_threads, scripts_in};
use coroscope_script_tests::{Job, blocking, marked};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;

/// What `python3` prints for each script.
fn expected(scripts: &BTreeMap<String, PathBuf>) -> BTreeMap<String, String> {
    let mut outputs = BTreeMap::new();
    let mut for_python = Vec::new();
    for (name, path) in scripts {
        match fs::read_to_string(path.with_extension("expected")) {
            Ok(text) => drop(outputs.insert(name.clone(), text)),
            Err(_) => for_python.push(path),
        }
    }
    let mut python = Command::new("python3");
    python
        .arg("-B")
        .arg(beside("virtual_python.py"))
        .args(for_python);
    let ran = python
        .output()
        .expect("python3, 3.11 or newer, must be on the PATH");
    let errors = String::from_utf8_lossy(&ran.stderr);
    assert!(ran.status.success(), "python3 failed:\n{errors}");
    let text = String::from_utf8_lossy(&ran.stdout);
    let mut name = String::new();
    for line in text.lines() {
        match line.strip_prefix("== ") {
            Some(next) => {
                name = next.to_owned();
                outputs.insert(name.clone(), String::new());
            }
            None => {
                let output = outputs.get_mut(&name).expect("a name comes first");
                output.push_str(line);
                output.push('\n');
            }
        }
    }
    outputs
}

/// How the script's own lines run the loop.
#[derive(Clone, Copy, Debug)]
enum Way {
    Blocking,
    Awaiting,
}

/// What the engine prints, and what it raised, as the last line after `! `; standard error apart.
fn printed(script: &str, way: Way) -> (String, String) {
    let ran = Job::new(&match way {
        Way::Blocking => blocking(script),
        Way::Awaiting => marked(script),
    });
    let ran = ran.run();
    let mut out = ran.out();
    if let Err(failed) = &ran.ended {
        out.push_str(&format!("! {}\n", failed.message));
    }
    (out, ran.err() + &ran.traceback())
}

#[test]
fn every_script_prints_what_python_prints() {
    assert_all_equal(&scripts_in("scripts"));
}

#[test]
fn every_script_of_the_gallery_prints_what_python_prints() {
    assert_all_equal(&scripts_in("../../www/scripts"));
}

#[test]
fn the_python_of_every_lesson_prints_what_python_prints() {
    let mut scripts = scripts_in("../../src/lessons/python");
    if let Some(deep) = scripts.remove("depth") {
        // Fewer calls can be nested here than in CPython.
        let script = fs::read_to_string(deep).expect("a script");
        let (out, err) = printed(&script, Way::Awaiting);
        assert!(
            out.ends_with("depth 1000: more than this Python can nest\n"),
            "{out}{err}"
        );
    }
    assert_all_equal(&scripts);
}

#[track_caller]
fn assert_all_equal(scripts: &BTreeMap<String, PathBuf>) {
    let expected = expected(scripts);
    let differing = Mutex::new(BTreeMap::new());
    on_threads(scripts, |(name, path)| {
        let script = fs::read_to_string(path).expect("a script");
        let python = expected.get(name).map_or("", String::as_str);
        for way in [Way::Awaiting, Way::Blocking] {
            if is_outside(&script) && matches!(way, Way::Blocking) {
                // Nothing can come in from outside meanwhile; the tests of `io` have what is said then.
                continue;
            }
            let (out, err) = printed(&script, way);
            if out.trim_end() != python.trim_end() {
                let told = format!(
                    "== {name} ({way:?})\n-- Python:\n{python}-- here:\n{out}-- errors:\n{err}"
                );
                let mut differing = differing.lock().expect("no test panics here");
                differing.insert(name, told);
            }
        }
    });
    let differing = differing.into_inner().expect("no test panics here");
    let told: Vec<&str> = differing.values().map(String::as_str).collect();
    assert!(
        told.is_empty(),
        "{} of {} differ\n{}",
        told.len(),
        scripts.len(),
        told.join("\n")
    );
}
