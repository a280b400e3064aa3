//! Measures what the Python package's recording costs, beside other tools.

use std::process::Command;

use anyhow::Result;

use crate::build::python_package;
use crate::install::consent::Consent;
use crate::install::python_tools::RECORDER_BENCH;
use crate::paths::Paths;
use crate::process;

/// Prints the comparison, with the `python3` on the PATH.
pub(crate) fn run(paths: &Paths, consent: Consent, rounds: u32) -> Result<()> {
    let python = RECORDER_BENCH.ensure(paths, consent)?.join("python");
    let package = python_package::build(paths, &python)?;
    process::run(
        Command::new(&python)
            .arg(paths.root.join("python/benchmarks/overhead.py"))
            .args(["--runs", &rounds.to_string()])
            .env("COROSCOPE_PACKAGE", package),
    )
}
