//! `target/pkg/`, built by wasm-pack: an ES module, its types and its WebAssembly.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::install::wasm_toolchain::WasmToolchain;
use crate::install::{tools, wasm_bindgen};
use crate::paths::Paths;
use crate::process;

/// Builds it and returns the folder. The tools that wasm-pack calls are on its PATH, so it downloads nothing.
pub(crate) fn build(paths: &Paths, toolchain: &WasmToolchain) -> Result<PathBuf> {
    let folders = [
        wasm_bindgen::ensure(paths)?,
        tools::WASM_PACK.ensure(paths)?,
    ];
    let mut command = Command::new(folders[1].join("wasm-pack"));
    process::run(
        command
            .current_dir(&paths.root)
            .env_remove("CARGO")
            .envs(toolchain.environment_with(&folders))
            .args(["build", "--mode", "no-install", "--target", "web"])
            .args(["--out-dir", "target/pkg"]),
    )?;
    Ok(paths.root.join("target/pkg"))
}
