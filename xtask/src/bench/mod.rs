//! `cargo xtask bench`: compares Coroscope with others on the same workloads.

mod beside;
mod native;
mod recorder;

use std::path::{Path, PathBuf};

use anyhow::Result;
use fs_err as fs;

use crate::browser_engine::BrowserEngine;
use crate::build::{script_engine, site, wasm_bundle};
use crate::files;
use crate::install::consent::Consent;
use crate::install::wasm_toolchain::WasmToolchain;
use crate::install::{browsers, npm};
use crate::paths::Paths;
use crate::{process, progress};

/// The name, on the command line, of the benchmarks that run without a browser.
const NATIVE: &str = "native";

/// The name, on the command line, of the benchmarks of Python scripts. Their engine takes minutes to compile.
const SCRIPTS: &str = "scripts";

/// The name, on the command line, of the page that stops scripts. It shows the element of the site.
const STOP: &str = "stop";

/// The name, on the command line, of the benchmark of the Python package.
const RECORDER: &str = "recorder";

/// Builds the benchmark pages and returns their folder.
pub(crate) fn build(paths: &Paths, consent: Consent) -> Result<PathBuf> {
    let toolchain = WasmToolchain::ensure(paths, consent)?;
    let bundle = wasm_bundle::make(paths, &toolchain, wasm_bundle::BENCH)?;
    let folder = paths.root.join("target/bench");
    files::remove_folder(&folder)?;
    files::copy_folder(&paths.root.join("benches/web/www"), &folder)?;
    files::copy_folder(&bundle, &folder)?;
    copy_flame_chart(paths, &folder)?;
    Ok(folder)
}

fn copy_flame_chart(paths: &Paths, folder: &Path) -> Result<()> {
    match npm::FLAME_CHART.ensure_if_possible(paths)? {
        Some(package) => {
            let file = package.join("dist/index.min.js");
            fs::copy(&file, folder.join("flame-chart.js"))?;
        }
        None => {
            progress::note("no npm to install flame-chart-js: timeline.html is built without it")
        }
    }
    Ok(())
}

/// Adds the two engines that `scripts.html` compares: ours, and Pyodide.
fn add_scripts(paths: &Paths, consent: Consent) -> Result<()> {
    let folder = paths.root.join("target/bench");
    script_engine::build(paths, consent, &folder)?;
    let pyodide = npm::PYODIDE.ensure(paths, consent)?;
    files::copy_folder(&pyodide, &folder.join("pyodide"))
}

/// Measures these workloads (all if there are none), and prints the comparison. In the browser, those of another revision
/// as well if one is given.
pub(crate) fn run(
    paths: &Paths,
    consent: Consent,
    rounds: u32,
    beside: Option<&str>,
    workloads: &[String],
) -> Result<()> {
    let (elsewhere, in_browser): (Vec<&String>, Vec<&String>) = workloads
        .iter()
        .partition(|name| [NATIVE, RECORDER].contains(&name.as_str()));
    let is_wanted = |name: &str| workloads.is_empty() || elsewhere.iter().any(|it| *it == name);
    if workloads.is_empty() || !in_browser.is_empty() {
        let scripts = workloads.is_empty() || in_browser.iter().any(|name| *name == SCRIPTS);
        let beside = beside.map(|revision| beside::build(paths, consent, revision, scripts));
        let beside = beside.transpose()?;
        build(paths, consent)?;
        if scripts {
            add_scripts(paths, consent)?;
        }
        if workloads.is_empty() || in_browser.iter().any(|name| *name == STOP) {
            let dist = site::build(paths, consent)?;
            script_engine::build(paths, consent, &dist)?;
        }
        measure_in_browser(paths, consent, rounds, beside.as_deref(), &in_browser)?;
    }
    if is_wanted(NATIVE) {
        native::run(paths)?;
    }
    if is_wanted(RECORDER) {
        recorder::run(paths, consent, rounds)?;
    }
    Ok(())
}

/// Runs the program in `e2e/` that controls the browser.
fn measure_in_browser(
    paths: &Paths,
    consent: Consent,
    rounds: u32,
    beside: Option<&Path>,
    workloads: &[&String],
) -> Result<()> {
    let driver = browsers::ensure_driver(BrowserEngine::Chromium, paths, consent)?;
    process::run(
        process::cargo(paths, "run")
            .args(["--quiet", "--package", "coroscope-e2e"])
            .args(["--bin", "bench", "--", "--rounds"])
            .arg(rounds.to_string())
            .args(beside.map(|_| "--beside"))
            .args(beside)
            .args(workloads)
            .env("CHROMEDRIVER", driver),
    )
}
