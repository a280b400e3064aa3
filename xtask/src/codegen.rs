//! `cargo xtask codegen`: runs `tools/codegen`, which is compiled with the library. xtask itself is not.

use anyhow::Result;

use crate::paths::Paths;
use crate::process;

/// Writes what is generated from tables of the library, or checks it.
pub(crate) fn run(paths: &Paths, check: bool) -> Result<()> {
    process::run(
        process::cargo(paths, "run")
            .args(["--quiet", "--package", "coroscope-codegen", "--"])
            .args(check.then_some("--check")),
    )
}
