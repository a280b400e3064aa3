//! `coro-scope.js`, the one script that a page names: the element's class and what it imports, in one file beside
//! the generated JavaScript.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

/// The file that a page names.
pub(crate) const ENTRY: &str = "coro-scope.js";
/// Where the class is, in the folder that wasm-bindgen makes for each crate.
const PLACE: &str = "src/web";
const CLASS: &str = "element.js";
/// Where the sample documents are, from the class on and in the folder for its crate, and where they go.
const DOCUMENTS: (&str, &str, &str) = ("../../www/docs/", "www", "docs");
/// What the class imports from beside it. These import nothing themselves.
const PARTS: [&str; 2] = ["around.js", "module.js"];

/// Puts the class together at the top of a folder that wasm-bindgen filled, and leaves in its place what leads
/// there: so there is one class, whether a page begins with it or with the generated JavaScript. The sample documents
/// go to the top as well.
pub(crate) fn place(folder: &Path) -> Result<()> {
    let beside = folder_in(folder)?;
    let up = "../".repeat(beside.strip_prefix(folder)?.components().count());
    let mut whole = String::new();
    for part in PARTS {
        let part = beside.join(part);
        whole += &without(&read(&part)?, "export ");
        whole += "\n";
        fs::remove_file(&part)?;
    }
    let class = beside.join(CLASS);
    let lines = read(&class)?;
    let own = |line: &&str| {
        !PARTS
            .iter()
            .any(|part| line.ends_with(&format!(" from './{part}';")))
    };
    for line in lines.lines().filter(own) {
        whole += line;
        whole += "\n";
    }
    let (from_class, top, name) = DOCUMENTS;
    let whole = whole.replace(from_class, &format!("./{name}/"));
    fs::write(folder.join(ENTRY), whole.replace(&up, "./"))?;
    let moved = beside.join("../..").join(top);
    fs::rename(moved.join(name), folder.join(name))
        .with_context(|| format!("wasm-bindgen put no {name} into {}", moved.display()))?;
    fs::remove_dir(&moved)?;
    let leads = format!("// The class is where pages find it.\nexport * from '{up}{ENTRY}';\n");
    fs::write(&class, leads).with_context(|| format!("could not write {}", class.display()))
}

/// A text, less this word at the beginnings of its lines.
fn without(text: &str, word: &str) -> String {
    let lines = text.lines();
    let lines = lines.map(|line| format!("{}\n", line.strip_prefix(word).unwrap_or(line)));
    lines.collect()
}

fn read(file: &Path) -> Result<String> {
    fs::read_to_string(file).with_context(|| format!("could not read {}", file.display()))
}

fn folder_in(folder: &Path) -> Result<PathBuf> {
    let snippets = folder.join("snippets");
    let crates = fs::read_dir(&snippets)
        .with_context(|| format!("wasm-bindgen made no {}", snippets.display()))?;
    let mut folders = crates
        .flatten()
        .map(|entry| entry.path().join(PLACE))
        .filter(|folder| folder.join(CLASS).is_file());
    folders
        .next()
        .with_context(|| format!("no {PLACE}/{CLASS} is in {}", snippets.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_class_is_one_file_at_the_top_and_finds_the_module_there() -> Result<()> {
        let folder = std::env::temp_dir().join(format!("coroscope-entry-{}", std::process::id()));
        let beside = folder.join("snippets/coroscope-1").join(PLACE);
        fs::create_dir_all(&beside)?;
        fs::write(
            beside.join(CLASS),
            include_str!("../../../src/web/element.js"),
        )?;
        fs::write(
            beside.join(PARTS[0]),
            include_str!("../../../src/web/around.js"),
        )?;
        fs::write(
            beside.join(PARTS[1]),
            include_str!("../../../src/web/module.js"),
        )?;
        let documents = beside.join(DOCUMENTS.0);
        fs::create_dir_all(&documents)?;
        fs::write(documents.join("lock.txt"), "A lock")?;
        place(&folder)?;
        let (entry, leads) = (read(&folder.join(ENTRY))?, read(&beside.join(CLASS))?);
        let document = read(&folder.join("docs/lock.txt"))?;
        fs::remove_dir_all(&folder)?;
        assert!(entry.contains("import('./coroscope.js')"));
        assert!(entry.contains("new URL('./docs/lock.txt?no-inline', import.meta.url)"));
        assert_eq!(document, "A lock");
        let begins = |word: &str| entry.lines().filter(|line| line.starts_with(word)).count();
        assert_eq!(begins("import "), 0, "it is whole");
        assert_eq!(
            begins("export "),
            5,
            "the class, and four functions for the module"
        );
        assert!(
            leads.ends_with("export * from '../../../../coro-scope.js';\n"),
            "{leads}"
        );
        Ok(())
    }
}
