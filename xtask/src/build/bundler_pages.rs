//! Test pages that install the npm package from its tarball, built by Vite and by webpack.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::files::{copy_folder, remove_folder};
use crate::install::consent::Consent;
use crate::install::npm;
use crate::paths::Paths;
use crate::{process, progress};

/// Packs and installs the package, then builds `e2e/fixtures/bundled` into `target/vite/` and `target/webpack/`.
pub(crate) fn make(paths: &Paths, consent: Consent, package: &Path) -> Result<()> {
    let vite = npm::VITE.program("vite", paths, consent)?;
    let webpack = npm::WEBPACK.ensure(paths, consent)?;
    let app = paths.root.join("target/bundled");
    remove_folder(&app)?;
    copy_folder(&paths.root.join("e2e/fixtures/bundled"), &app)?;
    let tarball = pack(package, &app)?;
    process::run(
        npm::command()?
            .current_dir(&app)
            .args(["install", "--offline", "--no-audit", "--no-fund"])
            .args(["--loglevel=error"])
            .arg(tarball),
    )?;
    let target = paths.root.join("target");
    for folder in ["vite", "webpack"] {
        remove_folder(&target.join(folder))?;
    }
    progress::step("vite build", || {
        process::run(
            Command::new(vite)
                .current_dir(&app)
                .args(["build", "--logLevel", "error", "--base", "./"])
                .args(["--emptyOutDir", "--outDir"])
                .arg(target.join("vite")),
        )
    })?;
    progress::step("webpack", || {
        process::run(
            Command::new("node")
                .current_dir(&app)
                .arg("webpack.cjs")
                .arg(webpack)
                .arg(target.join("webpack")),
        )
    })
}

/// Runs `npm pack`, and returns the tarball.
fn pack(package: &Path, into: &Path) -> Result<PathBuf> {
    process::output(
        npm::command()?
            .current_dir(package)
            .args(["pack", "--loglevel=error", "--pack-destination"])
            .arg(into),
    )?;
    let tarballs = fs::read_dir(into)?.flatten().map(|entry| entry.path());
    let mut tarballs = tarballs.filter(|path| path.extension().is_some_and(|it| it == "tgz"));
    tarballs.next().context("`npm pack` wrote no tarball")
}
