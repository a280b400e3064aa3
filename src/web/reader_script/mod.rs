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

/// What a worker runs.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    /// The script.
    pub(crate) source: String,
    /// The lines that it reads.
    pub(crate) input: String,
}

/// A message about the script.
#[derive(Clone, Debug)]
pub(crate) enum ScriptMessage {
    /// The reader edited the script.
    Typed(String),
    /// The reader edited the lines that the script reads.
    TypedInput(String),
    /// Put another script into the editor; or why that failed.
    Replace(Result<String, String>),
    /// The script that was just put there is this example.
    IsExample(Example),
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
    /// Store the lines that the script reads.
    StoreInput(String),
    /// Unpack a script from an address.
    Unpack(String),
    /// Read a script from a file.
    Open(File),
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

/// The script inside an element's tag.
pub(crate) fn in_tag(host: &HtmlElement) -> Option<String> {
    let found = host.query_selector("script[type='text/x-python']");
    found.ok().flatten()?.text_content()
}
