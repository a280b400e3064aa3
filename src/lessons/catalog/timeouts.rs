//! Texts and settings of the lesson about timeouts and cancellation.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};
use crate::wording::text;

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "timeouts",
    title: text!("Timeouts and cancellation"),
    topic: Topic::Failures,
    sentence: text!(
        "The same work under one limit, under two, and behind a shield. At the limit it is cancelled and its cleanup is awaited; shielded work continues."
    ),
    question: text!(
        "After a timeout, when does the waiting task continue: at the limit, or once the cleanup is done?"
    ),
    settings: &[
        Setting {
            id: "work",
            label: text!("Work"),
            hint: text!("how long the work takes; below the limit, nothing times out"),
            kind: SettingKind::Number {
                min: 0,
                max: 10_000,
                default: 700,
                unit: "ms",
            },
        },
        Setting {
            id: "limit",
            label: text!("Limit"),
            hint: text!(
                "the limit; where there are two, the outer one: the inner one is twice as long"
            ),
            kind: SettingKind::Number {
                min: 0,
                max: 10_000,
                default: 300,
                unit: "ms",
            },
        },
        Setting {
            id: "cleanup",
            label: text!("Cleanup"),
            hint: text!("how long the work takes to clean up, even when it is cancelled"),
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 150,
                unit: "ms",
            },
        },
        Setting {
            id: "report",
            label: text!("A report"),
            hint: text!("what a task says of its work when its limit was reached"),
            kind: SettingKind::Choice {
                options: &[
                    ("limit", text!("says that the work timed out")),
                    ("work", text!("asks the work whether it is done")),
                ],
                default: "limit",
            },
        },
    ],
    exhibit: None,
    clock: DefaultClock::Virtual,
    program: program!(timeouts),
};
