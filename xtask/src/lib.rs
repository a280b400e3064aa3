//! Everything behind `cargo xtask`: build the site, serve it, test it, measure it.

pub mod cli;
pub mod engine;
pub mod printed;
pub mod server;

mod places;
mod process;
mod say;

mod consent;
mod need;

mod apt;
mod axe;
mod browser;
mod components;
mod distro;
mod python;
mod python_tools;
mod recipes;
mod tools;
mod wasm_bindgen;
mod wasm_toolchain;

mod bench;
mod bench_native;
mod bundle;
mod bundled;
mod entry;
mod lasting;
mod npm;
mod offline;
mod package;
mod pages;
mod script;
mod serve;
mod shot;
mod site;
mod speedscope;
mod test;
mod wasm_opt;
mod wasm_pack;
mod your_app;

pub use places::Places;
