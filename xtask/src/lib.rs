//! Everything behind `cargo xtask`: build the site, serve it, test it, measure it.

pub mod browser_engine;
pub mod cli;
pub mod doc_snippets;
pub mod server;

mod paths;
mod process;
mod progress;

mod install;

mod build;

mod bench;
mod serve;
mod shot;
mod test;

pub use paths::Places;
