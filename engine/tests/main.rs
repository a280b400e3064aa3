//! The tests of the engine for Python scripts, with the module that the site ships. `COROSCOPE_SCRIPT=prefix` runs only
//! scripts with this prefix.

mod differential;
mod engine;
mod expected_findings;
mod io;
mod log;
mod pages;
mod programs;
mod real_threads;
mod truth;
