//! The implementation of `cargo xtask`: builds, serves, tests and measures Coroscope.

pub mod browser_engine;
pub mod cli;
pub mod doc_snippets;
pub mod server;

mod files;
mod paths;
mod process;
mod progress;

mod install;

mod build;

mod bench;
mod codegen;
mod serve;
mod shot;
mod test;

pub use paths::Paths;
