//! Texts and settings of the lesson about the event loop.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};
use crate::wording::text;

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "loop",
    title: text!("The event loop"),
    topic: Topic::Basics,
    sentence: text!(
        "Main schedules three timed calls, one call for “soon” and a task, then carries on. The loop keeps a queue of what is ready and a list of timers, and works through them one turn at a time."
    ),
    question: text!(
        "In what order are the lines printed: as they were scheduled, or as they fall due?"
    ),
    settings: &[
        Setting {
            id: "delay",
            label: text!("Delay"),
            hint: text!("the timers wait once, twice and three times this long"),
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 200,
                unit: "ms",
            },
        },
        Setting {
            id: "turns",
            label: text!("Turns"),
            hint: text!(
                "the task looks for primes, five thousand numbers in each turn; every few milliseconds the loop lets the page paint"
            ),
            kind: SettingKind::Number {
                min: 0,
                max: 2_000,
                default: 40,
                unit: "",
            },
        },
    ],
    exhibit: None,
    clock: DefaultClock::Virtual,
    program: program!(event_loop),
};
