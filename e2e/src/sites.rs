//! The builds that the tests open, each made by a tool that the README names.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xtask::server::Site;

use crate::before;

/// What `cargo xtask build` makes.
///
/// # Errors
/// When it was not built.
pub fn dist() -> Result<Site> {
    built("dist", "index.html", "cargo xtask build")
}

/// The text of the page that `cargo xtask build` makes.
///
/// # Errors
/// When it was not built.
pub fn dist_page() -> Result<String> {
    let file = top().join("dist/index.html");
    fs::read_to_string(&file).with_context(|| format!("could not read {}", file.display()))
}

/// What trunk makes.
///
/// # Errors
/// When it was not built.
pub fn trunk() -> Result<Site> {
    built("target/trunk", "index.html", "cargo xtask test trunk")
}

/// What wasm-pack makes, beside `package.html`, a page that imports it.
///
/// # Errors
/// When it was not built.
pub fn wasm_pack() -> Result<Site> {
    let site = built("target/pkg", "coroscope.js", "cargo xtask test wasm-pack")?;
    Ok(site.also(top().join("e2e/fixtures")))
}

/// The benchmark pages.
///
/// # Errors
/// When they were not built.
pub fn bench() -> Result<Site> {
    built("target/bench", "runtime.html", "cargo xtask bench --build")
}

fn built(folder: &str, file: &str, by: &str) -> Result<Site> {
    let folder = top().join(folder);
    if !folder.join(file).is_file() {
        bail!("{} has no {file}: run `{by}` first", folder.display());
    }
    before::watched(Site::new(folder))
}

fn top() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_path_buf()
}
