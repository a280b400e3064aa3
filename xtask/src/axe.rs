//! The checker of accessibility that the end-to-end tests run in their pages.

use std::path::PathBuf;

use anyhow::{Result, bail};

use crate::consent::Consent;
use crate::places::Places;
use crate::process::on_path;
use crate::{apt, tools};

const VERSION: &str = "4.14.1";
const WHY: &str = "The end-to-end tests check each page with npm's axe-core.";

/// Installs npm's `axe-core` and gives the file of its script.
///
/// # Errors
/// Says what to install by hand where it cannot be done here.
pub(crate) fn ensure(places: &Places, consent: Consent) -> Result<PathBuf> {
    if on_path("npm").is_none() && apt::is_here() {
        apt::install(&["nodejs", "npm"], WHY, consent)?;
    }
    match tools::npm(places, "axe-core", VERSION)? {
        Some(modules) => Ok(modules.join("axe-core/axe.min.js")),
        None => bail!("{WHY} Put `npm` on the PATH"),
    }
}
