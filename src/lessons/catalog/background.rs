//! Texts and settings of the lesson about background tasks.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "background",
    title: "Background tasks",
    topic: Topic::Basics,
    sentence: "Main spawns tasks and carries on at once. Later it awaits them, cancels them, or forgets them; when main ends, every task that is still running is cancelled.",
    question: "How many of the background tasks end normally?",
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
            hint: "how many tasks run in the background",
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 3,
                unit: "",
            },
        },
        Setting {
            id: "time",
            label: "First task takes",
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
            hint: "how long main does something else in the meantime",
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 400,
                unit: "ms",
            },
        },
    ],
    exhibit: None,
    clock: DefaultClock::Virtual,
    program: program!(background),
};
