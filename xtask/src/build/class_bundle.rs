//! `coro-scope.js`, the one script that a page includes: the element's class and its imports in one file, beside the
//! JavaScript that wasm-bindgen generates.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The file that pages include.
pub(crate) const ENTRY: &str = "coro-scope.js";
/// The class's folder within the folder that wasm-bindgen makes for each crate.
const CLASS_FOLDER: &str = "src/web";
const CLASS: &str = "element.js";
/// The sample documents: their path from the class, their folder in the crate, and their folder in the bundle.
const DOCUMENTS: (&str, &str, &str) = ("../../www/docs/", "www", "docs");
/// The modules that the class imports. They must not import anything themselves.
const IMPORTS: [&str; 2] = ["host_page.js", "module.js"];

/// Writes the bundled class to the top of wasm-bindgen's output folder, and replaces the original with a re-export:
/// so there is one class, whether a page loads it first or the generated JavaScript. The sample documents move to the
/// top as well.
pub(crate) fn write(folder: &Path) -> Result<()> {
    let beside = class_folder(folder)?;
    let up = "../".repeat(beside.strip_prefix(folder)?.components().count());
    let mut bundle = String::new();
    for part in IMPORTS {
        let part = beside.join(part);
        bundle += &strip_line_prefix(&read(&part)?, "export ");
        bundle += "\n";
        fs::remove_file(&part)?;
    }
    let class = beside.join(CLASS);
    let lines = read(&class)?;
    let is_own = |line: &&str| {
        !IMPORTS
            .iter()
            .any(|part| line.ends_with(&format!(" from './{part}';")))
    };
    for line in lines.lines().filter(is_own) {
        bundle += line;
        bundle += "\n";
    }
    let (from_class, top, name) = DOCUMENTS;
    let bundle = bundle.replace(from_class, &format!("./{name}/"));
    fs::write(folder.join(ENTRY), bundle.replace(&up, "./"))?;
    let moved = beside.join("../..").join(top);
    fs::rename(moved.join(name), folder.join(name))
        .with_context(|| format!("wasm-bindgen put no {name} into {}", moved.display()))?;
    fs::remove_dir(&moved)?;
    let redirect =
        format!("// The class is in the file that pages include.\nexport * from '{up}{ENTRY}';\n");
    fs::write(&class, redirect).with_context(|| format!("could not write {}", class.display()))
}

/// Removes a prefix from every line that has it.
fn strip_line_prefix(text: &str, prefix: &str) -> String {
    let lines = text.lines();
    let lines = lines.map(|line| format!("{}\n", line.strip_prefix(prefix).unwrap_or(line)));
    lines.collect()
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))
}

fn class_folder(folder: &Path) -> Result<PathBuf> {
    let snippets = folder.join("snippets");
    let crates = fs::read_dir(&snippets)
        .with_context(|| format!("wasm-bindgen made no {}", snippets.display()))?;
    let mut folders = crates
        .flatten()
        .map(|entry| entry.path().join(CLASS_FOLDER))
        .filter(|folder| folder.join(CLASS).is_file());
    folders
        .next()
        .with_context(|| format!("no {CLASS_FOLDER}/{CLASS} is in {}", snippets.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_is_one_file_at_the_top_and_imports_the_module_from_there() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("coroscope-entry-{}", std::process::id()));
        let beside = folder.join("snippets/coroscope-1").join(CLASS_FOLDER);
        fs::create_dir_all(&beside)?;
        fs::write(
            beside.join(CLASS),
            include_str!("../../../src/web/element.js"),
        )?;
        fs::write(
            beside.join(IMPORTS[0]),
            include_str!("../../../src/web/host_page.js"),
        )?;
        fs::write(
            beside.join(IMPORTS[1]),
            include_str!("../../../src/web/module.js"),
        )?;
        let documents = beside.join(DOCUMENTS.0);
        fs::create_dir_all(&documents)?;
        fs::write(documents.join("lock.txt"), "A lock")?;
        write(&folder)?;
        let (entry, redirect) = (read(&folder.join(ENTRY))?, read(&beside.join(CLASS))?);
        let document = read(&folder.join("docs/lock.txt"))?;
        fs::remove_dir_all(&folder)?;
        assert!(entry.contains("import('./coroscope.js')"));
        assert!(entry.contains("new URL('./docs/lock.txt?no-inline', import.meta.url)"));
        assert_eq!(document, "A lock");
        let lines_with = |word: &str| entry.lines().filter(|line| line.starts_with(word)).count();
        assert_eq!(lines_with("import "), 0, "nothing is left to import");
        assert_eq!(
            lines_with("export "),
            5,
            "the class, and four functions for the module"
        );
        assert!(
            redirect.ends_with("export * from '../../../../coro-scope.js';\n"),
            "{redirect}"
        );
        Ok(())
    }
}
