//! The system's `python3`, which the differential tests compare with.

use std::process::Command;

use anyhow::{Result, bail};

use crate::install::apt;
use crate::install::consent::Consent;
use crate::process::{self, on_path};

const WHY: &str = "The differential tests compare Coroscope with CPython's asyncio.";

/// Whether a `python3` is installed that is new enough.
pub(crate) fn is_installed() -> bool {
    let new_enough = "import sys; sys.exit(sys.version_info < (3, 11))";
    process::output(Command::new("python3").args(["-c", new_enough])).is_ok()
}

/// Installs `python3` if necessary.
///
/// # Errors
/// When it cannot be installed. The message says what to install by hand.
pub(crate) fn ensure(consent: Consent) -> Result<()> {
    if on_path("python3").is_none() && apt::is_installed() {
        apt::install(&["python3"], WHY, consent)?;
    }
    if !is_installed() {
        bail!("{WHY} Put `python3` on the PATH, version 3.11 or newer");
    }
    Ok(())
}
