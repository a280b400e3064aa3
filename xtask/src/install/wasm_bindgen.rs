//! wasm-bindgen's programs, built from the package `tools/wasm-bindgen`. wasm-pack and trunk call `wasm-bindgen`, and
//! cargo runs the library's tests with `wasm-bindgen-test-runner`.

use std::path::PathBuf;

use anyhow::Result;

use crate::paths::Paths;
use crate::{process, progress};

pub(crate) const TEST_RUNNER: &str = "wasm-bindgen-test-runner";

/// The folder of the programs, if they have been built.
pub(crate) fn built(paths: &Paths) -> Option<PathBuf> {
    let folder = paths.root.join("target/debug");
    folder.join(TEST_RUNNER).is_file().then_some(folder)
}

/// Builds them, and returns their folder.
pub(crate) fn ensure(paths: &Paths) -> Result<PathBuf> {
    progress::step("cargo build of wasm-bindgen's programs", || {
        process::run(
            process::cargo(paths, "build")
                .args(["--package", "coroscope-wasm-bindgen", "--bins"])
                .args(["--target-dir", "target"]),
        )
    })?;
    Ok(paths.root.join("target/debug"))
}
