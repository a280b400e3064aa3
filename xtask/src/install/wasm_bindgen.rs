//! wasm-bindgen's programs, which the package `tools/wasm-bindgen` builds. wasm-pack and trunk call `wasm-bindgen`, and
//! cargo has `wasm-bindgen-test-runner` run the library's tests.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::paths::Places;
use crate::{process, progress};

pub(crate) const TEST_RUNNER: &str = "wasm-bindgen-test-runner";

/// The folder of the programs, where they have been built.
pub(crate) fn built(places: &Places) -> Option<PathBuf> {
    let folder = places.root.join("target/debug");
    folder.join(TEST_RUNNER).is_file().then_some(folder)
}

/// Builds them, and gives their folder.
pub(crate) fn ensure(places: &Places) -> Result<PathBuf> {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(&places.root)
        .args(["build", "--package", "coroscope-wasm-bindgen", "--bins"])
        .args(["--target-dir", "target"])
        .env_remove("CARGO");
    progress::step("cargo build of wasm-bindgen's programs", || {
        process::run(&mut cargo)
    })?;
    Ok(places.root.join("target/debug"))
}
