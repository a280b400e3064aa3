//! Texts and settings of the lesson NAME.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};
use crate::wording::text;

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "NAME",
    title: text!("TITLE"),
    topic: Topic::Basics,
    sentence: text!("Two tasks sleep at the same time, one of them twice as long. Main waits for both."),
    question: text!("Does the run take as long as both sleeps added up, or as long as the longer one?"),
    settings: &[Setting {
        id: "pause",
        label: text!("Pause"),
        hint: text!("how long the short task sleeps; the long one sleeps twice as long"),
        kind: SettingKind::Number {
            min: 0,
            max: 5_000,
            default: 200,
            unit: "ms",
        },
    }],
    exhibit: None,
    clock: DefaultClock::Virtual,
    program: program!(NAME),
};
