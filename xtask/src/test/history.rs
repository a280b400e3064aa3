//! The last run of each step: how long it took, and a hash of the inputs that it passed with.
//!
//! As with `go test`, a step whose inputs have not changed since it passed is not run again. Its summary lines are
//! printed again instead.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use anyhow::Result;
use fs_err as fs;
use serde_json::{Value, json};

use super::inputs::Inputs;
use super::step::Step;
use crate::paths::Paths;

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

    /// The last run of a step, if it passed with these inputs.
    pub(super) fn passed_with(&self, step: Step, inputs: &Inputs) -> Option<&LastRun> {
        let run = self.of(step)?;
        (run.passed_with.as_ref() == Some(&inputs.of(step))).then_some(run)
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

#[cfg(test)]
mod tests {
    use std::env;

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
