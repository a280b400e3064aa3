//! Texts and settings of the lesson about helpers of one's own.

use super::{Lesson, Setting, SettingKind, program, shared};

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "helper",
    title: "Your own helper",
    sentence: "A few lines make a helper that any program can use: one that lets only so many run at a time, one that tries again, and one that keeps a pace.",
    question: "How long do the same fetches take when only two may run at a time, when the first tries fail, or when one may begin every 100 ms?",
    settings: &[
        Setting {
            id: "variant",
            label: "The helper",
            hint: "all three are in the program; this says which of them the fetches go through",
            kind: SettingKind::Choice {
                options: &[
                    ("map", "runs at most so many at a time"),
                    ("retry", "tries again after a failure"),
                    ("pace", "lets one begin after each pause"),
                ],
                default: "map",
            },
        },
        Setting {
            id: "documents",
            label: "Documents",
            hint: "how many documents to fetch; they repeat after twelve",
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 6,
                unit: "",
            },
        },
        Setting {
            id: "most",
            label: "At a time",
            hint: "how many fetches may run at a time",
            kind: SettingKind::Number {
                min: 1,
                max: 1_000,
                default: 2,
                unit: "",
            },
        },
        Setting {
            id: "refusals",
            label: "Refusals",
            hint: "so many requests are refused before one is answered; a document is given up after six tries",
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 8,
                unit: "",
            },
        },
        Setting {
            id: "pause",
            label: "Pause",
            hint: "how long a second try waits, and each further one twice as long as the one before; also, how often one may begin",
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 100,
                unit: "ms",
            },
        },
        Setting {
            id: "latency",
            label: "Added latency",
            hint: "a sleep before each fetch, so that a fast network stays readable",
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
    measures: false,
    program: program!(helper),
};
