//! The Python package: its wheel with the compiled module, and the same unpacked, to be tested and measured.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use fs_err as fs;

use crate::files;
use crate::paths::Paths;
use crate::process;

/// The crate of the compiled module, which is not in the workspace.
pub(crate) const MANIFEST: &str = "python/native/Cargo.toml";

/// The folder in which it is compiled.
pub(crate) fn target_dir(paths: &Paths) -> PathBuf {
    paths.root.join("target/python")
}

/// Builds the wheel in `target/wheel` and returns the folder in which it is unpacked. `python` has hatchling.
pub(crate) fn build(paths: &Paths, python: &Path) -> Result<PathBuf> {
    let wheels = paths.root.join("target/wheel");
    files::remove_folder(&wheels)?;
    process::run(
        Command::new(python)
            .current_dir(paths.root.join("python"))
            .args(["-m", "pip", "wheel", "--quiet", "--no-deps"])
            .args(["--disable-pip-version-check", "--no-build-isolation"])
            .arg("--wheel-dir")
            .args([&wheels, Path::new(".")])
            // Without a module there would be no error.
            .env("COROSCOPE_COMPILED", "1")
            .env_remove("COROSCOPE_PURE")
            .env("CARGO_TARGET_DIR", target_dir(paths)),
    )?;
    let wheel = fs::read_dir(&wheels)?.next();
    let wheel = wheel.with_context(|| format!("pip built no wheel in {}", wheels.display()))??;
    let package = wheels.join("unpacked");
    process::run(
        Command::new(python)
            .args(["-m", "zipfile", "--extract"])
            .args([wheel.path(), package.clone()]),
    )?;
    Ok(package)
}
