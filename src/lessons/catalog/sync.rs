//! Texts and settings of the lesson about synchronous and asynchronous waiting.

use super::{Lesson, Setting, SettingKind, program};

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "sync",
    title: "Synchronous and asynchronous",
    sentence: "One task waits several times in a row, as synchronous code does. Beside it, as many tasks wait once each, at the same time.",
    question: "How long do three waits take: three times as long as one, or as long as one?",
    settings: &[
        Setting {
            id: "waits",
            label: "Waits",
            hint: "how many waits there are, on each side",
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 3,
                unit: "",
            },
        },
        Setting {
            id: "wait",
            label: "Time per wait",
            hint: "a sleep: the answer of a server or a disk would take it",
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 250,
                unit: "ms",
            },
        },
    ],
    exhibit: None,
    measures: false,
    program: program!(sync),
};
