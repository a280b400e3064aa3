//! Texts and settings of the lesson about task groups.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};
use crate::wording::text;

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "groups",
    title: text!("Task groups"),
    topic: Topic::Failures,
    sentence: text!(
        "The tasks of a group end together. When one fails, the others are cancelled and clean up, and only then does the group report every error."
    ),
    question: text!(
        "When does the group end: when the first task fails, or when the others have cleaned up?"
    ),
    settings: &[
        Setting {
            id: "variant",
            label: text!("What goes wrong"),
            hint: text!(
                "a task fails when its document is missing; the third task’s cleanup may fail as well"
            ),
            kind: SettingKind::Choice {
                options: &[
                    ("one", text!("the second document is missing")),
                    (
                        "closing",
                        text!("one is missing, and a cleanup fails as well"),
                    ),
                    ("none", text!("nothing")),
                ],
                default: "one",
            },
        },
        Setting {
            id: "tasks",
            label: text!("Tasks"),
            hint: text!("how many documents to fetch; with fewer than two, nothing goes wrong"),
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 5,
                unit: "",
            },
        },
        Setting {
            id: "latency",
            label: text!("Added latency"),
            hint: text!(
                "a sleep before each request; each task sleeps this much longer than the one before"
            ),
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 200,
                unit: "ms",
            },
        },
        Setting {
            id: "closing",
            label: text!("Cleanup"),
            hint: text!("how long a task takes to clean up, even when it is cancelled"),
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 150,
                unit: "ms",
            },
        },
    ],
    exhibit: None,
    clock: DefaultClock::Virtual,
    program: program!(groups),
};
