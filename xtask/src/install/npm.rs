//! npm, and the bundlers that it installs for the npm package and its test pages.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::install::consent::Consent;
use crate::install::npm_versions::{ESBUILD, VITE, WEBPACK};
use crate::install::{apt, tools};
use crate::paths::Paths;
use crate::process::on_path;

const WHY: &str = "The script editor and some of the tests need tools that npm installs.";

/// esbuild's program.
pub(crate) fn esbuild(paths: &Paths, consent: Consent) -> Result<PathBuf> {
    Ok(package(paths, consent, "esbuild", ESBUILD)?.join(".bin/esbuild"))
}

/// Vite's script.
pub(crate) fn vite(paths: &Paths, consent: Consent) -> Result<PathBuf> {
    Ok(package(paths, consent, "vite", VITE)?.join("vite/bin/vite.js"))
}

/// webpack's folder.
pub(crate) fn webpack(paths: &Paths, consent: Consent) -> Result<PathBuf> {
    Ok(package(paths, consent, "webpack", WEBPACK)?.join("webpack"))
}

/// Installs `node` and `npm` if necessary.
///
/// # Errors
/// When they cannot be installed. The message says what to install by hand.
pub(crate) fn ensure(consent: Consent) -> Result<()> {
    let are_installed = || on_path("node").is_some() && tools::npm_on_path().is_some();
    if !are_installed() && apt::is_installed() {
        apt::install(&["nodejs", "npm"], WHY, consent)?;
    }
    if !are_installed() {
        bail!("{WHY} Put `node` and `npm` on the PATH, Node 20.19 or newer");
    }
    Ok(())
}

/// Whether the bundlers are installed.
pub(crate) fn bundlers_are_installed(paths: &Paths) -> bool {
    [("esbuild", ESBUILD), ("vite", VITE), ("webpack", WEBPACK)]
        .iter()
        .all(|(name, version)| tools::npm_installed(paths, name, version).is_some())
}

/// Installs a package if necessary, and npm before it.
///
/// # Errors
/// When it cannot be installed. The message says what to install by hand.
pub(crate) fn package(
    paths: &Paths,
    consent: Consent,
    name: &str,
    version: &str,
) -> Result<PathBuf> {
    if let Some(modules) = tools::npm_installed(paths, name, version) {
        return Ok(modules);
    }
    ensure(consent)?;
    tools::install_npm_package(paths, name, version)?.context("npm is installed")
}

/// A call of npm.
pub(crate) fn command() -> Result<Command> {
    let npm = tools::npm_on_path().context("no `npm` on the PATH")?;
    Ok(Command::new(npm))
}
