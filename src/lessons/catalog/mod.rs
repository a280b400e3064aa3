//! The catalogue: texts and settings of every lesson, in their order.

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
mod machine;
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
use crate::wording::{text, tr};
use crate::world::World;
use core::pin::Pin;

/// Makes the main coroutine of a run.
pub type Start = fn(&Values, World) -> Pin<Box<dyn Future<Output = Result<()>>>>;

/// A lesson. Its texts are in English; [`translate`](crate::wording::translate) them to show them.
#[derive(Debug)]
pub struct Lesson {
    /// Its name in URLs and attributes.
    pub id: &'static str,
    /// Its title.
    pub title: &'static str,
    /// The heading under which it is listed.
    pub topic: Topic,
    /// What it shows, in a sentence or two.
    pub sentence: &'static str,
    /// The question that the run answers.
    pub question: &'static str,
    /// Its settings.
    pub settings: &'static [Setting],
    /// What it shows next to its timeline.
    pub exhibit: Option<Exhibit>,
    /// The clock of its runs unless the reader chooses the other one.
    pub clock: DefaultClock,
    /// The program that runs and is shown.
    pub program: Program,
}

/// The clock of a lesson's runs unless the reader chooses the other one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DefaultClock {
    /// The virtual clock: nothing in the lesson depends on how long the browser takes, so every run can be the same.
    Virtual,
    /// The real clock: how long the browser takes is part of what the lesson shows.
    Real,
    /// The real clock: the lesson measures computing, which takes no time on the virtual clock.
    RealToMeasure,
}

impl Lesson {
    /// Whether a run with these values is on the virtual clock by default. With the reader's own URLs it is not, because
    /// there, answers take no time.
    pub fn is_virtual(&self, values: &Values) -> bool {
        self.clock == DefaultClock::Virtual && values.lines("urls").is_empty()
    }
}

/// A heading in the list of lessons.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Topic {
    /// Tasks, the loop, and waiting together.
    Basics,
    /// What tasks share, and who waits for it.
    Sharing,
    /// Failures, timeouts and cancellation.
    Failures,
    /// The time that the loop and its tasks take.
    Costs,
}

impl Topic {
    /// The words of the heading.
    pub fn title(self) -> &'static str {
        match self {
            Topic::Basics => tr!("Basics"),
            Topic::Sharing => tr!("Sharing"),
            Topic::Failures => tr!("When things go wrong"),
            Topic::Costs => tr!("What it costs"),
        }
    }
}

/// A lesson's program.
#[derive(Debug)]
pub struct Program {
    /// The path of its file, as the log has it.
    pub file: &'static str,
    /// The Rust source.
    pub source: &'static str,
    /// The same program in Python, with default values and comments that name the settings ([`Lesson::python`] has
    /// others). It runs under `python3`; some need a package, which they name.
    pub python: &'static str,
    /// The path of the Python program.
    pub python_file: &'static str,
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
            python_file: concat!("src/lessons/python/", stringify!($name), ".py"),
            start: |values, world| Box::pin($crate::lessons::$name::main(values.clone(), world)),
        }
    };
}
use program;

/// All lessons, in order. Those of a topic follow each other. `cargo xtask codegen` adds new ones at the end and keeps the
/// order of the others.
pub const ALL: &[Lesson] = &[
    // codegen: order
    sync::LESSON,
    pause::LESSON,
    event_loop::LESSON,
    gather::LESSON,
    background::LESSON,
    queue::LESSON,
    locks::LESSON,
    machine::LESSON,
    downloads::LESSON,
    files::LESSON,
    pipeline::LESSON,
    helper::LESSON,
    timeouts::LESSON,
    groups::LESSON,
    blocking::LESSON,
    depth::LESSON,
    many::LESSON,
    worth::LESSON,
    // codegen: end
];

/// The setting that all lessons have: the clock of the run.
pub const CLOCK: Setting = Setting {
    id: "clock",
    label: text!("Clock"),
    hint: text!(
        "on the virtual clock, every run is the same, event for event: computing and answers from outside take no time, and only sleeps and timers do"
    ),
    kind: SettingKind::Choice {
        options: &[("real", text!("real")), ("virtual", text!("virtual"))],
        // Each lesson has its own default: see `DefaultClock`.
        default: "virtual",
    },
};

/// The lesson with this id.
pub fn find(id: &str) -> Option<&'static Lesson> {
    ALL.iter().find(|lesson| lesson.id == id)
}
