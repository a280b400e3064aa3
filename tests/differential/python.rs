//! Runs the Python versions of all scenarios, once for all tests.

use crate::npm_versions;
use std::collections::HashMap;
use std::env;
use std::fmt;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

/// The output of one Python.
pub struct Python {
    /// `Python 3.11`.
    pub name: String,
    /// By `topic::scenario`.
    pub scores: HashMap<String, Vec<String>>,
    /// The scenarios for which it is too old, with the version that they need.
    pub needs: HashMap<String, String>,
}

impl fmt::Display for Python {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.name)
    }
}

/// The version for which the scenarios were written.
const PYODIDE: &str = npm_versions::PYODIDE;

const HOW_TO_GET_PYTHON: &str = "The differential tests compare Coroscope with CPython's asyncio. Install Python \
     3.11 or newer, so that `python3` is on the PATH (Debian and Ubuntu: `apt-get install python3`; macOS: \
     `brew install python`; Windows and others: https://www.python.org/downloads/).";

/// Every available Python, the newest last.
pub fn all() -> &'static [Python] {
    static ALL: OnceLock<Vec<Python>> = OnceLock::new();
    ALL.get_or_init(|| {
        let system = system_python();
        let newer = pyodide();
        if newer.is_none() && !system.needs.is_empty() {
            // Not by `eprintln!`, which is captured if the tests pass.
            let (skipped, name) = (system.needs.len(), &system.name);
            let notice = format!(
                "\nSKIPPED {skipped} scenarios for which {name} is too old. `cargo xtask test` installs one for the tests \
                (npm's pyodide, version {PYODIDE}, for Node 18 or newer).\n"
            );
            io::stderr().write_all(notice.as_bytes()).ok();
        }
        [system].into_iter().chain(newer).collect()
    })
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/differential")
}

/// `virtual_loop.py`, then the scenarios.
fn programs() -> Vec<PathBuf> {
    let topics = super::TOPICS.iter().map(|(topic, _)| topic);
    let files = topics.map(|topic| folder().join(format!("{topic}.py")));
    [folder().join("virtual_loop.py")]
        .into_iter()
        .chain(files)
        .collect()
}

fn system_python() -> Python {
    let mut python = Command::new("python3");
    python.args(["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]);
    let is_new = match python.status() {
        Ok(status) => status.success(),
        Err(error) => panic!("python3 cannot be run ({error}). {HOW_TO_GET_PYTHON}"),
    };
    assert!(is_new, "python3 is older than 3.11. {HOW_TO_GET_PYTHON}");
    run(Command::new("python3").arg("-B").args(programs()))
}

/// CPython under Node. If it is not installed, the scenarios that need it are skipped. `COROSCOPE_PYODIDE` can be set
/// to its folder.
fn pyodide() -> Option<Python> {
    let package = match env::var_os("COROSCOPE_PYODIDE") {
        Some(package) => PathBuf::from(package),
        None => cache()?
            .join(format!("pyodide-{PYODIDE}"))
            .join("node_modules/pyodide"),
    };
    if !package.join("pyodide.mjs").is_file() {
        assert!(
            env::var_os("COROSCOPE_PYODIDE").is_none(),
            "COROSCOPE_PYODIDE is {}, but npm's pyodide is not there",
            package.display()
        );
        return None;
    }
    let program = folder().join("pyodide.mjs");
    Some(run(Command::new("node")
        .arg(program)
        .arg(package)
        .args(programs())))
}

/// The folder where `cargo xtask` installs its tools (`xtask/src/paths.rs`).
fn cache() -> Option<PathBuf> {
    let folder = |variable| Some(PathBuf::from(env::var_os(variable)?)).filter(|f| f.is_absolute());
    folder("COROSCOPE_CACHE")
        .or_else(|| Some(folder("XDG_CACHE_HOME")?.join("coroscope")))
        .or_else(|| {
            Some(
                folder("LOCALAPPDATA")
                    .filter(|_| cfg!(windows))?
                    .join("coroscope"),
            )
        })
        .or_else(|| {
            let caches = if cfg!(target_os = "macos") {
                "Library/Caches"
            } else {
                ".cache"
            };
            Some(env::home_dir()?.join(caches).join("coroscope"))
        })
}

/// Runs a Python and reads its scores.
fn run(command: &mut Command) -> Python {
    let output = command
        .output()
        .unwrap_or_else(|error| panic!("{command:?}: {error}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{command:?} failed:\n{errors}");
    assert!(errors.is_empty(), "{command:?} printed errors:\n{errors}");
    let text = String::from_utf8_lossy(&output.stdout);
    let mut lines = text.lines();
    let name = lines.next().unwrap_or_default().to_owned();
    let mut scores: HashMap<String, Vec<String>> = HashMap::new();
    let mut needs = HashMap::new();
    let mut scenario = String::new();
    for line in lines {
        if let Some(name) = line.strip_prefix("== ") {
            scenario = name.to_owned();
            let before = scores.insert(scenario.clone(), Vec::new());
            assert!(before.is_none(), "two scenarios are called {scenario}");
        } else if let Some(line) = line.strip_prefix("-- ") {
            let (name, newer) = line.split_once(" needs ").unwrap_or((line, ""));
            needs.insert(name.to_owned(), newer.to_owned());
        } else if let Some(score) = scores.get_mut(&scenario) {
            score.push(line.to_owned());
        }
    }
    Python {
        name,
        scores,
        needs,
    }
}
