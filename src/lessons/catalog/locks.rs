//! Texts and settings of the lesson about locks.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};
use crate::wording::text;

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "locks",
    title: text!("Locks"),
    topic: Topic::Sharing,
    sentence: text!(
        "Tasks add 1 to a counter: read it, wait, write it back. A task that waits between reading and writing overwrites what others wrote in the meantime. A lock lets only one through at a time."
    ),
    question: text!("How many additions are lost without a lock, and what does a lock cost?"),
    settings: &[
        Setting {
            id: "variant",
            label: text!("The counter"),
            hint: text!(
                "a lock lets one task at a time read, wait and write, in the order in which they asked"
            ),
            kind: SettingKind::Choice {
                options: &[
                    ("none", text!("has no lock")),
                    ("lock", text!("is guarded by a Lock")),
                ],
                default: "none",
            },
        },
        Setting {
            id: "tasks",
            label: text!("Tasks"),
            hint: text!("how many tasks add to the counter"),
            kind: SettingKind::Number {
                min: 0,
                max: 100,
                default: 4,
                unit: "",
            },
        },
        Setting {
            id: "times",
            label: text!("Additions"),
            hint: text!("how often each task adds 1"),
            kind: SettingKind::Number {
                min: 0,
                max: 100,
                default: 4,
                unit: "",
            },
        },
        Setting {
            id: "gap",
            label: text!("Gap"),
            hint: text!("the time from the beginning of one task to that of the next"),
            kind: SettingKind::Number {
                min: 0,
                max: 10_000,
                default: 0,
                unit: "ms",
            },
        },
        Setting {
            id: "pause",
            label: text!("Pause"),
            hint: text!("a sleep between reading and writing; 0 still lets the others run"),
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 40,
                unit: "ms",
            },
        },
    ],
    exhibit: None,
    clock: DefaultClock::Virtual,
    program: program!(locks),
};
