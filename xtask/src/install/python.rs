//! The CPythons that the differential tests compare with: the machine's own, and a newer one under node.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::install::consent::Consent;
use crate::install::{apt, npm, tools};
use crate::paths::Places;
use crate::process::{self, on_path};

const PYODIDE: &str = "pyodide";
/// CPython 3.14; the tests look for the same (`tests/differential/python.rs`).
const PYODIDE_VERSION: &str = "314.0.7";

const WHY: &str = "The differential tests compare Coroscope with CPython's asyncio.";

/// Whether there is a `python3` that is new enough.
pub(crate) fn is_here() -> bool {
    let new_enough = "import sys; sys.exit(sys.version_info < (3, 11))";
    process::output(Command::new("python3").args(["-c", new_enough])).is_ok()
}

/// Sees to `python3`.
///
/// # Errors
/// Says what to install by hand where it cannot be done here.
pub(crate) fn ensure(consent: Consent) -> Result<()> {
    if on_path("python3").is_none() && apt::is_here() {
        apt::install(&["python3"], WHY, consent)?;
    }
    if !is_here() {
        bail!("{WHY} Put `python3` on the PATH, version 3.11 or newer");
    }
    Ok(())
}

/// The folder of npm's `pyodide`, where it is installed.
pub(crate) fn pyodide_installed(places: &Places) -> Option<PathBuf> {
    let modules = tools::npm_installed(places, PYODIDE, PYODIDE_VERSION)?;
    Some(modules.join(PYODIDE))
}

/// Installs npm's `pyodide` and gives its folder.
///
/// # Errors
/// Says what to install by hand where it cannot be done here.
pub(crate) fn ensure_pyodide(places: &Places, consent: Consent) -> Result<PathBuf> {
    Ok(npm::package(places, consent, PYODIDE, PYODIDE_VERSION)?.join(PYODIDE))
}
