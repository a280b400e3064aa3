//! Compiles a package for the browser: cargo, then wasm-bindgen, then wasm-opt.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use fs_err as fs;
use serde_json::Value;
use wasm_bindgen_cli_support::Bindgen;

use crate::install::wasm_opt::WasmOpt;
use crate::install::wasm_toolchain::{SCRIPT_TARGET_DIR, TARGET, WasmToolchain};
use crate::paths::Paths;
use crate::{process, progress};

/// The layers that the script engine depends on.
const LAYERS_OF_ENGINE: [&str; 5] = [
    "coroscope-browser",
    "coroscope-recording",
    "coroscope-runtime",
    "coroscope-trace",
    "coroscope-world",
];

/// A package that is built for browsers.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Package {
    name: &'static str,
    /// The name of its library, and of the files that wasm-bindgen writes.
    library: &'static str,
    /// Its features, without the default ones; `None` for the default ones.
    features: Option<&'static str>,
    /// The cargo profile.
    profile: &'static str,
    /// Flags for rustc, for the package and its dependencies.
    flags: &'static str,
    /// Passes of wasm-opt.
    passes: &'static [&'static str],
    /// The target folder.
    target: &'static str,
    /// Arguments for the linker.
    link: &'static [&'static str],
}

/// The passes for modules of pages. Inlining functions that have one caller would make the download 1 % larger.
pub(crate) const OF_PAGES: &[&str] = &["-O3", "--one-caller-inline-max-function-size=0"];

pub(crate) const SITE: Package = Package {
    name: "coroscope",
    library: "coroscope",
    features: None,
    profile: "release",
    flags: "",
    passes: OF_PAGES,
    target: "target",
    link: &[],
};

/// The engine for Python scripts. It is compiled without link-time optimisation, which would take longer than the rest of
/// the build; quick passes of wasm-opt remove the duplicates that this leaves.
pub(crate) const ENGINE: Package = Package {
    name: "coroscope-engine",
    library: "coroscope_engine",
    features: None,
    profile: "engine",
    // Unrolling, vectorising and the default amount of inlining make the module larger, but not faster.
    flags: "-Cno-vectorize-loops -Cno-vectorize-slp -Cllvm-args=-unroll-runtime=false \
        -Cllvm-args=-unroll-allow-partial=false -Cllvm-args=-inlinedefault-threshold=90",
    passes: &[
        "--duplicate-function-elimination",
        "--merge-similar-functions",
        "--memory-packing",
        "--simplify-locals",
        "--coalesce-locals",
        "--vacuum",
        "--reorder-locals",
        "--reorder-functions",
        "--remove-unused-module-elements",
    ],
    target: SCRIPT_TARGET_DIR,
    // A script that allocates without end must fail before the reader's machine does. The size of the stack belongs to
    // the limit that `engine/src/stack.rs` sets.
    link: &["--max-memory=1073741824", "-zstack-size=10485760"],
};

/// The benchmark pages.
pub(crate) const BENCH: Package = Package {
    name: "coroscope-bench",
    library: "coroscope_bench",
    features: None,
    profile: "release",
    flags: "",
    passes: OF_PAGES,
    target: "target",
    link: &[],
};

/// The app in `examples/`. It is built for tests only.
pub(crate) const YOUR_APP: Package = Package {
    name: "your-app",
    library: "your_app",
    features: None,
    profile: "release",
    flags: "",
    passes: &[],
    target: "target",
    link: &[],
};

/// The same app with the element in its module.
pub(crate) const YOUR_APP_WITH_ELEMENT: Package = Package {
    features: Some("element"),
    ..YOUR_APP
};

/// The same app without Coroscope.
pub(crate) const YOUR_APP_BEFORE: Package = Package {
    name: "your-app-before",
    library: "your_app_before",
    ..YOUR_APP
};

/// Builds the JavaScript and the module, and returns their folder. Does nothing where the result of an earlier call is up
/// to date.
pub(crate) fn make(paths: &Paths, toolchain: &WasmToolchain, package: Package) -> Result<PathBuf> {
    let raw = compile(paths, toolchain, package)?;
    let optimiser = match package.passes {
        [] => None,
        _ => WasmOpt::find(paths),
    };

    let variant = package
        .features
        .map_or(String::new(), |it| format!("-{it}"));
    let folder = raw.with_file_name(format!("{}{variant}-bundle", package.name));
    let stamp = folder.join("stamp");
    let current = fingerprint(&raw, optimiser.as_ref())?;
    if fs::read_to_string(&stamp).is_ok_and(|found| found == current) {
        return Ok(folder.join("files"));
    }
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let files = folder.join("files");
    progress::step("wasm-bindgen", || bind(&raw, package, &files))?;
    let module = files.join(format!("{}_bg.wasm", package.library));
    if let Some(optimiser) = optimiser {
        let before = size(&module)?;
        progress::step("wasm-opt", || optimiser.optimise(&module, package.passes))?;
        let after = size(&module)?;
        let (before, after) = (progress::kilobytes(before), progress::kilobytes(after));
        progress::note(format!("{before} before, {after} after"));
    }
    fs::write(&stamp, current)?;
    Ok(files)
}

