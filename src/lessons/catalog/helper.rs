//! Texts and settings of the lesson about reusable helpers.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program, shared};
use crate::wording::text;

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "helper",
    title: text!("Your own helper"),
    topic: Topic::Sharing,
    sentence: text!(
        "Three small helpers that any program can use: one limits concurrency, one retries, one limits the rate."
    ),
    question: text!(
        "How long do the same fetches take with a limit, with retries, or at a fixed rate?"
    ),
    settings: &[
        Setting {
            id: "variant",
            label: text!("The helper"),
            hint: text!("all three are in the program; this chooses the one that the fetches use"),
            kind: SettingKind::Choice {
                options: &[
                    ("map", text!("limits concurrency")),
                    ("retry", text!("retries after a failure")),
                    ("pace", text!("limits the rate")),
                ],
                default: "map",
            },
        },
        Setting {
            id: "documents",
            label: text!("Documents"),
            hint: text!("how many documents to fetch; they repeat after twelve"),
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 6,
                unit: "",
            },
        },
        Setting {
            id: "most",
            label: text!("At most"),
            hint: text!("how many fetches may run at once"),
            kind: SettingKind::Number {
                min: 1,
                max: 1_000,
                default: 2,
                unit: "",
            },
        },
        Setting {
            id: "refusals",
            label: text!("Refusals"),
            hint: text!("how many requests are refused before one is answered"),
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 8,
                unit: "",
            },
        },
        Setting {
            id: "attempts",
            label: text!("Attempts"),
            hint: text!("how often a document is requested before it is given up"),
            kind: SettingKind::Number {
                min: 1,
                max: 20,
                default: 3,
                unit: "",
            },
        },
        Setting {
            id: "pause",
            label: text!("Pause"),
            hint: text!(
                "the wait before the first retry, doubled for each further one; also the time between two starts when the rate is limited"
            ),
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 100,
                unit: "ms",
            },
        },
        Setting {
            id: "latency",
            label: text!("Added latency"),
            hint: text!(
                "a sleep before each fetch, so that the picture stays readable on a fast network"
            ),
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 150,
                unit: "ms",
            },
        },
        shared::URLS,
    ],
    exhibit: None,
    clock: DefaultClock::Virtual,
    program: program!(helper),
};
