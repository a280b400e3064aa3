//! `cargo xtask bench`: the same work on Coroscope and on others, side by side.

mod native;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::browser_engine::Engine;
use crate::build::{script_engine, site, wasm_bundle};
use crate::install::consent::Consent;
use crate::install::wasm_toolchain::WasmToolchain;
use crate::install::{browsers, python, tools};
use crate::paths::Places;
use crate::{process, progress};

/// What stands for the benchmarks that need no browser.
const NATIVE: &str = "native";

/// What stands for Python scripts, whose engine takes minutes to compile.
const SCRIPTS: &str = "scripts";

/// A peer that draws timelines, from npm.
const FLAME_CHART: (&str, &str) = ("flame-chart-js", "3.3.0");

/// Builds the benchmark pages and gives their folder.
pub(crate) fn build(places: &Places, consent: Consent) -> Result<PathBuf> {
    let toolchain = WasmToolchain::ensure(places, consent)?;
    let bundle = wasm_bundle::make(places, &toolchain, wasm_bundle::BENCH)?;
    let folder = places.root.join("target/bench");
    site::remove(&folder)?;
    site::copy_folder(&places.root.join("benches/web/www"), &folder)?;
    site::copy_folder(&bundle, &folder)?;
    copy_flame_chart(places, &folder)?;
    Ok(folder)
}

fn copy_flame_chart(places: &Places, folder: &Path) -> Result<()> {
    let (name, version) = FLAME_CHART;
    match tools::npm(places, name, version)? {
        Some(modules) => {
            let file = modules.join(name).join("dist/index.min.js");
            fs::copy(&file, folder.join("flame-chart.js"))
                .with_context(|| format!("could not copy {}", file.display()))?;
        }
        None => progress::note(format!("no npm to get {name} with: timeline.html lacks it")),
    }
    Ok(())
}

/// Adds what `scripts.html` compares: our engine, and npm's Pyodide.
fn add_scripts(places: &Places, consent: Consent) -> Result<()> {
    let folder = places.root.join("target/bench");
    script_engine::build(places, consent, &folder)?;
    let pyodide = python::ensure_pyodide(places, consent)?;
    site::copy_folder(&pyodide, &folder.join("pyodide"))
}

/// Measures these workloads, or all, and prints how they compare.
pub(crate) fn run(
    places: &Places,
    consent: Consent,
    rounds: u32,
    workloads: &[String],
) -> Result<()> {
    let (native, in_browser): (Vec<&String>, Vec<&String>) =
        workloads.iter().partition(|name| *name == NATIVE);
    if workloads.is_empty() || !in_browser.is_empty() {
        build(places, consent)?;
        if workloads.is_empty() || in_browser.iter().any(|name| *name == SCRIPTS) {
            add_scripts(places, consent)?;
        }
        measure_in_browser(places, consent, rounds, &in_browser)?;
    }
    if workloads.is_empty() || !native.is_empty() {
        native::run(places)?;
    }
    Ok(())
}

/// Calls the program in `e2e/` that has the browser.
fn measure_in_browser(
    places: &Places,
    consent: Consent,
    rounds: u32,
    workloads: &[&String],
) -> Result<()> {
    let driver = browsers::ensure_driver(Engine::Chromium, places, consent)?;
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(&places.root)
        .args(["run", "--quiet", "--package", "coroscope-e2e"])
        .args(["--bin", "bench", "--", "--rounds"])
        .arg(rounds.to_string())
        .args(workloads)
        .env_remove("CARGO")
        .env("CHROMEDRIVER", driver);
    process::run(&mut cargo)
}
