//! Texts and settings of the lesson about a pipeline.

use super::super::exhibit::{Exhibit, Points, Progress};
use super::{DefaultClock, Lesson, Setting, SettingKind, Topic, program, shared};
use crate::wording::{text, tr_n};

/// The lesson.
pub(super) const LESSON: Lesson = Lesson {
    id: "pipeline",
    title: text!("A real pipeline"),
    topic: Topic::Sharing,
    sentence: text!(
        "Some tasks fetch documents, one counts their words, one stores the counts in your browser’s database. Each stage works on finished items while the one before it keeps going."
    ),
    question: text!("How long after the last document was fetched is everything stored?"),
    settings: &[
        Setting {
            id: "documents",
            label: text!("Documents"),
            hint: text!(
                "how many documents to fetch; they repeat after twelve, and the database stores each title once"
            ),
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 9,
                unit: "",
            },
        },
        Setting {
            id: "fetchers",
            label: text!("Fetchers"),
            hint: text!("tasks that fetch documents at the same time"),
            kind: SettingKind::Number {
                min: 1,
                max: 100,
                default: 3,
                unit: "",
            },
        },
        Setting {
            id: "capacity",
            label: text!("Capacity"),
            hint: text!("how many items each queue holds; 0 means no limit"),
            kind: SettingKind::Number {
                min: 0,
                max: 1_000,
                default: 2,
                unit: "",
            },
        },
        shared::LATENCY,
        shared::URLS,
    ],
    exhibit: Some(Exhibit::Progress(progress)),
    clock: DefaultClock::Real,
    program: program!(pipeline),
};

/// How many documents are stored.
fn progress(points: &Points) -> Option<Progress> {
    let (done, all) = points.last("stored")?;
    Some(Progress {
        done: done as usize,
        all: all as usize,
        words: tr_n!(
            done as usize,
            "{n} of {all} documents is stored",
            "{n} of {all} documents are stored",
            all = all as usize
        ),
    })
}
