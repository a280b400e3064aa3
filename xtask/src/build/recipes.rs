//! The sites in `recipes/`, each built as its README tells an author to, into `target/recipes/`.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::build::site::{self, copy_folder, remove};
use crate::install::consent::Consent;
use crate::install::python_tools::{MDBOOK, MKDOCS, SPHINX};
use crate::paths::Places;
use crate::{process, progress};

/// Installs what builds them.
pub(crate) fn prepare(places: &Places, consent: Consent) -> Result<()> {
    for tools in [MDBOOK, MKDOCS, SPHINX] {
        tools.ensure(places, consent)?;
    }
    Ok(())
}

/// Builds them with the site in `dist/`, which is built first where there is none.
pub(crate) fn build(places: &Places, consent: Consent) -> Result<()> {
    if !places.dist().join("coro-scope.js").is_file() {
        site::build(places, consent)?;
    }
    prepare(places, consent)?;
    let done = places.root.join("target/recipes");
    remove(&done)?;

    copy(&places.root.join("recipes/plain"), &done.join("plain"))?;
    copy_folder(&places.dist(), &done.join("plain/coroscope"))?;

    let book = source(places, "mdbook", "src/coroscope")?;
    let mdbook = MDBOOK.ensure(places, consent)?.join("mdbook");
    run(
        "mdbook build",
        Command::new(mdbook)
            .arg("build")
            .arg(&book)
            .arg("--dest-dir")
            .arg(done.join("mdbook")),
    )?;

    let docs = source(places, "mkdocs", "docs/coroscope")?;
    run(
        "mkdocs build",
        Command::new(MKDOCS.ensure(places, consent)?.join("python"))
            .args(["-m", "mkdocs", "build", "--quiet", "--strict"])
            .arg("--config-file")
            .arg(docs.join("mkdocs.yml"))
            .arg("--site-dir")
            .arg(done.join("mkdocs")),
    )?;

    let docs = source(places, "sphinx", "_static/coroscope")?;
    run(
        "sphinx-build",
        Command::new(SPHINX.ensure(places, consent)?.join("python"))
            .args(["-m", "sphinx", "--quiet", "--fail-on-warning"])
            .arg(&docs)
            .arg(done.join("sphinx")),
    )
}

/// A copy of a recipe, with the site in its folder `at`.
fn source(places: &Places, recipe: &str, at: &str) -> Result<PathBuf> {
    let copied = places.root.join("target/recipe-sources").join(recipe);
    remove(&copied)?;
    copy(&places.root.join("recipes").join(recipe), &copied)?;
    copy_folder(&places.dist(), &copied.join(at))?;
    Ok(copied)
}

/// Copies all of a folder.
fn copy(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    let entries =
        fs::read_dir(from).with_context(|| format!("could not read {}", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let (from, to) = (entry.path(), to.join(entry.file_name()));
        if entry.file_type()?.is_dir() {
            copy(&from, &to)?;
        } else {
            fs::copy(&from, &to).with_context(|| format!("could not copy {}", from.display()))?;
        }
    }
    Ok(())
}

/// Runs a tool, and tells what it printed where it fails.
fn run(name: &str, command: &mut Command) -> Result<()> {
    progress::step(name, || {
        let output = command
            .output()
            .with_context(|| format!("could not start `{}`", process::shown(command)))?;
        if !output.status.success() {
            bail!(
                "`{}` failed:\n{}{}",
                process::shown(command),
                String::from_utf8_lossy(&output.stdout),
                String::from_utf8_lossy(&output.stderr)
            );
        }
        Ok(())
    })
}
