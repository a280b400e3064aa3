//! The lessons: programs that run here, whose source the page shows.
//!
//! A lesson's file contains the program and nothing else, because the page shows the whole file. Texts and
//! settings are in [`catalog`].

pub mod catalog;
mod differences;
pub mod doubles;
pub mod exhibit;
pub mod guide;
pub mod highlight;
pub mod jobs;
mod orders;
mod pairs;
pub mod plot;
mod python;
pub mod recordings;
mod same_lines;
pub mod samples;
pub mod settings;
pub mod terms;

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
mod sync;
mod timeouts;
mod worth;
// codegen: end

pub use catalog::{ALL, CLOCK, DefaultClock, Lesson, Topic, find};
pub use differences::{SettingDifference, differences, shown};
pub use exhibit::Exhibit;
pub use guide::Guide;
pub use orders::{OrderSearch, SCHEDULES, Sleeps};
pub use pairs::{PAIRS, Pair, pair};
pub use settings::{Notice, Setting, SettingKind, Values};

/// The imports of a lesson's file.
mod prelude {
    pub(super) use super::Values;
    pub(super) use super::jobs::is_prime;
    pub(super) use super::samples::Documents;
    pub(super) use crate::runtime::Handle;
    pub(super) use crate::time::{Duration, Instant, human, ms, ratio};
    pub(super) use crate::world::{File, Mode, Store, World, to_worker};
    pub(super) use crate::{
        Error, ErrorGroup, Lock, Queue, Result, Semaphore, Task, TimeoutError, blocking_sleep,
        gather, io, now, print, record_point, record_value, scope, shield, sleep, sleep_until,
        spawn, task_group, timeout, yield_now,
    };
    pub(super) use core::hint::black_box;
    pub(super) use core::pin::Pin;
    pub(super) use std::cell::{Cell, RefCell};
    pub(super) use std::rc::Rc;
}
