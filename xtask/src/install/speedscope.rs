//! npm's `speedscope`, which the tests open a trace with.

use std::path::PathBuf;

use anyhow::Result;

use crate::install::consent::Consent;
use crate::install::{npm, tools};
use crate::paths::Places;

const NAME: &str = "speedscope";
/// The tests look for the same (`tests/export/speedscope.rs`).
const VERSION: &str = "1.25.0";

/// Its folder, where it is installed.
pub(crate) fn installed(places: &Places) -> Option<PathBuf> {
    tools::npm_installed(places, NAME, VERSION).map(|modules| modules.join(NAME))
}

/// Installs it and gives its folder.
///
/// # Errors
/// Says what to install by hand where it cannot be done here.
pub(crate) fn ensure(places: &Places, consent: Consent) -> Result<PathBuf> {
    Ok(npm::package(places, consent, NAME, VERSION)?.join(NAME))
}
