//! The catalogue: every lesson's texts and settings, in the order of the article.

mod background;
mod blocking;
mod depth;
mod downloads;
mod event_loop;
mod files;
mod gather;
mod groups;
mod helper;
mod locks;
mod many;
mod pause;
mod pipeline;
mod queue;
mod shared;
mod sync;
mod timeouts;
mod worth;

use super::exhibit::Exhibit;
use super::settings::{Setting, SettingKind, Values};
use super::world::World;
use crate::error::Result;
use core::pin::Pin;

/// Makes the main coroutine of a run.
pub type Start = fn(&Values, World) -> Pin<Box<dyn Future<Output = Result<()>>>>;

/// A lesson.
#[derive(Debug)]
pub struct Lesson {
    /// Its name in URLs and attributes.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// What it shows, in a sentence.
    pub sentence: &'static str,
    /// The question that the run answers.
    pub question: &'static str,
    /// What the reader can set.
    pub settings: &'static [Setting],
    /// What it shows beside its timeline.
    pub exhibit: Option<Exhibit>,
    /// Whether it measures how long computing takes, which takes no time on the virtual clock.
    pub measures: bool,
    /// What runs and is shown.
    pub program: Program,
}

/// A lesson's program.
#[derive(Debug)]
pub struct Program {
    /// Its file as the log names it.
    pub file: &'static str,
    /// The code that runs, as it is shown.
    pub source: &'static str,
    /// The same in Python, which runs as it is shown: under `python3`, some with a package that they name.
    pub python: &'static str,
    /// Makes the main coroutine.
    pub start: Start,
}

/// The program of `lessons/NAME.rs`, and `lessons/python/NAME.py`.
macro_rules! program {
    ($name:ident) => {
        $crate::lessons::catalog::Program {
            file: concat!("src/lessons/", stringify!($name), ".rs"),
            source: include_str!(concat!("../", stringify!($name), ".rs")),
            python: include_str!(concat!("../python/", stringify!($name), ".py")),
            start: |values, world| Box::pin($crate::lessons::$name::main(values.clone(), world)),
        }
    };
}
use program;

/// Every lesson, in order.
pub const ALL: &[Lesson] = &[
    sync::LESSON,
    pause::LESSON,
    event_loop::LESSON,
    gather::LESSON,
    background::LESSON,
    queue::LESSON,
    locks::LESSON,
    downloads::LESSON,
    files::LESSON,
    timeouts::LESSON,
    groups::LESSON,
    pipeline::LESSON,
    blocking::LESSON,
    depth::LESSON,
    many::LESSON,
    worth::LESSON,
    helper::LESSON,
];

/// The setting that every lesson has: which clock it runs on.
pub const CLOCK: Setting = Setting {
    id: "clock",
    label: "Clock",
    hint: "the virtual clock jumps from deadline to deadline; each run is the same, to the event, and can be stepped pass by pass",
    kind: SettingKind::Choice {
        options: &[("real", "real"), ("virtual", "virtual")],
        default: "real",
    },
};

/// The lesson with this id.
pub fn find(id: &str) -> Option<&'static Lesson> {
    ALL.iter().find(|lesson| lesson.id == id)
}
