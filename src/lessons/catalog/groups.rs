//! Texts and settings of the lesson about task groups.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "groups",
    title: "Task groups",
    topic: Topic::Failures,
    sentence: "The tasks of a group end together. When one fails, the others are cancelled and clean up, and only then does the group report every error.",
    question: "When does the group end: when the first task fails, or when the others have cleaned up?",
    settings: &[
        Setting {
            id: "variant",
            label: "What goes wrong",
            hint: "a task fails when its document is missing; the third task’s cleanup may fail as well",
            kind: SettingKind::Choice {
                options: &[
                    ("one", "the second document is missing"),
                    ("closing", "one is missing, and a cleanup fails as well"),
                    ("none", "nothing"),
                ],
                default: "one",
            },
        },
        Setting {
            id: "tasks",
            label: "Tasks",
            hint: "how many documents to fetch; with fewer than two, nothing goes wrong",
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 5,
                unit: "",
            },
        },
        Setting {
            id: "latency",
            label: "Added latency",
            hint: "a sleep before each request; each task sleeps this much longer than the one before",
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 200,
                unit: "ms",
            },
        },
        Setting {
            id: "closing",
            label: "Cleanup",
            hint: "how long a task takes to clean up, even when it is cancelled",
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
