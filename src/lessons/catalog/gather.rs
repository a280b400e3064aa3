//! Texts and settings of the lesson about gather.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program, shared};

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "gather",
    title: "Gather",
    topic: Topic::Basics,
    sentence: "Documents are fetched one after the other, then all at once. Waiting for all of them takes no longer than waiting for the slowest.",
    question: "How long does gather take: as long as all fetches added up, or as long as the slowest?",
    settings: &[
        Setting {
            id: "tasks",
            label: "Tasks",
            hint: "how many documents to fetch; they repeat after twelve",
            kind: SettingKind::Number {
                min: 0,
                max: 10_000,
                default: 5,
                unit: "",
            },
        },
        shared::LATENCY,
        Setting {
            id: "order",
            label: "Order",
            hint: "one after the other takes as long as all latencies added up, so leave it out with many tasks",
            kind: SettingKind::Choice {
                options: &[
                    ("both", "one after the other, then together"),
                    ("together", "together only"),
                ],
                default: "both",
            },
        },
        Setting {
            id: "errors",
            label: "When one fails",
            hint: "whether gather stops at the first failure or returns results and errors alike",
            kind: SettingKind::Choice {
                options: &[
                    ("first", "stop at the first failure"),
                    ("all", "return all results and errors"),
                ],
                default: "first",
            },
        },
        shared::URLS,
    ],
    exhibit: None,
    clock: DefaultClock::Virtual,
    program: program!(gather),
};
