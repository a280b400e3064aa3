//! npm and the tools that come by it, for the package and for the pages that bundlers make of it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::install::consent::Consent;
use crate::install::{apt, tools};
use crate::paths::Places;
use crate::process::on_path;

const ESBUILD: &str = "0.28.2";
const VITE: &str = "8.3.8";
const WEBPACK: &str = "5.112.2";

const WHY: &str = "The script editor and some of the tests need tools that come by npm.";

/// The program that puts each entry of the package into one file.
pub(crate) fn esbuild(places: &Places, consent: Consent) -> Result<PathBuf> {
    Ok(package(places, consent, "esbuild", ESBUILD)?.join(".bin/esbuild"))
}

/// Vite's script.
pub(crate) fn vite(places: &Places, consent: Consent) -> Result<PathBuf> {
    Ok(package(places, consent, "vite", VITE)?.join("vite/bin/vite.js"))
}

/// webpack's folder.
pub(crate) fn webpack(places: &Places, consent: Consent) -> Result<PathBuf> {
    Ok(package(places, consent, "webpack", WEBPACK)?.join("webpack"))
}

/// Sees to it that there are `node` and `npm`.
///
/// # Errors
/// Says what to install by hand where it cannot be done here.
pub(crate) fn ensure(consent: Consent) -> Result<()> {
    let are_here = || on_path("node").is_some() && tools::npm_on_path().is_some();
    if !are_here() && apt::is_here() {
        apt::install(&["nodejs", "npm"], WHY, consent)?;
    }
    if !are_here() {
        bail!("{WHY} Put `node` and `npm` on the PATH, Node 20.19 or newer");
    }
    Ok(())
}

/// Whether what builds the package and pages with it is installed.
pub(crate) fn bundlers_are_here(places: &Places) -> bool {
    [("esbuild", ESBUILD), ("vite", VITE), ("webpack", WEBPACK)]
        .iter()
        .all(|(name, version)| tools::npm_installed(places, name, version).is_some())
}

/// Installs a package, and npm before it where that is missing.
///
/// # Errors
/// Says what to install by hand where it cannot be done here.
pub(crate) fn package(
    places: &Places,
    consent: Consent,
    name: &str,
    version: &str,
) -> Result<PathBuf> {
    if let Some(modules) = tools::npm_installed(places, name, version) {
        return Ok(modules);
    }
    ensure(consent)?;
    tools::npm(places, name, version)?.context("npm is there")
}

/// npm itself.
pub(crate) fn command() -> Result<Command> {
    let npm = tools::npm_on_path().context("no `npm` on the PATH")?;
    Ok(Command::new(npm))
}
