//! Runs scripts in the engine that the site ships, under Node: the module in `dist/script`, as its worker runs it.
//!
//! `node/driver.mjs` is Node's side. What a browser has and Node has not, or has with a time of its own, is made up there:
//! the clock, the network, the files of the site.

#![expect(
    missing_docs,
    reason = "what tests use of each other; where something is wrong, they panic"
)]

mod job;
mod marks;
mod node;
mod ran;

pub use job::{Clock, Job};
pub use marks::{blocking, marked};
pub use ran::{Failed, Ran};

/// The file that a script is said to be, in tracebacks and in the log.
pub const FILE: &str = "script.py";
