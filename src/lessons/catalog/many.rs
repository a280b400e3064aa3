//! Texts and settings of the lesson about many connections.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};
use crate::wording::text;

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "many",
    title: text!("Many connections"),
    topic: Topic::Costs,
    sentence: text!(
        "Simulated clients connect, wait, ask a server something, wait again and leave. First a few do so one at a time, then thousands together, all on one loop."
    ),
    question: text!("How long do thousands of clients take together, if each mostly waits?"),
    settings: &[
        Setting {
            id: "clients",
            label: text!("Clients together"),
            hint: text!(
                "each client is a task; the page stays responsive, because the loop lets it paint in between"
            ),
            kind: SettingKind::Number {
                min: 0,
                max: 20_000,
                default: 10_000,
                unit: "",
            },
        },
        Setting {
            id: "alone",
            label: text!("Clients one at a time"),
            hint: text!("for comparison; each waits until the one before has left"),
            kind: SettingKind::Number {
                min: 0,
                max: 100,
                default: 3,
                unit: "",
            },
        },
        Setting {
            id: "pause",
            label: text!("Pause"),
            hint: text!(
                "how long a client sleeps before and after it asks; some sleep up to 2.5 times as long"
            ),
            kind: SettingKind::Number {
                min: 0,
                max: 5_000,
                default: 80,
                unit: "ms",
            },
        },
    ],
    exhibit: None,
    clock: DefaultClock::Real,
    program: program!(many),
};
