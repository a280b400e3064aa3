//! Tools that pip can install, in the cache folder, one virtual environment for each list of requirements.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::consent::Consent;
use crate::places::Places;
use crate::site::remove;
use crate::{apt, process, say};

const WHY: &str = "The sites in recipes/ are built by tools that come by pip.";

/// The environment's Python, after installing what the file lists if it is not there.
///
/// # Errors
/// Says what to install by hand where it cannot be done here.
pub(crate) fn ensure(
    places: &Places,
    consent: Consent,
    name: &str,
    requirements: &Path,
) -> Result<PathBuf> {
    let wanted = fs::read_to_string(requirements)
        .with_context(|| format!("could not read {}", requirements.display()))?;
    let folder = places.cache.join(format!("python-{name}"));
    let python = folder.join(if cfg!(windows) {
        "Scripts/python.exe"
    } else {
        "bin/python"
    });
    // Written once all is there.
    let installed = folder.join("installed.txt");
    if python.exists() && fs::read_to_string(&installed).is_ok_and(|it| it == wanted) {
        return Ok(python);
    }
    if !has_environments() && apt::is_here() {
        apt::install(&["python3", "python3-venv"], WHY, consent)?;
    }
    if !has_environments() {
        bail!("{WHY} Put `python3` on the PATH, version 3.11 or newer, with its module `venv`");
    }
    remove(&folder)?;
    let list = wanted.split_whitespace().collect::<Vec<_>>().join(", ");
    say::step(format!("Installing {list} with pip (once)"), || {
        process::run(Command::new("python3").args(["-m", "venv"]).arg(&folder))?;
        process::run(
            Command::new(&python)
                .args(["-m", "pip", "install", "--quiet"])
                .args(["--disable-pip-version-check", "--requirement"])
                .arg(requirements),
        )
    })
    .with_context(|| format!("pip could not install {list}"))?;
    fs::write(&installed, &wanted)
        .with_context(|| format!("could not write {}", installed.display()))?;
    Ok(python)
}

/// Whether there is a Python, new enough, that can make environments with pip.
fn has_environments() -> bool {
    let able = "import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))";
    process::output(Command::new("python3").args(["-c", able])).is_ok()
}
