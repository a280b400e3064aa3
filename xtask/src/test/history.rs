//! The last run of each step: how long it took, and a hash of the inputs that it passed with.
//!
//! As with `go test`, a step whose inputs have not changed since it passed is not run again. Its summary lines are
//! printed again instead.

use std::collections::BTreeMap;
use std::env;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::Result;
use fs_err as fs;
use serde_json::{Value, json};

use super::step::Step;
use crate::paths::Paths;
use crate::process;

/// Folders of generated files, which are no inputs.
const GENERATED: [&str; 5] = ["target", "dist", "pkg", ".git", "node_modules"];

/// Programs whose versions are inputs of every step.
const VERSIONED_PROGRAMS: [(&str, &str); 6] = [
    ("rustc", "-V"),
    ("python3", "-V"),
    ("node", "-v"),
    ("chromium", "--version"),
    ("firefox-esr", "--version"),
    ("WebKitWebDriver", "--version"),
];

/// Prefixes of the environment variables that change what steps do.
const VARIABLE_PREFIXES: [&str; 4] = ["COROSCOPE_", "UPDATE_GOLDEN", "RUSTFLAGS", "CARGO_PROFILE"];

/// A step's last run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct LastRun {
    pub(super) took: Duration,
    /// The hash of the inputs that it passed with; `None` if it failed.
    pub(super) passed_with: Option<String>,
    /// The summary lines of the test runners.
    pub(super) summary: Vec<String>,
}

/// The last run of each step, stored in `target/test/history.json`.
#[derive(Debug)]
pub(super) struct History {
    file: PathBuf,
    runs: BTreeMap<String, LastRun>,
}

impl History {
    /// Reads the file. If that fails, the history is empty, so all steps run.
    pub(super) fn read(paths: &Paths) -> History {
        let file = paths.root.join("target/test/history.json");
        let text = fs::read_to_string(&file).unwrap_or_default();
        let runs: Value = serde_json::from_str(&text).unwrap_or_default();
        let runs = runs.as_object().into_iter().flatten();
        History {
            file,
            runs: runs
                .map(|(name, run)| (name.clone(), from_json(run)))
                .collect(),
        }
    }

    pub(super) fn of(&self, step: Step) -> Option<&LastRun> {
        self.runs.get(&step.name())
    }

    /// Stores a run.
    pub(super) fn store(&mut self, step: Step, run: LastRun) -> Result<()> {
        self.runs.insert(step.name(), run);
        let runs: BTreeMap<&String, Value> = self
            .runs
            .iter()
            .map(|(name, run)| (name, to_json(run)))
            .collect();
        let text = serde_json::to_string_pretty(&runs)?;
        Ok(fs::write(&self.file, text)?)
    }
}

fn to_json(run: &LastRun) -> Value {
    json!({
        "took_ms": run.took.as_millis() as u64,
        "passed_with": run.passed_with,
        "summary": run.summary,
    })
}

fn from_json(run: &Value) -> LastRun {
    let summary = run["summary"].as_array().into_iter().flatten();
    LastRun {
        took: Duration::from_millis(run["took_ms"].as_u64().unwrap_or_default()),
        passed_with: run["passed_with"].as_str().map(str::to_owned),
        summary: summary
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
    }
}

/// A hash of the inputs of all steps: every file of the repository, the versions of the programs, and the environment
/// variables that change what they do.
pub(super) fn hash_of_inputs(paths: &Paths) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for (program, argument) in VERSIONED_PROGRAMS {
        let version = process::output(Command::new(program).arg(argument));
        version.unwrap_or_default().hash(&mut hasher);
    }
    let mut variables: Vec<_> = env::vars_os()
        .filter(|(name, _)| {
            let name = name.to_string_lossy();
            VARIABLE_PREFIXES
                .iter()
                .any(|start| name.starts_with(start))
        })
        .collect();
    variables.sort();
    variables.hash(&mut hasher);
    hash_folder(&paths.root, &mut hasher)?;
    Ok(format!("{:016x}", hasher.finish()))
}

fn hash_folder(folder: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    let entries = fs::read_dir(folder)?;
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry?;
        if !GENERATED.iter().any(|name| entry.file_name() == *name) {
            paths.push((entry.path(), entry.file_type()?.is_dir()));
        }
    }
    paths.sort();
    for (path, is_folder) in paths {
        path.hash(hasher);
        if is_folder {
            hash_folder(&path, hasher)?;
        } else {
            let bytes = fs::read(&path)?;
            bytes.hash(hasher);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> Paths {
        let root = env::temp_dir().join(format!("coroscope-{name}-{}", std::process::id()));
        fs::create_dir_all(root.join("target/test")).unwrap();
        Paths {
            cache: root.join("cache"),
            root,
        }
    }

    #[test]
    fn a_changed_source_changes_the_hash_and_a_built_file_does_not() {
        let paths = scratch("inputs");
        fs::write(paths.root.join("a.rs"), "1").unwrap();
        let before = hash_of_inputs(&paths).unwrap();
        fs::write(paths.root.join("target/built"), "1").unwrap();
        assert_eq!(hash_of_inputs(&paths).unwrap(), before);
        fs::write(paths.root.join("a.rs"), "2").unwrap();
        assert_ne!(hash_of_inputs(&paths).unwrap(), before);
        fs::remove_dir_all(&paths.root).unwrap();
    }

    #[test]
    fn a_stored_run_is_read_again_and_a_damaged_file_is_an_empty_history() {
        let paths = scratch("history");
        let run = LastRun {
            took: Duration::from_millis(1500),
            passed_with: Some("1f".to_owned()),
            summary: vec!["test result: ok. 3 passed".to_owned()],
        };
        let mut history = History::read(&paths);
        history.store(Step::Native, run.clone()).unwrap();
        assert_eq!(History::read(&paths).of(Step::Native), Some(&run));
        fs::write(&history.file, "{").unwrap();
        assert_eq!(History::read(&paths).of(Step::Native), None);
        fs::remove_dir_all(&paths.root).unwrap();
    }
}
