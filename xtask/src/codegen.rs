//! `cargo xtask codegen`: runs `tools/codegen`, which is compiled with the library. xtask itself is not.

use std::process::Command;

use anyhow::Result;

use crate::paths::Paths;
use crate::process;

/// Writes what is generated from tables of the library, or checks it.
pub(crate) fn run(paths: &Paths, check: bool) -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo
        .current_dir(&paths.root)
        .env_remove("CARGO")
        .args(["run", "--quiet", "--package", "coroscope-codegen", "--"])
        .args(check.then_some("--check"));
    process::run(&mut cargo)
}
