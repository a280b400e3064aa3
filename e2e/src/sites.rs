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
    Ok(String::from_utf8(file("index.html")?)?)
}

/// The folder of that site which has all of the program. It is called after its content.
///
/// # Errors
/// When it was not built.
pub fn program() -> Result<String> {
    let dist = top().join("dist");
    let entries =
        fs::read_dir(&dist).with_context(|| format!("could not read {}", dist.display()))?;
    entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .find(|name| name.starts_with("v-"))
        .with_context(|| format!("{} has no program: run `cargo xtask build`", dist.display()))
}

/// A file of that site.
///
/// # Errors
/// When it is not there.
pub fn file(path: &str) -> Result<Vec<u8>> {
    let file = top().join("dist").join(path);
    fs::read(&file).with_context(|| format!("could not read {}", file.display()))
}

/// What wasm-pack makes, beside `package.html`, a page that imports it.
///
/// # Errors
/// When it was not built.
pub fn wasm_pack() -> Result<Site> {
    let site = built("target/pkg", "coroscope.js", "cargo xtask test wasm-pack")?;
    Ok(site.fallback(top().join("e2e/fixtures")))
}

/// Pages that a bundler made with the npm package: `vite` or `webpack`.
///
/// # Errors
/// When they were not built.
pub fn bundled_by(bundler: &str) -> Result<Site> {
    let folder = format!("target/{bundler}");
    built(&folder, "element.html", "cargo xtask test package")
}

/// The npm package, and the page's folder that it is installed in.
///
/// # Errors
/// When it was not built.
pub fn npm_package() -> Result<(PathBuf, PathBuf)> {
    built("target/npm", "package.json", "cargo xtask test package")?;
    built("target/bundled", "package.json", "cargo xtask test package")?;
    Ok((top().join("target/npm"), top().join("target/bundled")))
}

/// The app in `examples/your-app`.
///
/// # Errors
/// When it was not built.
pub fn your_app() -> Result<Site> {
    built(
        "target/your-app",
        "your_app.js",
        "cargo xtask test your-app",
    )
}

/// A site that the tool of a recipe built, and its folder.
///
/// # Errors
/// When it was not built.
pub fn recipe(name: &str) -> Result<(Site, PathBuf)> {
    let folder = format!("target/recipes/{name}");
    let site = built(&folder, "index.html", "cargo xtask test recipes")?;
    Ok((site, top().join(folder)))
}

/// The benchmark pages.
///
/// # Errors
/// When they were not built.
pub fn bench() -> Result<Site> {
    built("target/bench", "runtime.html", "cargo xtask bench --build")
}

/// Any folder.
///
/// # Errors
/// When `COROSCOPE_ENGINE` names no engine.
pub fn folder(folder: &Path) -> Result<Site> {
    before::watched(Site::new(folder))
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
