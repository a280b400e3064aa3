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

mod background;
mod downloads;
mod event_loop;
mod files;
mod gather;
mod groups;
mod helper;
mod locks;
mod pause;
mod pipeline;
mod queue;
mod sync;
mod timeouts;

pub use catalog::{ALL, CLOCK, Lesson, find};
pub use knobs::{Knob, KnobKind, Notice, Values};
pub use world::{Net, World};

/// What a lesson's file imports.
mod prelude {
    pub(super) use super::jobs::is_prime;
    pub(super) use super::world::{File, Mode, Store};
    pub(super) use super::{Values, World};
    pub(super) use crate::runtime::Handle;
    pub(super) use crate::time::{Duration, Instant, human, ms, ratio};
    pub(super) use crate::{
        Error, ErrorGroup, Lock, Queue, Result, Semaphore, Task, TimeoutError, gather, now, print,
        scope, shield, sleep, sleep_until, spawn, task_group, timeout, yield_now,
    };
    pub(super) use std::cell::Cell;
    pub(super) use std::rc::Rc;
}
