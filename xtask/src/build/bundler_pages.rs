//! Pages that use the npm package as an author's do: installed from its tarball, built by Vite and by webpack.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::build::site::{copy_folder, remove};
use crate::install::consent::Consent;
use crate::install::npm;
use crate::paths::Places;
use crate::{process, progress};

/// Packs and installs the package, then builds `e2e/fixtures/bundled` into `target/vite/` and `target/webpack/`.
pub(crate) fn make(places: &Places, consent: Consent, package: &Path) -> Result<()> {
    let (vite, webpack) = (npm::vite(places, consent)?, npm::webpack(places, consent)?);
    let app = places.root.join("target/bundled");
    remove(&app)?;
    copy_folder(&places.root.join("e2e/fixtures/bundled"), &app)?;
    let tarball = pack(package, &app)?;
    process::run(
        npm::command()?
            .current_dir(&app)
            .args(["install", "--offline", "--no-audit", "--no-fund"])
            .args(["--loglevel=error"])
            .arg(tarball),
    )?;
    let target = places.root.join("target");
    for folder in ["vite", "webpack"] {
        remove(&target.join(folder))?;
    }
    progress::step("vite build", || {
        process::run(
            Command::new("node")
                .current_dir(&app)
                .arg(vite)
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

/// Makes the tarball that npm would publish.
fn pack(package: &Path, into: &Path) -> Result<PathBuf> {
    process::output(
        npm::command()?
            .current_dir(package)
            .args(["pack", "--loglevel=error", "--pack-destination"])
            .arg(into),
    )?;
    let tarballs = fs::read_dir(into)?.flatten().map(|entry| entry.path());
    let mut tarballs = tarballs.filter(|path| path.extension().is_some_and(|it| it == "tgz"));
    tarballs.next().context("`npm pack` left no tarball")
}
