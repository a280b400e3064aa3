//! speedscope, which a test imports exported traces into.

use std::path::PathBuf;

use anyhow::Result;

use crate::install::consent::Consent;
use crate::install::npm_versions::SPEEDSCOPE as VERSION;
use crate::install::{npm, tools};
use crate::paths::Paths;

const NAME: &str = "speedscope";

/// Its folder, if it is installed.
pub(crate) fn installed(paths: &Paths) -> Option<PathBuf> {
    tools::npm_installed(paths, NAME, VERSION).map(|modules| modules.join(NAME))
}

/// Installs it if necessary, and returns its folder.
///
/// # Errors
/// When it cannot be installed. The message says what to install by hand.
pub(crate) fn ensure(paths: &Paths, consent: Consent) -> Result<PathBuf> {
    Ok(npm::package(paths, consent, NAME, VERSION)?.join(NAME))
}
