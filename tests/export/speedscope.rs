//! The trace, opened by npm's `speedscope`. `cargo xtask test` installs it; without it this is skipped.

use crate::common::tape::everything;
use crate::npm_versions;
use crate::recording::{meta, with_lesson};
use coroscope::export::chrome_trace;
use coroscope::trace::{Log, Model, RunView, TaskState};
use serde_json::Value;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs, io};

/// The package; its folder is `COROSCOPE_SPEEDSCOPE`, or else where
/// `cargo xtask` keeps its tools (`xtask/src/paths.rs`).
fn package() -> Option<PathBuf> {
    if let Some(named) = env::var_os("COROSCOPE_SPEEDSCOPE") {
        return Some(PathBuf::from(named));
    }
    let own = env::var_os("COROSCOPE_CACHE").map(PathBuf::from);
    let cache = own.or_else(|| {
        let users = env::var_os("XDG_CACHE_HOME").map(PathBuf::from);
        Some(
            users
                .or_else(|| Some(env::home_dir()?.join(".cache")))?
                .join("coroscope"),
        )
    })?;
    let package = cache
        .join(format!("speedscope-{}", npm_versions::SPEEDSCOPE))
        .join("node_modules/speedscope");
    package.join("package.json").is_file().then_some(package)
}

/// The traces, as speedscope opens them.
fn opened(package: &Path, traces: &[String]) -> Vec<Value> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/export");
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
    let files: Vec<PathBuf> = (0..traces.len())
        .map(|n| folder.join(format!("trace{n}.json")))
        .collect();
    for (file, trace) in files.iter().zip(traces) {
        fs::write(file, trace).unwrap();
    }
    let mut node = Command::new("node");
    node.arg(tests.join("speedscope.mjs"))
        .arg(package)
        .args(&files);
    let output = node
        .output()
        .unwrap_or_else(|error| panic!("node: {error}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{errors}");
    serde_json::from_slice(&output.stdout).unwrap()
}

/// Each task must be a profile whose frames are its states, one after the other.
fn is_the_run(group: &Value, run: RunView<'_>) {
    assert_eq!(group["complaints"], Value::Array(Vec::new()));
    let profiles = group["profiles"].as_array().unwrap();
    for task in run.model.tasks() {
        let name = run.task_name(task.id);
        let name = format!(
            "{} (pid 1), {name} (tid {})",
            meta().title,
            task.id.number()
        );
        let profile = profiles.iter().find(|profile| profile["name"] == *name);
        let profile = profile.unwrap_or_else(|| panic!("{name} is missing"));
        let calls = profile["calls"].as_array().unwrap();
        // Nothing is open in the states, so each is closed right after it was opened.
        let states = calls.iter().filter(|call| call[1] != "cleanup");
        let states: Vec<&Value> = states.collect();
        assert_eq!(states.len(), 2 * task.spans.len(), "{name}");
        for (pair, span) in states.chunks(2).zip(&task.spans) {
            let word = match span.state {
                TaskState::Running => "running",
                TaskState::Ready => "ready",
                TaskState::Waiting(_) => "waiting",
            };
            assert_eq!(
                (&pair[0][0], &pair[1][0]),
                (&"open".into(), &"close".into())
            );
            assert_eq!(pair[0][1], pair[1][1]);
            assert!(
                pair[0][1].as_str().unwrap().starts_with(word),
                "{name}: {pair:?}"
            );
            let took = pair[1][2].as_f64().unwrap() - pair[0][2].as_f64().unwrap();
            let expected = span.duration(run.model.now()).as_micros() as f64;
            assert!(
                took > 0.0 && (took - expected).abs() <= 1.0,
                "{name}: {took} | {expected}"
            );
        }
        let cleanups = task.spans.iter().any(|span| span.cleanup);
        assert_eq!(
            calls.iter().any(|call| call[1] == "cleanup"),
            cleanups,
            "{name}"
        );
    }
}

#[test]
fn speedscope_opens_the_trace() {
    let Some(package) = package() else {
        let notice = "\nSKIPPED: speedscope is not installed; `cargo xtask test` installs it for this test.\n";
        // Not by a macro: the notice is to be seen though the test passes.
        io::stderr().write_all(notice.as_bytes()).ok();
        return;
    };
    let trace = |log: &Log| chrome_trace(RunView::new(log, &Model::of(log)), &meta());
    let tape = everything();
    let mut traces = vec![trace(&tape.log)];
    traces.extend(["gather", "queue"].map(|id| with_lesson(id, trace)));
    let groups = opened(&package, &traces);
    is_the_run(&groups[0], RunView::new(&tape.log, &tape.model()));
    for (group, id) in groups[1..].iter().zip(["gather", "queue"]) {
        with_lesson(id, |log| {
            is_the_run(group, RunView::new(log, &Model::of(log)))
        });
    }
}
