//! axe-core, the accessibility checker that the end-to-end tests run in their pages.

use std::path::{Path, PathBuf};

use anyhow::Result;

use crate::install::consent::Consent;
use crate::install::npm_versions::AXE as VERSION;
use crate::install::{npm, tools};
use crate::paths::Paths;

const NAME: &str = "axe-core";

/// The path of its script, if it is installed.
pub(crate) fn installed(paths: &Paths) -> Option<PathBuf> {
    tools::npm_installed(paths, NAME, VERSION).map(|modules| script(&modules))
}

/// Installs it if necessary, and returns the path of its script.
///
/// # Errors
/// When it cannot be installed. The message says what to install by hand.
pub(crate) fn ensure(paths: &Paths, consent: Consent) -> Result<PathBuf> {
    Ok(script(&npm::package(paths, consent, NAME, VERSION)?))
}

fn script(modules: &Path) -> PathBuf {
    modules.join("axe-core/axe.min.js")
}
