//! The tests of the engine for Python scripts, on the module that the site ships. `COROSCOPE_SCRIPT=prefix` runs the
//! scripts whose names begin so.

mod differential;
mod engine;
mod expected_findings;
mod io;
mod log;
mod pages;
mod programs;
mod real_threads;
mod truth;
