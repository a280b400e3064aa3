//! The reader's own Python scripts: their messages and effects, their worker, and where their sources come from.

pub(crate) mod endless_turn;
pub(crate) mod script_run;
pub(crate) mod sources;
pub(crate) mod worker;

use super::state::Copied;
use sources::Example;
use web_sys::{File, HtmlElement};
use worker::WorkerMessage;

/// The initial script.
pub(crate) const FIRST: &str = include_str!("first.py");

/// A message about the script.
#[derive(Clone, Debug)]
pub(crate) enum ScriptMessage {
    /// The reader edited the script.
    Typed(String),
    /// Put another script into the editor; or why that failed.
    Replace(Result<String, String>),
    /// The script that was just put there is this example.
    IsExample(Example),
    /// The file at the attribute `script`, by the number of the request; or why it is not shown.
    Fetched(u32, Result<String, String>),
    /// Why this page can run no scripts.
    CannotRun(String),
    /// A message from the worker of the run with this number.
    Worker(u32, WorkerMessage),
    /// Read a script from a file.
    Open(File),
    /// Put an example into the editor, by its file name; an empty name stands for the reader's own script.
    LoadExample(String),
    /// Put the script back as its author wrote it, or undo that.
    Reset,
    /// Save the script as a file.
    Save,
    /// Run the lesson's Python as a script.
    TryPython,
    /// Show the lesson again whose Python is in the editor.
    BackToLesson,
}

/// A side effect for a script.
#[derive(Debug)]
pub(crate) enum ScriptEffect {
    /// Store the script for the next visit.
    Store(String),
    /// Unpack a script from an address.
    Unpack(String),
    /// Read a script from a file.
    Open(File),
    /// Fetch the file at the attribute `script`, for the request with this number.
    Fetch(String, u32),
    /// Find out whether this page can run scripts.
    Check,
    /// Fetch an example.
    LoadExample(String),
    /// Show another script.
    Show(String),
    /// Copy a link to the script.
    Share {
        /// What is copied.
        what: Copied,
        /// Text before the link.
        text: String,
        /// The script.
        source: String,
        /// Further settings in the link.
        settings: Vec<(String, String)>,
    },
    /// Pack the script for the dialog with the code for other pages.
    Pack(String),
    /// Load the engine in advance.
    Preload,
}

/// What is inside of an element's tag.
#[derive(Debug, Default)]
pub(crate) struct InTag {
    /// The script, without the common indentation of its lines.
    pub(crate) source: Option<String>,
    /// Whether there is no script, but what a tool may have made of one: an empty or another script, or formatted text.
    pub(crate) has_remains: bool,
}

impl InTag {
    /// Reads the tag of an element, in which this script was when it came into the page.
    pub(crate) fn of(host: &HtmlElement, before: Option<String>) -> InTag {
        let find = |selector: &str| host.query_selector(selector).ok().flatten();
        let now = find("script[type='text/x-python']").and_then(|script| script.text_content());
        let source = now.or(before).map(|text| unindented(&text));
        let source = source.filter(|source| !source.is_empty());
        let has_remains = source.is_none() && find("script, pre, code").is_some();
        InTag {
            source,
            has_remains,
        }
    }
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
