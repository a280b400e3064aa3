//! What is known of each step from before: how long it took, and on which sources it passed.
//!
//! As with `go test`, a step whose inputs have not changed since it passed is not run again: its closing lines are
//! shown as they were.

use std::collections::BTreeMap;
use std::env;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use anyhow::{Context, Result};
use serde_json::{Value, json};

use super::step::Step;
use crate::paths::Places;
use crate::process;

/// Folders whose content is made of the rest.
const MADE: [&str; 5] = ["target", "dist", "pkg", ".git", "node_modules"];

/// The programs whose versions count among the inputs of every step.
const PROGRAMS: [(&str, &str); 6] = [
    ("rustc", "-V"),
    ("python3", "-V"),
    ("node", "-v"),
    ("chromium", "--version"),
    ("firefox-esr", "--version"),
    ("WebKitWebDriver", "--version"),
];

/// The beginnings of the variables' names that make steps run otherwise, or run less.
const VARIABLES: [&str; 4] = ["COROSCOPE_", "UPDATE_GOLDEN", "RUSTFLAGS", "CARGO_PROFILE"];

/// A step's last run.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) took: Duration,
    /// The inputs that it passed on; nothing where it failed.
    pub(super) passed_on: Option<String>,
    /// What the test runners wrote at their end.
    pub(super) closing: Vec<String>,
}

/// The last run of each step, kept in `target/test/history.json`.
#[derive(Debug)]
pub(super) struct History {
    file: PathBuf,
    runs: BTreeMap<String, Run>,
}

impl History {
    /// Reads it. One that can't be read is taken for none: then all steps run.
    pub(super) fn read(places: &Places) -> History {
        let file = places.root.join("target/test/history.json");
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

    pub(super) fn of(&self, step: Step) -> Option<&Run> {
        self.runs.get(&step.name())
    }

    /// Keeps a run.
    pub(super) fn keep(&mut self, step: Step, run: Run) -> Result<()> {
        self.runs.insert(step.name(), run);
        let runs: BTreeMap<&String, Value> = self
            .runs
            .iter()
            .map(|(name, run)| (name, to_json(run)))
            .collect();
        let text = serde_json::to_string_pretty(&runs)?;
        fs::write(&self.file, text)
            .with_context(|| format!("could not write {}", self.file.display()))
    }
}

fn to_json(run: &Run) -> Value {
    json!({
        "took_ms": run.took.as_millis() as u64,
        "passed_on": run.passed_on,
        "closing": run.closing,
    })
}

fn from_json(run: &Value) -> Run {
    let closing = run["closing"].as_array().into_iter().flatten();
    Run {
        took: Duration::from_millis(run["took_ms"].as_u64().unwrap_or_default()),
        passed_on: run["passed_on"].as_str().map(str::to_owned),
        closing: closing
            .filter_map(Value::as_str)
            .map(str::to_owned)
            .collect(),
    }
}

/// The inputs of all steps, as a number: every file of the repository, the versions of the programs that are called, and
/// the variables that change what they do.
pub(super) fn inputs(places: &Places) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for (program, argument) in PROGRAMS {
        let version = process::output(Command::new(program).arg(argument));
        version.unwrap_or_default().hash(&mut hasher);
    }
    let mut variables: Vec<_> = env::vars_os()
        .filter(|(name, _)| {
            let name = name.to_string_lossy();
            VARIABLES.iter().any(|start| name.starts_with(start))
        })
        .collect();
    variables.sort();
    variables.hash(&mut hasher);
    add(&places.root, &mut hasher)?;
    Ok(format!("{:016x}", hasher.finish()))
}

fn add(folder: &Path, hasher: &mut DefaultHasher) -> Result<()> {
    let entries =
        fs::read_dir(folder).with_context(|| format!("could not read {}", folder.display()))?;
    let mut paths = Vec::new();
    for entry in entries {
        let entry = entry?;
        if !MADE.iter().any(|name| entry.file_name() == *name) {
            paths.push((entry.path(), entry.file_type()?.is_dir()));
        }
    }
    paths.sort();
    for (path, is_folder) in paths {
        path.hash(hasher);
        if is_folder {
            add(&path, hasher)?;
        } else {
            let bytes =
                fs::read(&path).with_context(|| format!("could not read {}", path.display()))?;
            bytes.hash(hasher);
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> Places {
        let root = env::temp_dir().join(format!("coroscope-{name}-{}", std::process::id()));
        fs::create_dir_all(root.join("target/test")).unwrap();
        Places {
            cache: root.join("cache"),
            root,
        }
    }

    #[test]
    fn a_change_of_any_source_changes_the_inputs_and_what_is_built_does_not() {
        let places = scratch("inputs");
        fs::write(places.root.join("a.rs"), "1").unwrap();
        let before = inputs(&places).unwrap();
        fs::write(places.root.join("target/built"), "1").unwrap();
        assert_eq!(inputs(&places).unwrap(), before);
        fs::write(places.root.join("a.rs"), "2").unwrap();
        assert_ne!(inputs(&places).unwrap(), before);
        fs::remove_dir_all(&places.root).unwrap();
    }

    #[test]
    fn a_run_is_read_as_it_was_kept_and_a_damaged_file_is_none() {
        let places = scratch("history");
        let run = Run {
            took: Duration::from_millis(1500),
            passed_on: Some("1f".to_owned()),
            closing: vec!["test result: ok. 3 passed".to_owned()],
        };
        let mut history = History::read(&places);
        history.keep(Step::Native, run.clone()).unwrap();
        assert_eq!(History::read(&places).of(Step::Native), Some(&run));
        fs::write(&history.file, "{").unwrap();
        assert_eq!(History::read(&places).of(Step::Native), None);
        fs::remove_dir_all(&places.root).unwrap();
    }
}
