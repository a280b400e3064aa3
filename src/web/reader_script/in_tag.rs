//! What is inside of an element's tag: the files of a script, or what a tool has left of them.

use super::files::ScriptFiles;
use crate::web::subject::Subject;
use crate::wording::tr;
use js_sys::Array;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement};

/// The content of a tag.
#[derive(Debug, Default)]
pub(crate) struct InTag {
    /// The script.
    pub(crate) files: Option<ScriptFiles>,
    /// What is wrong with the names of its files, as a sentence.
    pub(crate) problem: Option<String>,
    /// Whether there is no script, but what a tool may have made of one: an empty or another script, or formatted text.
    pub(crate) has_remains: bool,
}

impl InTag {
    /// Reads the tag of an element. `before` is what was in it when it came into the page: of each file the name, empty if
    /// it has none, and the text.
    pub(crate) fn of(host: &HtmlElement, before: Option<&Array>) -> InTag {
        let mut scripts = now(host);
        if scripts.is_empty() {
            scripts = before.map(pairs).unwrap_or_default();
        }
        scripts.retain(|(_, text)| !text.trim().is_empty());
        let mut tag = InTag::default();
        if scripts.is_empty() {
            let remains = host.query_selector("script, pre, code");
            tag.has_remains = remains.is_ok_and(|it| it.is_some());
            return tag;
        }
        let is_main = |name: &str| name.is_empty() || name == Subject::SCRIPT_FILE;
        let main = scripts.iter().position(|(name, _)| is_main(name));
        let mut files = ScriptFiles::default();
        for (n, (name, text)) in scripts.iter().enumerate() {
            let text = unindented(text);
            if n == main.unwrap_or(0) {
                files.main = text;
            } else if name.is_empty() {
                let problem =
                    tr!("A further script in the tag needs a name, as in data-name=\"util.py\".");
                tag.problem = Some(problem.to_owned());
            } else if let Err(problem) = files.put(name, text) {
                tag.problem = Some(problem);
            }
        }
        tag.files = Some(files);
        tag
    }
}

/// The scripts that are in the tag now: their names, empty for none, and their texts.
fn now(host: &HtmlElement) -> Vec<(String, String)> {
    let Ok(found) = host.query_selector_all("script[type='text/x-python']") else {
        return Vec::new();
    };
    let found = (0..found.length()).filter_map(|n| found.get(n)?.dyn_into::<Element>().ok());
    let named = |it: Element| {
        let name = it.get_attribute("data-name").unwrap_or_default();
        Some((name, it.text_content()?))
    };
    found.filter_map(named).collect()
}

fn pairs(words: &Array) -> Vec<(String, String)> {
    let words: Vec<String> = words.iter().filter_map(|word| word.as_string()).collect();
    let pairs = words.chunks_exact(2);
    pairs
        .map(|pair| (pair[0].clone(), pair[1].clone()))
        .collect()
}

/// Removes the common indentation of all lines, as of a script in indented HTML.
fn unindented(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text).trim_end();
    let full = text.lines().filter(|line| !line.trim().is_empty());
    let indent = full.map(|line| line.len() - line.trim_start_matches([' ', '\t']).len());
    let indent = indent.min().unwrap_or(0);
    let lines = text.lines().map(|line| line.get(indent..).unwrap_or(""));
    lines.map(|line| format!("{line}\n")).collect()
}
