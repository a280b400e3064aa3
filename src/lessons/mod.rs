//! The lessons: each a program that runs here, that the page shows, and that a recording explains.
//!
//! A lesson's file holds the program alone, because the page shows the file. Its texts and knobs stand in
//! [`catalog`].

pub mod catalog;
pub mod doubles;
pub mod jobs;
pub mod knobs;
pub mod samples;
pub mod world;

mod downloads;
mod files;
mod gather;
mod groups;
mod locks;
mod pipeline;
mod queue;

pub use catalog::{ALL, CLOCK, Lesson, find};
pub use knobs::{Knob, KnobKind, Notice, Values};
pub use world::{Net, World};

/// What a lesson's file imports.
mod prelude {
    pub(super) use super::world::{File, Mode, Store};
    pub(super) use super::{Values, World};
    pub(super) use crate::time::{Duration, human, ms, ratio};
    pub(super) use crate::{ErrorGroup, Lock, Queue, Result, Semaphore, Task};
    pub(super) use crate::{gather, now, print, scope, sleep, spawn, task_group};
    pub(super) use std::cell::Cell;
    pub(super) use std::rc::Rc;
}
