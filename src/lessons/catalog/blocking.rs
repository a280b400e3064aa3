//! Texts and settings of the lesson about blocking the loop.

use super::super::exhibit::Exhibit;
use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};
use crate::wording::text;

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "blocking",
    title: text!("Blocking the loop"),
    topic: Topic::Costs,
    sentence: text!(
        "One task counts primes, another should tick every 20 ms. All share one thread: while one computes, no other runs, and the page freezes."
    ),
    question: text!(
        "How late does the ticker tick while the counter computes, and which cure helps?"
    ),
    settings: &[
        Setting {
            id: "variant",
            label: text!("The counter"),
            hint: text!(
                "in one go it blocks every other task; slices, less work and a worker are three cures"
            ),
            kind: SettingKind::Choice {
                options: &[
                    ("block", text!("computes in one go")),
                    ("slices", text!("yields after every thousand numbers")),
                    ("sieve", text!("does less work, with a sieve")),
                    ("worker", text!("lets a worker compute")),
                ],
                default: "block",
            },
        },
        Setting {
            id: "numbers",
            label: text!("Numbers"),
            hint: text!(
                "primes are counted up to this number; twice as many numbers are almost three times the work"
            ),
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 1_500,
                unit: text!("thousand"),
            },
        },
    ],
    exhibit: Some(Exhibit::Page),
    clock: DefaultClock::RealToMeasure,
    program: program!(blocking),
};
