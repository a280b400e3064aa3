//! The benchmark pages of another revision, which are measured beside this one's.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::files;
use crate::install::consent::Consent;
use crate::paths::Paths;
use crate::process;

/// Checks out a revision below `target/beside/`, lets its own `cargo xtask` build its pages, and returns their folder. With
/// `scripts`, they have its script engine. A second call for the same revision takes what is built.
pub(super) fn build(
    paths: &Paths,
    consent: Consent,
    revision: &str,
    scripts: bool,
) -> Result<PathBuf> {
    let commit = commit(paths, revision)?;
    let checkout = paths.root.join("target/beside").join(&commit);
    if !checkout.join("Cargo.toml").is_file() {
        // `--force`: git remembers a folder that `cargo clean` has removed.
        process::run(
            git(paths)
                .args(["worktree", "add", "--force", "--detach"])
                .arg(&checkout)
                .arg(&commit),
        )?;
    }
    let xtask = |arguments: &[&str]| {
        let mut cargo = Command::new("cargo");
        cargo
            .current_dir(&checkout)
            .env_remove("CARGO")
            .args(["run", "--quiet", "--package", "xtask", "--"])
            .args(arguments)
            .args(consent.yes.then_some("--yes"));
        process::run(&mut cargo)
    };
    xtask(&["bench", "--build"])?;
    let pages = checkout.join("target/bench");
    if scripts {
        xtask(&["build"])?;
        files::copy_folder(&checkout.join("dist/script"), &pages.join("script"))?;
    }
    Ok(pages)
}

/// The hash of a revision's commit.
fn commit(paths: &Paths, revision: &str) -> Result<String> {
    let output = git(paths)
        .args(["rev-parse", "--verify", "--quiet", "--end-of-options"])
        .arg(format!("{revision}^{{commit}}"))
        .output()
        .context("could not start git")?;
    if !output.status.success() {
        bail!(
            "git knows no revision {revision}: --beside takes a commit, a branch or a tag, such as `main` or `HEAD~5`"
        );
    }
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

fn git(paths: &Paths) -> Command {
    let mut git = Command::new("git");
    git.current_dir(&paths.root);
    git
}
