//! `examples/your-app`, an app that uses Coroscope as a crate: built into `target/your-app/`.

use std::path::PathBuf;

use anyhow::Result;

use crate::build::{site, wasm_bundle};
use crate::install::wasm_toolchain::WasmToolchain;
use crate::paths::Places;

/// Builds it and gives its folder.
pub(crate) fn build(places: &Places, toolchain: &WasmToolchain) -> Result<PathBuf> {
    let bundle = wasm_bundle::make(places, toolchain, wasm_bundle::YOUR_APP)?;
    let folder = places.root.join("target/your-app");
    site::remove(&folder)?;
    site::copy_folder(&places.root.join("examples/your-app/www"), &folder)?;
    site::copy_folder(&bundle, &folder)?;
    Ok(folder)
}
