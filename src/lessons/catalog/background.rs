//! Texts and settings of the lesson about background tasks.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};
use crate::wording::text;

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "background",
    title: text!("Background tasks"),
    topic: Topic::Basics,
    sentence: text!(
        "Main spawns tasks and carries on at once. Later it awaits them, cancels them, or forgets them; when main ends, every task that is still running is cancelled."
    ),
    question: text!("How many of the background tasks end normally?"),
    settings: &[
        Setting {
            id: "variant",
            label: text!("Main"),
            hint: text!("what main does with the tasks when its own work is done"),
            kind: SettingKind::Choice {
                options: &[
                    ("await", text!("awaits the tasks")),
                    ("cancel", text!("cancels the tasks")),
                    ("forget", text!("forgets the tasks")),
                ],
                default: "await",
            },
        },
        Setting {
            id: "tasks",
            label: text!("Tasks"),
            hint: text!("how many tasks run in the background"),
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 3,
                unit: "",
            },
        },
        Setting {
            id: "time",
            label: text!("First task takes"),
            hint: text!("the second task takes twice as long, the third three times, and so on"),
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 250,
                unit: "ms",
            },
        },
        Setting {
            id: "own",
            label: text!("Main's own work"),
            hint: text!("how long main does something else in the meantime"),
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
