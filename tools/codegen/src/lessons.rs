//! The list of lessons in the playground's page.

use std::path::Path;

use anyhow::{Context, Result};
use coroscope::element_api::attributes::EXAMPLE;
use coroscope::element_api::{OWN_PROGRAM_TITLE, RECORDING_ID, SCRIPT_ID, SCRIPT_TITLE};
use coroscope::lessons;

/// The index of the examples of scripts.
const EXAMPLES: &str = "www/scripts/index.json";
/// The topic of the examples that are listed.
const MISTAKE: &str = "mistake";

/// The values of the attribute `lesson`.
pub(crate) fn ids() -> impl Iterator<Item = &'static str> {
    let lessons = lessons::ALL.iter().map(|lesson| lesson.id);
    lessons.chain([SCRIPT_ID])
}

/// The list in the page: the reader’s own script and program, examples of scripts, and the lessons under their headings.
///
/// # Errors
/// If the index of the examples can't be read.
pub(crate) fn list(root: &Path) -> Result<String> {
    let mut list = "      <ul>\n".to_owned();
    for (id, title) in [(SCRIPT_ID, SCRIPT_TITLE), (RECORDING_ID, OWN_PROGRAM_TITLE)] {
        list += &format!("        {}\n", item(id, title));
    }
    list += "        <li>\n          <details>\n            <summary>Classic mistakes</summary>\n            <ul>\n";
    for (name, title) in mistakes(root)? {
        let target = format!("{SCRIPT_ID}?{}={name}", EXAMPLE.name);
        list += &format!("              {}\n", item(&target, &title));
    }
    list += "            </ul>\n          </details>\n        </li>\n      </ul>\n";
    for lessons in lessons::ALL.chunk_by(|a, b| a.topic == b.topic) {
        let heading = lessons[0].topic.title();
        list += &format!("      <h2>{heading}</h2>\n      <ol>\n");
        for lesson in lessons {
            list += &format!("        {}\n", item(lesson.id, lesson.title));
        }
        list += "      </ol>\n";
    }
    Ok(list)
}

fn item(target: &str, title: &str) -> String {
    let title = title.replace('&', "&amp;").replace('<', "&lt;");
    format!("<li><a href=\"#{target}\">{title}</a></li>")
}

/// The names and titles of the examples that make a mistake.
fn mistakes(root: &Path) -> Result<Vec<(String, String)>> {
    let index = std::fs::read(root.join(EXAMPLES)).context(EXAMPLES)?;
    let index: serde_json::Value = serde_json::from_slice(&index).context(EXAMPLES)?;
    let examples = index.as_array().context(EXAMPLES)?.iter();
    let mistakes = examples.filter(|example| example["topic"] == MISTAKE);
    let mistakes = mistakes.map(|example| {
        let name = example["file"].as_str()?.strip_suffix(".py")?;
        Some((name.to_owned(), example["title"].as_str()?.to_owned()))
    });
    mistakes.collect::<Option<_>>().context(EXAMPLES)
}
