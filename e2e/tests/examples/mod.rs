//! What the pages of documentation print for readers to copy is done as it is printed, with nothing beside it but
//! what the commands before it made. [`cover`] lists what does which; an example that nothing does is a failure.

mod cover;
pub(crate) mod folder;
mod reader;

mod embedding;
mod hosting;
mod instrumenting;
pub(crate) mod readme;

pub(crate) use folder::needs_tool;

use std::path::{Path, PathBuf};

use anyhow::{Result, ensure};
use xtask::doc_snippets;

/// The repository.
fn root() -> PathBuf {
    let package = Path::new(env!("CARGO_MANIFEST_DIR"));
    package.parent().unwrap_or(package).to_path_buf()
}

/// The one example of a page in this language that has this in it.
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
