//! npm and the tools that come by it, for the package and for the pages that bundlers make of it.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::consent::Consent;
use crate::places::Places;
use crate::process::on_path;
use crate::{apt, tools};

const ESBUILD: &str = "0.28.2";
const VITE: &str = "8.3.8";
const WEBPACK: &str = "5.112.2";

const WHY: &str = "The npm package is put together and tried with tools that come by npm.";

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

/// npm itself.
pub(crate) fn command() -> Result<Command> {
    let npm = tools::npm_on_path().context("no `npm` on the PATH")?;
    Ok(Command::new(npm))
}

fn package(places: &Places, consent: Consent, name: &str, version: &str) -> Result<PathBuf> {
    if on_path("npm").is_none() && apt::is_here() {
        apt::install(&["nodejs", "npm"], WHY, consent)?;
    }
    match tools::npm(places, name, version)? {
        Some(modules) => Ok(modules),
        None => bail!("{WHY} Put `node` and `npm` on the PATH, Node 20.19 or newer"),
    }
}
