//! Texts and settings of the lesson about gather.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program, shared};
use crate::wording::text;

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "gather",
    title: text!("Gather"),
    topic: Topic::Basics,
    sentence: text!(
        "Documents are fetched one after the other, then all at once. Waiting for all of them takes no longer than waiting for the slowest."
    ),
    question: text!(
        "How long does gather take: as long as all fetches added up, or as long as the slowest?"
    ),
    settings: &[
        Setting {
            id: "tasks",
            label: text!("Tasks"),
            hint: text!("how many documents to fetch; they repeat after twelve"),
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
            label: text!("Order"),
            hint: text!(
                "one after the other takes as long as all latencies added up, so leave it out with many tasks"
            ),
            kind: SettingKind::Choice {
                options: &[
                    ("both", text!("one after the other, then together")),
                    ("together", text!("together only")),
                ],
                default: "both",
            },
        },
        Setting {
            id: "errors",
            label: text!("When one fails"),
            hint: text!(
                "whether gather stops at the first failure or returns results and errors alike"
            ),
            kind: SettingKind::Choice {
                options: &[
                    ("first", text!("stop at the first failure")),
                    ("all", text!("return all results and errors")),
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
