//! `offline.js`, told of the files that it keeps.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};
use sha2::{Digest, Sha256};

use crate::build::content_hash::files_in;

const WORKER: &str = "offline.js";
const NO_FILES: &str = "const FILES = [];";
const NO_VERSION: &str = "const VERSION = '';";
/// What no page asks for.
const FOR_TOOLS: [&str; 2] = ["custom-elements.json", "integrity.json"];

/// Writes into the site's `offline.js` what the site consists of.
pub(crate) fn place(site: &Path) -> Result<()> {
    let worker = site.join(WORKER);
    let text = fs::read_to_string(&worker)
        .with_context(|| format!("could not read {}", worker.display()))?;
    ensure!(
        text.contains(NO_FILES) && text.contains(NO_VERSION),
        "{} has no place for the list of files",
        worker.display()
    );
    let mut content = Sha256::new();
    let mut files = vec!["./".to_owned()];
    for file in files_in(site)? {
        if file.ends_with(".d.ts") || FOR_TOOLS.contains(&file.as_str()) {
            continue;
        }
        content.update(&file);
        content.update(fs::read(site.join(&file))?);
        files.push(file);
    }
    let version = u64::from_be_bytes(content.finalize()[..8].try_into()?);
    let files = serde_json::to_string(&files)?;
    let text = text
        .replace(NO_FILES, &format!("const FILES = {files};"))
        .replace(NO_VERSION, &format!("const VERSION = '{version:016x}';"));
    fs::write(&worker, text).with_context(|| format!("could not write {}", worker.display()))
}
