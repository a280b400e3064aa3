//! Texts and settings of the lesson about locks.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "locks",
    title: "Locks",
    topic: Topic::Sharing,
    sentence: "Tasks add 1 to a counter: read it, wait, write it back. A task that waits between reading and writing overwrites what others wrote in the meantime. A lock lets only one through at a time.",
    question: "How many additions are lost without a lock, and what does a lock cost?",
    settings: &[
        Setting {
            id: "variant",
            label: "The counter",
            hint: "a lock lets one task at a time read, wait and write, in the order in which they asked",
            kind: SettingKind::Choice {
                options: &[("none", "has no lock"), ("lock", "is guarded by a Lock")],
                default: "none",
            },
        },
        Setting {
            id: "tasks",
            label: "Tasks",
            hint: "how many tasks add to the counter",
            kind: SettingKind::Number {
                min: 0,
                max: 100,
                default: 4,
                unit: "",
            },
        },
        Setting {
            id: "times",
            label: "Additions",
            hint: "how often each task adds 1",
            kind: SettingKind::Number {
                min: 0,
                max: 100,
                default: 4,
                unit: "",
            },
        },
        Setting {
            id: "pause",
            label: "Pause",
            hint: "a sleep between reading and writing; 0 still lets the others run",
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
