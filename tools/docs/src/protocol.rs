//! What plugins ask, and what they are answered: JSON on the standard input and output, described in `docs/embedding.md`.

use crate::cache::Cache;
use crate::fence::Fence;
use crate::html::{Look, Pictures};
use crate::markdown::{Part, parts};
use crate::problem::Problem;
use crate::run::Limits;
use crate::shown::{Settings, show};
use serde_json::{Map, Value, json};
use std::path::PathBuf;
use std::time::Duration;

/// The version of the questions and answers. It changes when a plugin would have to change.
pub const VERSION: u64 = 1;
const MEMBER: &str = "coroscope-docs";

/// Answers a plugin: each fence is shown, or has problems.
///
/// # Errors
/// If the question is of another version or not well-formed.
pub fn answer(question: &str) -> Result<String, String> {
    let question: Value =
        serde_json::from_str(question).map_err(|why| format!("the question is not JSON: {why}"))?;
    match question[MEMBER].as_u64() {
        Some(VERSION) => {}
        Some(other) => {
            return Err(format!(
                "the plugin speaks version {other} of the protocol, this program version {VERSION}: install the plugin \
                 and coroscope-docs of the same version"
            ));
        }
        None => return Err(format!("the question has no \"{MEMBER}\": {VERSION}")),
    }
    let settings = settings(&question)?;
    let list = |name: &str| question[name].as_array();
    let answers: Value = match (list("fences"), list("documents")) {
        (Some(fences), _) => {
            let answers: Vec<Value> = fences.iter().map(|it| fence(it, &settings)).collect();
            json!({ MEMBER: VERSION, "fences": answers })
        }
        (None, Some(documents)) => {
            let answers: Vec<Value> = documents.iter().map(|it| document(it, &settings)).collect();
            json!({ MEMBER: VERSION, "documents": answers })
        }
        (None, None) => return Err("the question has neither “fences” nor “documents”".into()),
    };
    Ok(answers.to_string())
}

/// Reads how fences are shown. mdBook's configuration has the same members.
pub(crate) fn settings(from: &Value) -> Result<Settings, String> {
    let text = |name: &str| match &from[name] {
        Value::Null => Ok(None),
        Value::String(text) => Ok(Some(text.clone())),
        other => Err(format!("“{name}” is a text, not {other}")),
    };
    let script = text("script")?;
    let runs = match &from["run"] {
        Value::Null => script.is_some(),
        Value::Bool(runs) => *runs,
        other => return Err(format!("“run” is true or false, not {other}")),
    };
    let pictures = match (text("pictures")?, text("pictures-url")?) {
        (None, None) => None,
        (Some(folder), Some(url)) => Some(Pictures {
            folder: PathBuf::from(folder),
            url,
        }),
        _ => {
            return Err(
                "“pictures” is a folder, and “pictures-url” its address: both are needed".into(),
            );
        }
    };
    let limits = match &from["limit"] {
        Value::Null => Limits::default(),
        limit => Limits {
            time: limit_of(limit.as_f64())
                .ok_or_else(|| format!("“limit” is a number of seconds, not {limit}"))?,
        },
    };
    Ok(Settings {
        look: Look {
            runs,
            script,
            guide: text("guide")?,
            pictures,
        },
        limits,
        cache: text("cache")?.map(|folder| Cache::new(folder.into())),
    })
}

/// A time limit in seconds.
pub(crate) fn limit_of(seconds: Option<f64>) -> Option<Duration> {
    let seconds = seconds.filter(|seconds| *seconds > 0.0)?;
    Duration::try_from_secs_f64(seconds).ok()
}

/// Shows a fence, or says what is wrong with it.
fn fence(question: &Value, settings: &Settings) -> Value {
    let shown = read(question).map_err(|problem| vec![problem]);
    match shown.and_then(|fence| show(&fence, settings)) {
        Ok(shown) => shown.to_json(),
        Err(problems) => refusal(&problems),
    }
}

/// Takes a document apart: texts, and fences with their indent.
fn document(question: &Value, settings: &Settings) -> Value {
    let text = |name: &str| question[name].as_str().unwrap_or_default();
    let line = question["line"]
        .as_u64()
        .and_then(|line| usize::try_from(line).ok());
    let parts = parts(text("file"), line.unwrap_or(1), text("text"), settings);
    let parts = match parts {
        Ok(parts) => parts,
        Err(problems) => return refusal(&problems),
    };
    let parts = parts.into_iter().map(|part| match part {
        Part::Text(text) => Value::String(text),
        Part::Fence { indent, shown } => {
            let mut fence = shown.to_json();
            fence["indent"] = indent.into();
            fence
        }
    });
    json!({ "parts": parts.collect::<Vec<_>>() })
}

fn refusal(problems: &[Problem]) -> Value {
    let problems: Vec<Value> = problems.iter().map(as_json).collect();
    json!({ "problems": problems })
}

fn as_json(problem: &Problem) -> Value {
    let Problem {
        file,
        line,
        message,
    } = problem;
    json!({ "file": file, "line": line, "message": message, "text": problem.to_string() })
}

/// Reads a fence: its text, and its options as text, as an object, or both.
fn read(question: &Value) -> Result<Fence, Problem> {
    let text = |name: &str| question[name].as_str().unwrap_or_default();
    let file = text("file");
    let number = |name: &str| {
        question[name]
            .as_u64()
            .and_then(|line| usize::try_from(line).ok())
    };
    let line = number("line").unwrap_or(1);
    let body_line = number("body-line").unwrap_or(line + 1);
    let mut fence = Fence::read(file, line, text("info"), text("body"), body_line)?;
    let none = Map::new();
    for (name, value) in question["options"].as_object().unwrap_or(&none) {
        let value = match value {
            Value::String(text) => text.clone(),
            Value::Null => String::new(),
            other => other.to_string(),
        };
        fence.add(line, name, &value)?;
    }
    Ok(fence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_version_of_the_protocol_is_refused() {
        let why = answer("{\"coroscope-docs\": 2, \"fences\": []}").expect_err("version 2");
        assert!(
            why.contains("version 2") && why.contains("same version"),
            "{why}"
        );
        assert!(answer("{}").is_err());
        assert!(answer("fences").is_err());
    }

    #[test]
    fn a_mistake_in_the_options_is_a_problem_with_its_place() {
        let question = r#"{"coroscope-docs": 1, "fences": [{"file": "a.md", "line": 4, "info": "widht=9", "body": "a()"}]}"#;
        let answer: Value =
            serde_json::from_str(&answer(question).expect("an answer")).expect("JSON");
        let problem = &answer["fences"][0]["problems"][0];
        assert_eq!(
            (problem["file"].as_str(), problem["line"].as_u64()),
            (Some("a.md"), Some(4))
        );
        assert!(
            problem["text"]
                .as_str()
                .expect("a text")
                .starts_with("a.md:4: there is no option widht=")
        );
    }

    #[test]
    fn settings_of_the_wrong_type_are_refused() {
        let wrong = |text: &str| {
            settings(&serde_json::from_str(text).expect("JSON"))
                .map(|_| ())
                .expect_err(text)
        };
        assert!(wrong(r#"{"script": 1}"#).contains("“script” is a text"));
        assert!(wrong(r#"{"run": "yes"}"#).contains("true or false"));
        assert!(wrong(r#"{"limit": 0}"#).contains("seconds"));
        assert!(wrong(r#"{"pictures": "a"}"#).contains("both are needed"));
    }
}
