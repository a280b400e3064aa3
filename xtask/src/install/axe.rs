//! The checker of accessibility that the end-to-end tests run in their pages.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::install::consent::Consent;
use crate::install::{npm, tools};
use crate::paths::Places;

const NAME: &str = "axe-core";
const VERSION: &str = "4.14.1";

/// The file of its script, where npm's `axe-core` is installed.
pub(crate) fn installed(places: &Places) -> Option<PathBuf> {
    tools::npm_installed(places, NAME, VERSION).map(|modules| script(&modules))
}

/// Installs it and gives the file of its script.
///
/// # Errors
/// Says what to install by hand where it cannot be done here.
pub(crate) fn ensure(places: &Places, consent: Consent) -> Result<PathBuf> {
    Ok(script(&npm::package(places, consent, NAME, VERSION)?))
}

fn script(modules: &Path) -> PathBuf {
    modules.join("axe-core/axe.min.js")
}
