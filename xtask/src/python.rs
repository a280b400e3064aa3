//! The CPythons that the differential tests compare with: the machine's own, and a newer one under node.

use std::path::PathBuf;
use std::process::Command;

use anyhow::{Result, bail};

use crate::consent::Consent;
use crate::places::Places;
use crate::process::{self, on_path};
use crate::{apt, tools};

/// CPython 3.14; the tests look for the same (`tests/differential/python.rs`).
const PYODIDE_VERSION: &str = "314.0.7";

const WHY: &str = "The differential tests compare Coroscope with CPython's asyncio.";

/// Sees to `python3`, and installs npm's `pyodide`, whose folder it gives.
///
/// # Errors
/// Says what to install by hand where it cannot be done here.
pub(crate) fn ensure(places: &Places, consent: Consent) -> Result<PathBuf> {
    if on_path("python3").is_none() && apt::is_here() {
        apt::install(&["python3"], WHY, consent)?;
    }
    let new_enough = "import sys; sys.exit(sys.version_info < (3, 11))";
    if process::run(Command::new("python3").args(["-c", new_enough])).is_err() {
        bail!("{WHY} Put `python3` on the PATH, version 3.11 or newer");
    }
    if on_path("node").is_none() && apt::is_here() {
        apt::install(&["nodejs", "npm"], WHY, consent)?;
    }
    match tools::npm(places, "pyodide", PYODIDE_VERSION)? {
        Some(modules) => Ok(modules.join("pyodide")),
        None => bail!(
            "{WHY} What this machine's Python is too old for runs on npm's pyodide: put `node` \
             and `npm` on the PATH, Node 18 or newer"
        ),
    }
}
