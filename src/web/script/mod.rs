//! Scripts of the reader's own, in Python: what stands for the lesson then, the worker they run in, and how they
//! are kept.

pub(crate) mod endless;
pub(crate) mod errands;
pub(crate) mod keep;
pub(crate) mod running;
pub(crate) mod worker;

use crate::error::Error;
use crate::lessons::catalog::Program;
use crate::lessons::{self, Lesson};
use web_sys::{File, HtmlElement};
use worker::Heard;

/// The file that places in a script's log name.
const FILE: &str = "script.py";

/// What stands for the lesson where a script is shown.
pub(crate) static SCRIPT: Lesson = Lesson {
    id: "script",
    title: "Your own script",
    sentence: "Python with asyncio, on this page’s event loop: paste a script, or change this one, and run it.",
    question: "Which of its tasks waits longest, and for what?",
    knobs: &[],
    exhibit: None,
    measures: false,
    program: Program {
        file: FILE,
        source: "",
        python: "",
        start: |_, _| Box::pin(async { Err(Error::msg("a script runs in a worker of its own")) }),
    },
};

/// What is in the editor at first.
pub(crate) const FIRST: &str = include_str!("first.py");

/// The lesson with this id, or what stands for one.
pub(crate) fn find(id: &str) -> Option<&'static Lesson> {
    match id == SCRIPT.id {
        true => Some(&SCRIPT),
        false => lessons::find(id),
    }
}

/// Whether this stands for a script.
pub(crate) fn is_script(lesson: &Lesson) -> bool {
    lesson.id == SCRIPT.id
}

/// Something that happened to a script.
#[derive(Clone, Debug)]
pub(crate) enum Message {
    /// The reader wrote in it.
    Typed(String),
    /// Another is to be in the editor; or why it can't be.
    Put(Result<String, String>),
    /// What the worker of the run with this number tells.
    Heard(u32, Heard),
    /// Read one from a file.
    Open(File),
    /// Put one of the gallery into the editor, by its file; the reader's own where that is empty.
    Choose(String),
    /// Save it as a file.
    Save,
    /// Go on with the lesson's Python.
    TryPython,
}

/// Something to be done for a script outside of the element.
#[derive(Debug)]
pub(crate) enum Errand {
    /// Keep what the reader wrote.
    Keep(String),
    /// Unpack one from an address.
    Unpack(String),
    /// Read one from a file.
    Open(File),
    /// Fetch one of the gallery.
    Choose(String),
    /// Show another.
    Visit(String),
    /// Copy a link to it.
    Share {
        /// What is copied, such as `link`.
        what: &'static str,
        /// A text before the link.
        text: String,
        /// The script.
        source: String,
        /// What the link says besides.
        settings: Vec<(String, String)>,
    },
    /// Load the engine.
    Warm,
}

/// The script that stands in an element's tag.
pub(crate) fn in_tag(host: &HtmlElement) -> Option<String> {
    let found = host.query_selector("script[type='text/x-python']");
    found.ok().flatten()?.text_content()
}
