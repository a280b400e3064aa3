//! Texts and settings of the lesson about files.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};
use crate::wording::text;

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "files",
    title: text!("Files"),
    topic: Topic::Sharing,
    sentence: text!(
        "A task writes a file in your browser, line by line, and is cancelled halfway. A scope closes the file before the task ends; other tasks run while it waits."
    ),
    question: text!("How many lines does the file hold after its writer was cancelled halfway?"),
    settings: &[
        Setting {
            id: "variant",
            label: text!("The writer"),
            hint: text!(
                "a scope closes the file whatever happens; the last line of a function may never run, and what was written to a file that is not closed is lost"
            ),
            kind: SettingKind::Choice {
                options: &[
                    ("scope", text!("closes the file in a scope")),
                    ("last", text!("closes the file in its last line")),
                ],
                default: "scope",
            },
        },
        Setting {
            id: "cancel",
            label: text!("Cancel after"),
            hint: text!("when the writer is cancelled; 0 lets it finish"),
            kind: SettingKind::Number {
                min: 0,
                max: 60_000,
                default: 450,
                unit: "ms",
            },
        },
        Setting {
            id: "lines",
            label: text!("Lines"),
            hint: text!("how many lines the writer wants to write"),
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 8,
                unit: "",
            },
        },
        Setting {
            id: "pause",
            label: text!("Time per line"),
            hint: text!("a sleep before each line, as if the writer had to wait for it"),
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 100,
                unit: "ms",
            },
        },
        Setting {
            id: "readers",
            label: text!("Readers"),
            hint: text!("tasks that read the file afterwards, all at the same time"),
            kind: SettingKind::Number {
                min: 0,
                max: 100,
                default: 3,
                unit: "",
            },
        },
    ],
    exhibit: None,
    clock: DefaultClock::Virtual,
    program: program!(files),
};
