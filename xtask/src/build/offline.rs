//! Writes the list of files to cache into `offline.js`, the site's service worker.

use std::path::Path;

use anyhow::{Result, ensure};
use fs_err as fs;
use sha2::{Digest, Sha256};

use crate::files::files_in;

const WORKER: &str = "offline.js";
const FILES_PLACEHOLDER: &str = "const FILES = [];";
const VERSION_PLACEHOLDER: &str = "const VERSION = '';";
/// Files that no page requests.
const FOR_TOOLS: [&str; 2] = ["custom-elements.json", "integrity.json"];

/// Replaces the placeholders in the site's `offline.js` with its files and a hash of their content.
pub(crate) fn write_file_list(site: &Path) -> Result<()> {
    let worker = site.join(WORKER);
    let text = fs::read_to_string(&worker)?;
    ensure!(
        text.contains(FILES_PLACEHOLDER) && text.contains(VERSION_PLACEHOLDER),
        "{} has no placeholder for the list of files",
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
        .replace(FILES_PLACEHOLDER, &format!("const FILES = {files};"))
        .replace(
            VERSION_PLACEHOLDER,
            &format!("const VERSION = '{version:016x}';"),
        );
    Ok(fs::write(&worker, text)?)
}
