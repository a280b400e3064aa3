//! Tests the Python package: both its forms, as they are in its wheel, with one or more versions of CPython.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use crate::build::python_package;
use crate::install::consent::Consent;
use crate::install::{interpreters, postgres, python_tools::RECORDER_TESTS};
use crate::paths::Paths;
use crate::process::{cargo, output, run as call};
use crate::progress;

/// The variables that choose a form: see `python/tests/conftest.py`.
const FORMS: [&str; 2] = ["COROSCOPE_COMPILED", "COROSCOPE_PURE"];

/// Checks the compiled module and the types, and runs the tests with the `python3` on the PATH; then also with the
/// [others](interpreters::chosen) that were chosen. What pytest leaves out is listed with the reasons.
pub(super) fn test(paths: &Paths, consent: Consent) -> Result<()> {
    let chosen = interpreters::chosen()?;
    let python = RECORDER_TESTS.ensure(paths, consent)?.join("python");
    let native = |subcommand: &str| {
        let mut cargo = cargo(paths, subcommand);
        cargo
            .args(["--manifest-path", python_package::MANIFEST])
            .env("CARGO_TARGET_DIR", python_package::target_dir(paths));
        cargo
    };
    call(native("fmt").arg("--check"))?;
    call(native("clippy").args(["--locked", "--", "-Dwarnings"]))?;
    postgres::ensure(consent);
    let package = python_package::build(paths, &python)?;
    call(in_package(paths, &python, &package).args(["-m", "mypy"]))?;
    test_forms(paths, &python, &package, &FORMS)?;
    for interpreter in chosen {
        let python = RECORDER_TESTS.ensure_for(paths, &interpreter)?;
        // A free-threaded Python has no stable interface, so the module is not for it.
        let forms = match interpreter.version.ends_with('t') {
            true => &FORMS[1..],
            false => &FORMS,
        };
        test_forms(paths, &python.join("python"), &package, forms)
            .with_context(|| format!("with Python {}", interpreter.version))?;
    }
    Ok(())
}

fn test_forms(paths: &Paths, python: &Path, package: &Path, forms: &[&str]) -> Result<()> {
    let version = output(Command::new(python).arg("-VV"))?;
    for form in forms {
        progress::step(format!("{version}, {form}"), || {
            let mut pytest = in_package(paths, python, package);
            call(
                pytest
                    .args(["-m", "pytest", "--quiet", "-rs"])
                    .env(form, "1"),
            )
        })?;
    }
    Ok(())
}

fn in_package(paths: &Paths, python: &Path, package: &Path) -> Command {
    let mut command = Command::new(python);
    command
        .current_dir(paths.root.join("python"))
        .env("COROSCOPE_PACKAGE", package);
    for form in FORMS {
        command.env_remove(form);
    }
    command
}
