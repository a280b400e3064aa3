//! Texts and knobs of the lesson about deep awaits.

use super::{Knob, KnobKind, Lesson, program};

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "depth",
    title: "Deep awaits",
    sentence: "An async function awaits another, which awaits another, and so on; the last gives up its turn. The time that this takes is measured at several depths, beside JavaScript’s own await.",
    question: "What does a level of await cost, and is it the same at every depth?",
    knobs: &[
        Knob {
            id: "levels",
            label: "Levels in all",
            hint: "each depth is awaited again and again until so many levels were awaited; more make the figures steadier",
            kind: KnobKind::Number {
                min: 0,
                max: 200,
                default: 30,
                unit: "thousand",
            },
        },
        Knob {
            id: "deepest",
            label: "Deepest",
            hint: "depths are 1, 3, 10, 30, 100, 300 and 1000, up to this",
            kind: KnobKind::Number {
                min: 1,
                max: 1_000,
                default: 1_000,
                unit: "",
            },
        },
    ],
    program: program!(depth),
};
