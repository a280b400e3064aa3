//! The catalogue: texts and settings of every lesson, in the order of the article.

// codegen: modules
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
// codegen: end

use super::exhibit::Exhibit;
use super::settings::{Setting, SettingKind, Values};
use crate::error::Result;
use crate::world::World;
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
    /// What it shows, in a sentence or two.
    pub sentence: &'static str,
    /// The question that the run answers.
    pub question: &'static str,
    /// Its settings.
    pub settings: &'static [Setting],
    /// What it shows next to its timeline.
    pub exhibit: Option<Exhibit>,
    /// Whether it measures computing, which takes no time on the virtual clock.
    pub measures: bool,
    /// The program that runs and is shown.
    pub program: Program,
}

/// A lesson's program.
#[derive(Debug)]
pub struct Program {
    /// The path of its file, as the log has it.
    pub file: &'static str,
    /// The Rust source.
    pub source: &'static str,
    /// The same program in Python. It runs under `python3`; some need a package, which they name.
    pub python: &'static str,
    /// Makes the main coroutine.
    pub start: Start,
}

/// The program in `lessons/NAME.rs` and `lessons/python/NAME.py`.
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

/// All lessons, in order. `cargo xtask codegen` adds new ones at the end and keeps the order of the others.
pub const ALL: &[Lesson] = &[
    // codegen: order
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
    // codegen: end
];

/// The setting that all lessons have: the clock of the run.
pub const CLOCK: Setting = Setting {
    id: "clock",
    label: "Clock",
    hint: "the virtual clock jumps from one deadline to the next; every run is the same, event for event, and can be stepped pass by pass",
    kind: SettingKind::Choice {
        options: &[("real", "real"), ("virtual", "virtual")],
        default: "real",
    },
};

/// The lesson with this id.
pub fn find(id: &str) -> Option<&'static Lesson> {
    ALL.iter().find(|lesson| lesson.id == id)
}
