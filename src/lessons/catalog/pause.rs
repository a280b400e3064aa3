//! Texts and settings of the lesson about pausing.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};
use crate::wording::text;

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "pause",
    title: text!("A coroutine pauses"),
    topic: Topic::Basics,
    sentence: text!(
        "At an await a coroutine pauses and hands control back to the loop. While one sleeps, another counts. A coroutine that is never awaited does nothing at all."
    ),
    question: text!(
        "What does the loop do while a coroutine sleeps, and what happens to a coroutine that is never awaited?"
    ),
    settings: &[
        Setting {
            id: "pause",
            label: text!("Pause"),
            hint: text!("how long the sleeper sleeps"),
            kind: SettingKind::Number {
                min: 0,
                max: 10_000,
                default: 750,
                unit: "ms",
            },
        },
        Setting {
            id: "every",
            label: text!("Count every"),
            hint: text!("how long the counter sleeps before each count"),
            kind: SettingKind::Number {
                min: 1,
                max: 1_000,
                default: 100,
                unit: "ms",
            },
        },
    ],
    exhibit: None,
    clock: DefaultClock::Virtual,
    program: program!(pause),
};
