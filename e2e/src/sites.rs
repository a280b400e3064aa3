//! The built sites that the tests open.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use xtask::server::Site;

use crate::injected_script;

/// The output of `cargo xtask build`.
///
/// # Errors
/// When it was not built.
pub fn dist() -> Result<Site> {
    built("dist", "index.html", "cargo xtask build")
}

/// The HTML of `index.html` in `dist/`.
///
/// # Errors
/// When it was not built.
pub fn dist_page() -> Result<String> {
    Ok(String::from_utf8(file("index.html")?)?)
}

/// The name of the folder in `dist/` with the program. It contains a hash of the content.
///
/// # Errors
/// When it was not built.
pub fn program() -> Result<String> {
    let dist = root().join("dist");
    let entries =
        fs::read_dir(&dist).with_context(|| format!("could not read {}", dist.display()))?;
    entries
        .flatten()
        .map(|entry| entry.file_name().to_string_lossy().into_owned())
        .find(|name| name.starts_with("v-"))
        .with_context(|| format!("{} has no program: run `cargo xtask build`", dist.display()))
}

/// The content of a file in `dist/`.
///
/// # Errors
/// When it does not exist.
pub fn file(path: &str) -> Result<Vec<u8>> {
    let file = root().join("dist").join(path);
    fs::read(&file).with_context(|| format!("could not read {}", file.display()))
}

/// The output of wasm-pack, and `package.html`, which imports it.
///
/// # Errors
/// When it was not built.
pub fn wasm_pack() -> Result<Site> {
    let site = built("target/pkg", "coroscope.js", "cargo xtask test wasm-pack")?;
    Ok(site.fallback(root().join("e2e/fixtures")))
}

/// The pages that a bundler (`vite` or `webpack`) built with the npm package.
///
/// # Errors
/// When they were not built.
pub fn bundled_by(bundler: &str) -> Result<Site> {
    let folder = format!("target/{bundler}");
    built(&folder, "element.html", "cargo xtask test package")
}

/// The folder of the npm package, and the folder of the app that it is installed in.
///
/// # Errors
/// When it was not built.
pub fn npm_package() -> Result<(PathBuf, PathBuf)> {
    built("target/npm", "package.json", "cargo xtask test package")?;
    built("target/bundled", "package.json", "cargo xtask test package")?;
    Ok((root().join("target/npm"), root().join("target/bundled")))
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

/// The same app with the element in its module.
///
/// # Errors
/// When it was not built.
pub fn your_app_with_element() -> Result<Site> {
    built(
        "target/your-app-with-element",
        "your_app.js",
        "cargo xtask test your-app",
    )
}

/// An app in `examples/frameworks`, by the name of its framework.
///
/// # Errors
/// When it was not built.
pub fn in_framework(framework: &str) -> Result<Site> {
    let folder = format!("target/frameworks/{framework}");
    built(&folder, "app.js", "cargo xtask test frameworks")
}

/// The site in `recipes/` that its tool has built, and its folder. `None` if its tool could not be had, which is then
/// printed.
///
/// # Errors
/// When the sites were not built.
pub fn recipe(name: &str) -> Result<Option<(Site, PathBuf)>> {
    by_a_tool("recipes", name)
}

/// The same for a site in `plugins/sites/`.
///
/// # Errors
/// When the sites were not built.
pub fn with_plugin(name: &str) -> Result<Option<(Site, PathBuf)>> {
    by_a_tool("plugins", name)
}

fn by_a_tool(step: &str, name: &str) -> Result<Option<(Site, PathBuf)>> {
    let folder = root().join("target").join(step).join(name);
    if let Ok(why) = fs::read_to_string(folder.join("not-built.txt")) {
        // The test harness captures what tests print.
        writeln!(io::stderr(), "skipped: no site of {name}: {}", why.trim())?;
        return Ok(None);
    }
    if !folder.is_dir() {
        bail!(
            "{} is missing: run `cargo xtask test {step}` first",
            folder.display()
        );
    }
    let site = injected_script::record_problems(Site::new(&folder))?;
    Ok(Some((site, folder)))
}

/// The benchmark pages.
///
/// # Errors
/// When they were not built.
pub fn bench() -> Result<Site> {
    built("target/bench", "runtime.html", "cargo xtask bench --build")
}

/// The output of `cargo xtask build`, with the benchmark pages that show its element.
///
/// # Errors
/// When it was not built.
pub fn dist_with_bench_pages() -> Result<Site> {
    Ok(dist()?.fallback(root().join("benches/web/www")))
}

/// A site with the files of any folder.
///
/// # Errors
/// When `COROSCOPE_ENGINE` names no engine.
pub fn folder(folder: &Path) -> Result<Site> {
    injected_script::record_problems(Site::new(folder))
}

fn built(folder: &str, file: &str, by: &str) -> Result<Site> {
    let folder = root().join(folder);
    if !folder.join(file).is_file() {
        bail!("{} has no {file}: run `{by}` first", folder.display());
    }
    injected_script::record_problems(Site::new(folder))
}

fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_path_buf()
}
