//! The reader's own Python scripts: their messages and effects, their worker, and where their sources come from.

pub(crate) mod endless_turn;
pub(crate) mod files;
mod in_tag;
pub(crate) mod order_search;
mod order_worker;
pub(crate) mod script_run;
pub(crate) mod sources;
pub(crate) mod worker;

use super::state::Copied;
use crate::export::SourceFile;
use files::ScriptFiles;
pub(crate) use in_tag::InTag;
use sources::Example;
use web_sys::File;
use worker::WorkerMessage;

/// The initial script.
pub(crate) const FIRST: &str = include_str!("first.py");

/// What a worker runs.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    /// The script and its modules.
    pub(crate) files: ScriptFiles,
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
    Replace(Result<ScriptFiles, String>),
    /// About the tabs of its files.
    Tab(TabMessage),
    /// Files were read, or why that failed; and whether they were opened, not dropped or pasted.
    Opened(Result<Vec<SourceFile>, String>, bool),
    /// The script that was just put there is this example.
    IsExample(Example),
    /// The file at the attribute `script`, by the number of the request; or why it is not shown.
    Fetched(u32, Result<String, String>),
    /// Why this page can run no scripts.
    CannotRun(String),
    /// A message from the worker of the run with this number.
    Worker(u32, WorkerMessage),
    /// Read files, and whether they are opened, not dropped or pasted.
    Open(Vec<File>, bool),
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

/// A message about the tabs of a script's files.
#[derive(Clone, Debug)]
pub(crate) enum TabMessage {
    /// Show the file with this number.
    Show(usize),
    /// Add an empty file, and ask for its name.
    Add,
    /// Add the file that the last run has missed.
    AddMissing,
    /// Ask for another name of the shown file.
    Rename,
    /// The name that the reader gave it; `None` if none.
    Name(Option<String>),
    /// Remove the shown file.
    Remove,
}

/// A side effect for a script.
#[derive(Debug)]
pub(crate) enum ScriptEffect {
    /// Store the script for the next visit.
    Store(ScriptFiles),
    /// Store the lines that the script reads.
    StoreInput(String),
    /// Unpack a script from an address.
    Unpack(String),
    /// Fetch the file at the attribute `script`, for the request with this number.
    Fetch(String, u32),
    /// Find out whether this page can run scripts.
    Check,
    /// Read files, and whether they are opened, not dropped or pasted.
    Open(Vec<File>, bool),
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
        files: ScriptFiles,
        /// Further settings in the link.
        settings: Vec<(String, String)>,
    },
    /// Pack the script for the dialog with the code for other pages.
    Pack(ScriptFiles),
    /// Load the engine in advance.
    Preload,
}
