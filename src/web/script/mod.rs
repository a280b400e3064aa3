//! Scripts of the reader's own, in Python: what stands for the lesson then, the worker they run in, and how they
//! are kept.

pub(crate) mod keep;
pub(crate) mod running;
pub(crate) mod worker;

use crate::error::Error;
use crate::lessons::catalog::Program;
use crate::lessons::{self, Lesson};

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
