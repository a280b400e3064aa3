//! Texts and settings of the lesson about semaphores.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program, shared};
use crate::wording::text;

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "downloads",
    title: text!("Limiting concurrency"),
    topic: Topic::Sharing,
    sentence: text!(
        "Every download is a task from the start, but a semaphore lets only a few run at once. The others wait in line, first come, first served."
    ),
    question: text!("How long do all downloads take when only a few run at once?"),
    settings: &[
        Setting {
            id: "documents",
            label: text!("Documents"),
            hint: text!("how many documents to download; they repeat after twelve"),
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 7,
                unit: "",
            },
        },
        Setting {
            id: "limit",
            label: text!("At most"),
            hint: text!("how many downloads may run at once"),
            kind: SettingKind::Number {
                min: 1,
                max: 1_000,
                default: 3,
                unit: "",
            },
        },
        shared::LATENCY,
        shared::URLS,
    ],
    exhibit: None,
    clock: DefaultClock::Virtual,
    program: program!(downloads),
};
