//! Texts and settings of the lesson about background tasks.

use super::{Lesson, Setting, SettingKind, program};

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "background",
    title: "Background tasks",
    sentence: "Main spawns tasks and goes on at once. Later it awaits them, cancels them, or forgets them; when main ends, whatever still runs is cancelled.",
    question: "What becomes of a task in the background when main ends before it?",
    settings: &[
        Setting {
            id: "variant",
            label: "Main",
            hint: "what main does with the tasks when its own work is done",
            kind: SettingKind::Choice {
                options: &[
                    ("await", "awaits the tasks"),
                    ("cancel", "cancels the tasks"),
                    ("forget", "forgets the tasks"),
                ],
                default: "await",
            },
        },
        Setting {
            id: "tasks",
            label: "Tasks",
            hint: "how many there are in the background",
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 3,
                unit: "",
            },
        },
        Setting {
            id: "time",
            label: "Time of the first",
            hint: "the second task takes twice as long, the third three times, and so on",
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 250,
                unit: "ms",
            },
        },
        Setting {
            id: "own",
            label: "Main's own work",
            hint: "how long main does something else meanwhile",
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 400,
                unit: "ms",
            },
        },
    ],
    exhibit: None,
    measures: false,
    program: program!(background),
};
