//! Texts and settings of the lesson about synchronous and asynchronous waiting.
//!
//! On the real clock, the synchronous half keeps the page for all its waits: at most 10 seconds.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};
use crate::wording::text;

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "sync",
    title: text!("Synchronous and asynchronous"),
    topic: Topic::Basics,
    sentence: text!(
        "Both halves wait the same number of times. The synchronous half calls functions that block the thread until the wait is over; the asynchronous half hands control back to the loop while it waits."
    ),
    question: text!(
        "How long do the asynchronous waits take: as long as all of them added up, or no longer than one?"
    ),
    settings: &[
        Setting {
            id: "waits",
            label: text!("Waits"),
            hint: text!("how many waits there are, in each half"),
            kind: SettingKind::Number {
                min: 0,
                max: 20,
                default: 3,
                unit: "",
            },
        },
        Setting {
            id: "wait",
            label: text!("Time per wait"),
            hint: text!("a sleep, in place of a wait for a server or a disk"),
            kind: SettingKind::Number {
                min: 0,
                max: 500,
                default: 250,
                unit: "ms",
            },
        },
    ],
    exhibit: None,
    clock: DefaultClock::Virtual,
    program: program!(sync),
};
