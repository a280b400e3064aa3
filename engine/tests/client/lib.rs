//! Runs scripts under Node, in the module that the site ships (`dist/script`), as the site's worker runs it.
//!
//! [`programs`] are the scripts that several tests run, here and in `engine/lesson-tests`; [`differential`],
//! [`expected_findings`] and [`truth`] check them. `node/driver.mjs` is Node's side. It simulates the clock, the network and the file system of a browser.

#![expect(missing_docs, reason = "only the tests use this")]

pub mod differential;
pub mod expected_findings;
mod job;
mod marks;
mod node;
pub mod programs;
mod run_result;
pub mod truth;

pub use job::{Clock, Job, Wheels, has_jspi};
pub use marks::{blocking, marked};
pub use run_result::{RunResult, ScriptError, printed_in};

/// The file name of a script in tracebacks and in the log.
pub const FILE: &str = "script.py";
