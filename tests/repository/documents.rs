//! Links and paths in the documents lead to files of the repository.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Documents whose paths are those of this repository.
const WITH_PATHS: [&str; 4] = [
    "README.md",
    "ARCHITECTURE.md",
    "CONTRIBUTING.md",
    "docs/glossary.md",
];
/// Folders and files that builds and tests make.
const MADE: [&str; 6] = [
    "dist",
    "target",
    "pkg",
    "snippets",
    "integrity.json",
    "coroscope.js",
];
const EXTENSIONS: [&str; 9] = ["rs", "js", "mjs", "py", "md", "txt", "json", "css", "html"];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// All files and folders of the repository, each as `/folder/file`.
fn tree() -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![root()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            if name.starts_with('.') || name == "node_modules" || MADE.contains(&&*name) {
                continue;
            }
            let relative = path.strip_prefix(root()).unwrap().to_string_lossy();
            found.insert(format!("/{}", relative.replace('\\', "/")));
            if path.is_dir() {
                folders.push(path);
            }
        }
    }
    found
}

/// The guides in `docs`, and the documents above it.
fn documents() -> Vec<String> {
    let guides = fs::read_dir(root().join("docs")).unwrap();
    let guides = guides.map(|entry| entry.unwrap().file_name());
    let guides = guides.map(|name| format!("docs/{}", name.to_string_lossy()));
    let above = [
        "README.md",
        "ARCHITECTURE.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
    ];
    guides
        .filter(|name| Path::new(name).extension().is_some_and(|it| it == "md"))
        .chain(above.map(str::to_owned))
        .collect()
}

/// The text of a document, without its code blocks.
fn prose(document: &str) -> String {
    let text = fs::read_to_string(root().join(document)).unwrap();
    let blocks = text.split("```").step_by(2);
    blocks.collect::<Vec<_>>().join("\n")
}

/// Whether code in a sentence is a path, such as `src/lib.rs` or `life.rs`.
fn is_path(code: &str) -> bool {
    let is_plain = |it: char| it.is_ascii_alphanumeric() || "._-/".contains(it);
    let extension = code.rsplit_once('.').map(|(_, extension)| extension);
    code.chars().all(is_plain)
        && (code.contains('/') || extension.is_some_and(|it| EXTENSIONS.contains(&it)))
}

#[test]
fn paths_lead_to_files() {
    let tree = tree();
    let mut missing = Vec::new();
    for document in WITH_PATHS {
        let prose = prose(document);
        for path in prose.split('`').skip(1).step_by(2).filter(|it| is_path(it)) {
            let made = MADE.contains(&path.split('/').next().unwrap_or_default());
            // Where a section is about one folder, its paths begin there.
            let end = format!("/{}", path.trim_matches('/'));
            if !made && !tree.iter().any(|file| file.ends_with(&end)) {
                missing.push(format!("{document}: {path}"));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "no such files:\n  {}",
        missing.join("\n  ")
    );
}

#[test]
fn links_lead_to_files() {
    let mut missing = Vec::new();
    for document in documents() {
        let folder = root().join(&document).with_file_name("");
        for link in prose(&document).split("](").skip(1) {
            let link = link.split(')').next().unwrap_or_default();
            let file = link.split('#').next().unwrap_or_default();
            if !link.starts_with("https://") && !folder.join(file).exists() {
                missing.push(format!("{document}: {link}"));
            }
        }
    }
    assert!(
        missing.is_empty(),
        "links without a target:\n  {}",
        missing.join("\n  ")
    );
}
