//! Texts and knobs of the lesson about what async gains.

use super::{Knob, KnobKind, Lesson, program};

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "worth",
    title: "Is it worth it?",
    sentence: "Jobs compute for a while and then wait for a while, one after the other and together. Async lets the waiting overlap; the computing stays as long as it was.",
    question: "How much faster are your jobs together, and is that as much as one would predict?",
    knobs: &[
        Knob {
            id: "share",
            label: "Waiting",
            hint: "the share of a job in which it waits for the network or a disk; it computes for the rest",
            kind: KnobKind::Number {
                min: 0,
                max: 99,
                default: 75,
                unit: "%",
            },
        },
        Knob {
            id: "jobs",
            label: "Jobs",
            hint: "how many there are; the gain is never more than that",
            kind: KnobKind::Number {
                min: 0,
                max: 200,
                default: 4,
                unit: "",
            },
        },
        Knob {
            id: "numbers",
            label: "Computing",
            hint: "up to where a job counts primes; the wait goes with the time that this takes",
            kind: KnobKind::Number {
                min: 0,
                max: 500,
                default: 100,
                unit: "thousand",
            },
        },
        Knob {
            id: "variant",
            label: "Mixes",
            hint: "your own share of waiting alone, or with others to compare",
            kind: KnobKind::Choice {
                options: &[
                    ("curve", "0, 50, 75 and 90 %, and mine"),
                    ("mine", "mine only"),
                ],
                default: "curve",
            },
        },
    ],
    program: program!(worth),
};
