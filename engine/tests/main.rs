//! The tests of the engine for Python scripts, with the module that the site ships. `COROSCOPE_SCRIPT=prefix` runs only
//! scripts with this prefix.
//!
//! Tests that need the lessons are in `engine/lesson-tests`, because nothing here depends on the package `coroscope`.

mod differential;
mod engine;
mod expected_findings;
mod io;
mod log;
mod modules;
mod packages;
mod pages;
mod real_threads;
mod truth;
