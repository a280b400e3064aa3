//! `coro-scope.js`, the one script that a page names: the element's class, found beside the generated JavaScript.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The file that a page names.
const ENTRY: &str = "coro-scope.js";
/// The class, in the folder that wasm-bindgen makes for each crate.
const CLASS: &str = "src/web/element.js";

/// Moves the class to the top of a folder that wasm-bindgen filled, and leaves in its place what leads there: so
/// there is one class, whether a page begins with it or with the generated JavaScript.
pub(crate) fn place(folder: &Path) -> Result<()> {
    let class = class_in(folder)?;
    let up = "../".repeat(class.strip_prefix(folder)?.components().count() - 1);
    let text = fs::read_to_string(&class)?;
    fs::write(folder.join(ENTRY), text.replace(&up, "./"))?;
    let leads = format!("// The class is where pages find it.\nexport * from '{up}{ENTRY}';\n");
    fs::write(&class, leads).with_context(|| format!("could not write {}", class.display()))
}

fn class_in(folder: &Path) -> Result<PathBuf> {
    let snippets = folder.join("snippets");
    let crates = fs::read_dir(&snippets)
        .with_context(|| format!("wasm-bindgen made no {}", snippets.display()))?;
    let mut classes = crates
        .flatten()
        .map(|entry| entry.path().join(CLASS))
        .filter(|class| class.is_file());
    classes
        .next()
        .with_context(|| format!("no {CLASS} is in {}", snippets.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_moves_to_the_top_and_finds_the_module_there() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("coroscope-entry-{}", std::process::id()));
        let class = folder.join("snippets/coroscope-1").join(CLASS);
        fs::create_dir_all(class.parent().context("a folder")?)?;
        fs::write(&class, include_str!("../../src/web/element.js"))?;
        place(&folder)?;
        let (entry, leads) = (
            fs::read_to_string(folder.join(ENTRY))?,
            fs::read_to_string(&class)?,
        );
        fs::remove_dir_all(&folder)?;
        assert!(entry.contains("import('./coroscope.js')"));
        assert!(
            leads.ends_with("export * from '../../../../coro-scope.js';\n"),
            "{leads}"
        );
        Ok(())
    }
}
