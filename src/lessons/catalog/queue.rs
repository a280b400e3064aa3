//! Texts and settings of the lesson about queues.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program, shared};
use crate::wording::text;

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "queue",
    title: text!("Queue"),
    topic: Topic::Sharing,
    sentence: text!(
        "Producers put documents into a queue, consumers take them out. One None per consumer means: nothing more is coming."
    ),
    question: text!(
        "Which side waits when the queue has little room: the producers or the consumers? And if only one None is sent?"
    ),
    settings: &[
        Setting {
            id: "capacity",
            label: text!("Capacity"),
            hint: text!("how many documents the queue holds; 0 means no limit"),
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 1,
                unit: "",
            },
        },
        Setting {
            id: "ends",
            label: text!("At the end"),
            hint: text!(
                "a None ends one consumer; a consumer that gets no None waits forever, until you stop the run"
            ),
            kind: SettingKind::Choice {
                options: &[
                    ("each", text!("one None per consumer")),
                    ("one", text!("only one None")),
                    (
                        "last",
                        text!("one None per consumer, right after the last document"),
                    ),
                ],
                default: "each",
            },
        },
        Setting {
            id: "producers",
            label: text!("Producers"),
            hint: text!("tasks that fetch documents and put them into the queue"),
            kind: SettingKind::Number {
                min: 0,
                max: 100,
                default: 2,
                unit: "",
            },
        },
        Setting {
            id: "consumers",
            label: text!("Consumers"),
            hint: text!("tasks that take documents and count their words"),
            kind: SettingKind::Number {
                min: 1,
                max: 100,
                default: 2,
                unit: "",
            },
        },
        Setting {
            id: "documents",
            label: text!("Documents"),
            hint: text!("how many documents to fetch in all; they repeat after twelve"),
            kind: SettingKind::Number {
                min: 0,
                max: 10_000,
                default: 8,
                unit: "",
            },
        },
        Setting {
            id: "work",
            label: text!("Time per document"),
            hint: text!(
                "how long a consumer sleeps after counting, as if it stored the result somewhere slow"
            ),
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 300,
                unit: "ms",
            },
        },
        Setting {
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 60,
                unit: "ms",
            },
            ..shared::LATENCY
        },
        shared::URLS,
    ],
    exhibit: None,
    clock: DefaultClock::Virtual,
    program: program!(queue),
};
