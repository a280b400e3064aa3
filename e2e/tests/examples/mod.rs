//! Tests the examples in the documentation as they are printed, with nothing but the results of earlier commands.
//! [`coverage`] lists which test covers which example; an example without a test is a failure.

mod coverage;
pub(crate) mod folder;
mod reader;

mod embedding;
mod hosting;
mod instrumenting;
mod own_scripts;
pub(crate) mod readme;

pub(crate) use folder::needs_tool;

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use xtask::doc_snippets;

/// The root of the repository.
fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_path_buf()
}

/// The only example of a page in this language that contains this text.
fn example(page: &str, language: &str, part: &str) -> Result<String> {
    let mut found = doc_snippets::on_page(&root(), page)?;
    found.retain(|it| it.language == language && it.text.contains(part));
    ensure!(
        found.len() == 1,
        "{page} has {} examples in {language} with `{part}`, and not one",
        found.len()
    );
    Ok(found.remove(0).text)
}
