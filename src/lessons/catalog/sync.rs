//! Texts and settings of the lesson about synchronous and asynchronous waiting.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "sync",
    title: "Synchronous and asynchronous",
    topic: Topic::Basics,
    sentence: "One task waits several times in a row, as synchronous code does. Next to it, the same number of tasks wait once each, at the same time.",
    question: "How long do the waits take together: as long as all of them added up, or no longer than one?",
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
            hint: "a sleep, in place of a wait for a server or a disk",
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 250,
                unit: "ms",
            },
        },
    ],
    exhibit: None,
    clock: DefaultClock::Virtual,
    program: program!(sync),
};
