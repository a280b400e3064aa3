//! The sites in `recipes/`, each built as its README says, into `target/recipes/`.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::build::site;
use crate::files::{copy_files, copy_folder, remove_folder};
use crate::install::consent::Consent;
use crate::install::python_tools::{MDBOOK, MKDOCS, SPHINX};
use crate::paths::Paths;
use crate::process::run_quietly;

/// Installs the tools that build them.
pub(crate) fn prepare(paths: &Paths, consent: Consent) -> Result<()> {
    for tools in [MDBOOK, MKDOCS, SPHINX] {
        tools.ensure(paths, consent)?;
    }
    Ok(())
}

/// Builds them with a copy of the site in `dist/`, which is built first if it does not exist.
pub(crate) fn build(paths: &Paths, consent: Consent) -> Result<()> {
    if !paths.dist().join("coro-scope.js").is_file() {
        site::build(paths, consent)?;
    }
    prepare(paths, consent)?;
    let output = paths.root.join("target/recipes");
    remove_folder(&output)?;

    copy_files(
        &paths.root.join("recipes/plain"),
        &output.join("plain"),
        |_| true,
    )?;
    copy_folder(&paths.dist(), &output.join("plain/coroscope"))?;

    let book = copy_recipe(paths, "mdbook", "src/coroscope")?;
    let mdbook = MDBOOK.ensure(paths, consent)?.join("mdbook");
    run_quietly(
        "mdbook build",
        Command::new(mdbook)
            .arg("build")
            .arg(&book)
            .arg("--dest-dir")
            .arg(output.join("mdbook")),
    )?;

    let docs = copy_recipe(paths, "mkdocs", "docs/coroscope")?;
    run_quietly(
        "mkdocs build",
        Command::new(MKDOCS.ensure(paths, consent)?.join("python"))
            .args(["-m", "mkdocs", "build", "--quiet", "--strict"])
            .arg("--config-file")
            .arg(docs.join("mkdocs.yml"))
            .arg("--site-dir")
            .arg(output.join("mkdocs")),
    )?;

    let docs = copy_recipe(paths, "sphinx", "_static/coroscope")?;
    run_quietly(
        "sphinx-build",
        Command::new(SPHINX.ensure(paths, consent)?.join("python"))
            .args(["-m", "sphinx", "--quiet", "--fail-on-warning"])
            .arg(&docs)
            .arg(output.join("sphinx")),
    )
}

/// Copies a recipe, and the site into its folder `at`.
fn copy_recipe(paths: &Paths, recipe: &str, at: &str) -> Result<PathBuf> {
    let copied = paths.root.join("target/recipe-sources").join(recipe);
    remove_folder(&copied)?;
    copy_files(&paths.root.join("recipes").join(recipe), &copied, |_| true)?;
    copy_folder(&paths.dist(), &copied.join(at))?;
    Ok(copied)
}
