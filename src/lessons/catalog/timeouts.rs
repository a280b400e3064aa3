//! Texts and settings of the lesson about timeouts and cancellation.

use super::{Lesson, Setting, SettingKind, program};

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "timeouts",
    title: "Timeouts and cancellation",
    sentence: "The same work under one limit, under two, and behind a shield. At its limit it is cancelled, and its cleanup is awaited; what is shielded goes on.",
    question: "When does a task go on whose work has timed out: at the limit, or when the cleanup is over?",
    settings: &[
        Setting {
            id: "work",
            label: "Work",
            hint: "how long the work takes; with less than the limit nothing times out",
            kind: SettingKind::Number {
                min: 0,
                max: 10_000,
                default: 700,
                unit: "ms",
            },
        },
        Setting {
            id: "limit",
            label: "Limit",
            hint: "the limit, and the outer one of two; the inner one is twice as long",
            kind: SettingKind::Number {
                min: 0,
                max: 10_000,
                default: 300,
                unit: "ms",
            },
        },
        Setting {
            id: "cleanup",
            label: "Cleanup",
            hint: "how long the work cleans up, also when it was cancelled",
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 150,
                unit: "ms",
            },
        },
    ],
    exhibit: None,
    measures: false,
    program: program!(timeouts),
};
