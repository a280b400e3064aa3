//! npm's `speedscope`, which the tests open a trace with.

use std::path::PathBuf;

use anyhow::Result;

use crate::places::Places;
use crate::tools;

/// The tests look for the same (`tests/export/speedscope.rs`).
const VERSION: &str = "1.25.0";

/// Installs it and gives its folder; nothing where there is no npm, and the test that wants it says so.
pub(crate) fn ensure(places: &Places) -> Result<Option<PathBuf>> {
    let modules = tools::npm(places, "speedscope", VERSION)?;
    Ok(modules.map(|modules| modules.join("speedscope")))
}