/// Runs cargo, and returns the path of the module that it wrote.
fn compile(paths: &Paths, toolchain: &WasmToolchain, package: Package) -> Result<PathBuf> {
    // With an rlib as a second crate type, cargo would skip link-time optimisation.
    let mut cargo = rustc(paths, toolchain, package, "cdylib");
    cargo
        .arg("--message-format=json-render-diagnostics")
        .arg("--")
        .args(package.link.iter().map(|it| format!("-Clink-arg={it}")));
    let module = progress::step(
        format!("cargo build of {} for {TARGET}", package.name),
        || {
            process::read_from(&mut cargo, |messages| {
                let mut found = None;
                for line in BufReader::new(messages).lines() {
                    found = module_in(&line?, package).or(found);
                }
                Ok(found)
            })
        },
    )?;
    module.context("cargo built no wasm module")
}

/// Runs clippy on the script engine as a wrapper of rustc, in the profile that `make` uses, so that dependencies are not compiled
/// again. `cargo clippy` would check all of them separately, which takes minutes for the script engine.
pub(crate) fn lint_engine(paths: &Paths, toolchain: &WasmToolchain) -> Result<()> {
    let mut cargo = rustc(paths, toolchain, ENGINE, "rlib");
    for quick in LAYERS_OF_ENGINE.into_iter().chain([ENGINE.name]) {
        let level = format!("profile.{}.package.{quick}.opt-level=0", ENGINE.profile);
        cargo.args(["--config", &level]);
    }
    cargo.env("RUSTC_WORKSPACE_WRAPPER", "clippy-driver");
    process::run(cargo.args(["--", "-Dwarnings"]))
}

/// A command that compiles a package for the browser.
fn rustc(paths: &Paths, toolchain: &WasmToolchain, package: Package, crate_type: &str) -> Command {
    let mut cargo = toolchain.cargo();
    cargo
        .current_dir(&paths.root)
        .args(["rustc", "--profile", package.profile])
        .args(["--target", TARGET])
        .args(["--package", package.name, "--lib"])
        .args(["--target-dir", package.target])
        .args(["--crate-type", crate_type]);
    if let Some(features) = package.features {
        cargo.args(["--no-default-features", "--features", features]);
    }
    // Setting the variable would override the user's own flags.
    if !package.flags.is_empty() {
        cargo.env(
            "CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS",
            package.flags,
        );
    }
    cargo
}

/// The module's path, if this line of cargo's JSON output names it.
fn module_in(line: &str, package: Package) -> Option<PathBuf> {
    let message: Value = serde_json::from_str(line).ok()?;
    if message["target"]["name"] != package.library {
        return None;
    }
    let files = message["filenames"].as_array()?;
    files
        .iter()
        .filter_map(Value::as_str)
        .find(|name| name.ends_with(".wasm"))
        .map(PathBuf::from)
}

fn bind(raw: &Path, package: Package, files: &Path) -> Result<()> {
    let mut bindgen = Bindgen::new();
    bindgen
        .input_path(raw)
        .out_name(package.library)
        .web(true)?
        .omit_default_module_path(false)
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true);
    bindgen.generate(files)
}

fn fingerprint(raw: &Path, optimiser: Option<&WasmOpt>) -> Result<String> {
    let bytes = fs::read(raw)?;
    let mut hasher = DefaultHasher::new();
    bytes.hash(&mut hasher);
    // The settings in this file count as well.
    include_str!("wasm_bundle.rs").hash(&mut hasher);
    wasm_bindgen_version().hash(&mut hasher);
    optimiser.map(WasmOpt::identity).hash(&mut hasher);
    Ok(format!("{:016x}", hasher.finish()))
}

/// The version of the crate `wasm-bindgen`, of its library for tools, and of its programs: they must be the same.
fn wasm_bindgen_version() -> &'static str {
    let pins = include_str!("../../../Cargo.toml").lines();
    let mut versions = pins.filter_map(|line| line.strip_prefix("wasm-bindgen = \"="));
    versions.next().unwrap_or_default().trim_end_matches('"')
}

/// The size of the module in a folder that [`make`] returned, in bytes.
pub(crate) fn module_size(folder: &Path, package: Package) -> Result<usize> {
    size(&folder.join(format!("{}_bg.wasm", package.library)))
}

fn size(file: &Path) -> Result<usize> {
    Ok(usize::try_from(fs::metadata(file)?.len())?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_workspace_pins_one_version_of_wasm_bindgen() {
        let version = wasm_bindgen_version();
        let pin = format!("\"={version}\"");
        let manifest = include_str!("../../../Cargo.toml");
        for dependency in [
            format!("\nwasm-bindgen = {pin}\n"),
            format!("\nwasm-bindgen-cli-support = {pin}\n"),
            format!("\nwasm-bindgen-cli = {{ version = {pin}"),
        ] {
            assert!(manifest.contains(&dependency), "no {dependency}");
        }
        let programs = include_str!("../../../tools/wasm-bindgen/Cargo.toml");
        assert!(programs.contains(&format!("\nversion = \"{version}\"\n")));
    }

    #[test]
    fn the_module_is_found_in_cargos_messages() {
        let line = r#"{"target":{"name":"coroscope"},"filenames":["/t/a.rlib","/t/a.wasm"]}"#;
        assert_eq!(module_in(line, SITE), Some(PathBuf::from("/t/a.wasm")));
        let line = r#"{"target":{"name":"other"},"filenames":["/t/a.wasm"]}"#;
        assert_eq!(module_in(line, SITE), None);
    }
}
