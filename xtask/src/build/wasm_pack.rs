//! wasm-pack, which makes `target/pkg/`: an ES module, its types and its WebAssembly.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::install::wasm_toolchain::WasmToolchain;
use crate::install::{tools, wasm_bindgen};
use crate::paths::Places;
use crate::process;

/// Builds and gives the folder. The tools that wasm-pack wants are on its PATH, so it downloads nothing.
pub(crate) fn build(places: &Places, toolchain: &WasmToolchain) -> Result<PathBuf> {
    let folders = [
        wasm_bindgen::ensure(places)?,
        tools::WASM_PACK.ensure(places)?,
    ];
    let mut command = Command::new(folders[1].join("wasm-pack"));
    process::run(
        command
            .current_dir(&places.root)
            .env_remove("CARGO")
            .envs(toolchain.environment_with(&folders))
            .args(["build", "--mode", "no-install", "--target", "web"])
            .args(["--out-dir", "target/pkg"]),
    )?;
    Ok(places.root.join("target/pkg"))
}
