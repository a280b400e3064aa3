//! Compares what scripts print in the engine and under `python3`. If `python3` is too old for a script, its output is in a
//! file `.expected`.

use crate::programs::{path_of, run_on_threads, uses_host};
use crate::{Job, blocking, has_jspi, marked};
use std::collections::BTreeMap;
use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Mutex;

/// The output of each script under `python3` with these wheels.
pub fn expected(
    scripts: &BTreeMap<String, PathBuf>,
    wheels: &[PathBuf],
) -> BTreeMap<String, String> {
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
        .env("PYTHONUTF8", "1")
        .arg("-B")
        .arg(path_of("virtual_python.py"))
        .args(for_python);
    if !wheels.is_empty() {
        // Python imports from a wheel, which is a ZIP archive, as it is.
        let path = std::env::join_paths(wheels).expect("paths without separators");
        python.env("PYTHONPATH", path);
    }
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

/// How top-level code runs the loop.
#[derive(Clone, Copy, Debug)]
pub enum Mode {
    Blocking,
    Awaiting,
    /// As blocking, in a browser with JSPI.
    Suspending,
}

/// The standard output of the engine, with the exception as the last line after `! `, and the standard error.
pub fn printed(script: &str, mode: Mode) -> (String, String) {
    let ran = Job::new(&match mode {
        Mode::Blocking | Mode::Suspending => blocking(script),
        Mode::Awaiting => marked(script),
    });
    let ran = match mode {
        Mode::Suspending => ran.suspending().run(),
        Mode::Blocking | Mode::Awaiting => ran.run(),
    };
    let mut out = ran.out();
    if let Err(failed) = &ran.ended {
        out.push_str(&format!("! {}\n", failed.message));
    }
    (out, ran.err() + &ran.traceback())
}

/// Each script prints the same in the engine, awaited, blocking and suspending, and under `python3`.
#[track_caller]
pub fn assert_all_equal(scripts: &BTreeMap<String, PathBuf>) {
    assert_all_equal_with(scripts, &[]);
}

/// The same, with wheels for `python3` to import from. The engine has its own.
#[track_caller]
pub fn assert_all_equal_with(scripts: &BTreeMap<String, PathBuf>, wheels: &[PathBuf]) {
    let expected = expected(scripts, wheels);
    let differing = Mutex::new(BTreeMap::new());
    let has_jspi = has_jspi();
    run_on_threads(scripts, |(name, path)| {
        let script = fs::read_to_string(path).expect("a script");
        let python = expected.get(name).map_or("", String::as_str);
        for mode in [Mode::Awaiting, Mode::Blocking, Mode::Suspending] {
            if matches!(mode, Mode::Suspending) && !has_jspi {
                continue;
            }
            if uses_host(&script) && matches!(mode, Mode::Blocking) {
                // A blocked thread receives no responses. The tests in `io` check the error.
                continue;
            }
            let (out, err) = printed(&script, mode);
            if out.trim_end() != python.trim_end() {
                let difference = format!(
                    "== {name} ({mode:?})\n-- Python:\n{python}-- here:\n{out}-- errors:\n{err}"
                );
                let mut differing = differing.lock().expect("no test panics here");
                differing.insert(name, difference);
            }
        }
    });
    let differing = differing.into_inner().expect("no test panics here");
    let differences: Vec<&str> = differing.values().map(String::as_str).collect();
    assert!(
        differences.is_empty(),
        "{} of {} differ\n{}",
        differences.len(),
        scripts.len(),
        differences.join("\n")
    );
}
