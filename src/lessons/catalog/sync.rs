//! Texts and settings of the lesson about synchronous and asynchronous waiting.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};
use crate::wording::text;

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "sync",
    title: text!("Synchronous and asynchronous"),
    topic: Topic::Basics,
    sentence: text!(
        "One task waits several times in a row, as synchronous code does. Next to it, the same number of tasks wait once each, at the same time."
    ),
    question: text!(
        "How long do the waits take together: as long as all of them added up, or no longer than one?"
    ),
    settings: &[
        Setting {
            id: "waits",
            label: text!("Waits"),
            hint: text!("how many waits there are, on each side"),
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 3,
                unit: "",
            },
        },
        Setting {
            id: "wait",
            label: text!("Time per wait"),
            hint: text!("a sleep, in place of a wait for a server or a disk"),
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
