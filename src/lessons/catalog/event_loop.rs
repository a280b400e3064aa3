//! Texts and settings of the lesson about the event loop.

use super::{Lesson, Setting, SettingKind, program};

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "loop",
    title: "The event loop",
    sentence: "Main asks for calls at a time, a call soon, and a task, and goes on. The loop keeps a queue of what is ready and a list of timers, and takes turn after turn from them.",
    question: "In which order do the lines come, and who decides it: who asked first, or whose time comes first?",
    settings: &[
        Setting {
            id: "delay",
            label: "Delay",
            hint: "the timers wait this long, twice and three times as long",
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 200,
                unit: "ms",
            },
        },
        Setting {
            id: "turns",
            label: "Turns",
            hint: "the task looks for primes, five thousand numbers in each turn; after a few milliseconds of turns the loop lets the page paint",
            kind: SettingKind::Number {
                min: 0,
                max: 2_000,
                default: 40,
                unit: "",
            },
        },
    ],
    exhibit: None,
    measures: false,
    program: program!(event_loop),
};
