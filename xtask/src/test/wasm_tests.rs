//! Which tests are for the browser: those that say `wasm_bindgen_test`.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

const MARK: &str = "wasm_bindgen_test";

/// The names of the test files, as `cargo test --test` wants them.
pub(super) fn files(root: &Path) -> Result<Vec<String>> {
    let tests = root.join("tests");
    let mut names = Vec::new();
    let entries = fs::read_dir(&tests).with_context(|| format!("no {}", tests.display()))?;
    for entry in entries {
        let path = entry?.path();
        let file = if path.is_dir() {
            path.join("main.rs")
        } else {
            path.clone()
        };
        if is_marked(&file)
            && let Some(name) = path.file_stem()
        {
            names.push(name.to_string_lossy().into_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Whether the library has some among its unit tests.
pub(super) fn are_in_the_library(root: &Path) -> Result<bool> {
    is_marked_somewhere(&root.join("src"))
}

fn is_marked_somewhere(folder: &Path) -> Result<bool> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let marked = if path.is_dir() {
            is_marked_somewhere(&path)?
        } else {
            is_marked(&path)
        };
        if marked {
            return Ok(true);
        }
    }
    Ok(false)
}

fn is_marked(file: &Path) -> bool {
    file.extension().is_some_and(|extension| extension == "rs")
        && fs::read_to_string(file).is_ok_and(|text| text.contains(MARK))
}
