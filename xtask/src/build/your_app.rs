//! `examples/your-app`, an app that uses Coroscope as a crate: built into `target/your-app/`.

use std::path::PathBuf;

use anyhow::Result;

use crate::build::wasm_bundle;
use crate::files;
use crate::install::wasm_toolchain::WasmToolchain;
use crate::paths::Paths;

/// Builds it and returns its folder.
pub(crate) fn build(paths: &Paths, toolchain: &WasmToolchain) -> Result<PathBuf> {
    let bundle = wasm_bundle::make(paths, toolchain, wasm_bundle::YOUR_APP)?;
    let folder = paths.root.join("target/your-app");
    files::remove_folder(&folder)?;
    files::copy_folder(&paths.root.join("examples/your-app/www"), &folder)?;
    files::copy_folder(&bundle, &folder)?;
    Ok(folder)
}
