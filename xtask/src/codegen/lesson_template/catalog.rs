//! Texts and settings of the lesson NAME.

use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program};

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "NAME",
    title: "TITLE",
    topic: Topic::Basics,
    sentence: "Two tasks sleep at the same time, one of them twice as long. Main waits for both.",
    question: "Does the run take as long as both sleeps added up, or as long as the longer one?",
    settings: &[Setting {
        id: "pause",
        label: "Pause",
        hint: "how long the short task sleeps; the long one sleeps twice as long",
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
