//! What ARCHITECTURE.md and CONTRIBUTING.md say of the tree, as far as it can be checked.
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const LONGEST_FILE: usize = 330;

/// Layers from the lowest to the highest. Those in one entry may use each other.
const LAYERS: &[&[&str]] = &[
    &["time"],
    &["trace"],
    &["error", "runtime"],
    &["ops", "sync"],
    &["lessons"],
    &["lint"],
    &["timeline"],
    &["export"],
    &["player"],
    &["web"],
];

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn rust_files(folder: &Path) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                let name = path.strip_prefix(root()).unwrap().to_string_lossy();
                found.push((name.replace('\\', "/"), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found.sort();
    found
}

fn all_rust_files() -> Vec<(String, String)> {
    [
        "src", "tests", "xtask", "e2e", "benches", "examples", "script",
    ]
    .iter()
    .flat_map(|folder| rust_files(&root().join(folder)))
    .collect()
}

/// The code of a line, without what is a comment.
fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or("")
}

#[track_caller]
fn assert_none(what: &str, offenders: &[String]) {
    assert!(
        offenders.is_empty(),
        "{what}:\n  {}",
        offenders.join("\n  ")
    );
}

#[test]
fn every_file_says_in_its_first_line_what_it_is() {
    let silent: Vec<String> = all_rust_files()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(name, _)| name)
        .collect();
    assert_none(
        "files without a first line that says what they are",
        &silent,
    );
}

#[test]
fn files_are_short() {
    let long: Vec<String> = all_rust_files()
        .into_iter()
        .filter(|(name, _)| name.starts_with("src/") || name.starts_with("xtask/"))
        .map(|(name, text)| (name, text.lines().count()))
        .filter(|(_, lines)| *lines > LONGEST_FILE)
        .map(|(name, lines)| format!("{name}: {lines} lines"))
        .collect();
    assert_none("files of too many lines", &long);
}

#[test]
fn a_layer_uses_only_those_before_it() {
    let mut offenders = Vec::new();
    for (name, text) in rust_files(&root().join("src")) {
        let module = name.trim_start_matches("src/");
        let module = module.split(['/', '.']).next().unwrap();
        let Some(own) = LAYERS.iter().position(|layer| layer.contains(&module)) else {
            assert_eq!(
                module, "lib",
                "{name} belongs to no layer: name it in tests/tidy.rs"
            );
            continue;
        };
        for later in LAYERS[own + 1..].iter().copied().flatten() {
            let used = format!("crate::{later}::");
            // The library's own tests may use all of it.
            let body = text.split("#[cfg(test)]").next().unwrap();
            if body.lines().any(|line| code(line).contains(&used)) {
                offenders.push(format!("{name} uses {later}"));
            }
        }
    }
    assert_none("layers that use a later one", &offenders);
}

#[test]
fn only_web_knows_the_browser() {
    let mut offenders = Vec::new();
    let mut walls = 0;
    for (name, text) in rust_files(&root().join("src")) {
        walls += text.matches("cfg(target_family = \"wasm\")").count();
        if name.starts_with("src/web/") {
            continue;
        }
        for word in ["web_sys", "js_sys", "gloo", "idb::", "wasm_bindgen"] {
            if text.lines().any(|line| code(line).contains(word)) {
                offenders.push(format!("{name} names {word}"));
            }
        }
    }
    assert_none("files outside src/web that know the browser", &offenders);
    assert_eq!(walls, 1, "the one wall is on `mod web`");
}

#[test]
fn nothing_is_forgotten_injected_or_left_undone() {
    let mut offenders = Vec::new();
    for (name, text) in rust_files(&root().join("src")) {
        for word in [
            ".forget()",
            "inner_html",
            "todo!(",
            "unimplemented!(",
            "unsafe ",
        ] {
            if text.lines().any(|line| code(line).contains(word)) {
                offenders.push(format!("{name} has {word}"));
            }
        }
    }
    assert_none("what CONTRIBUTING.md rules out", &offenders);
}

/// The server of wasm-bindgen's test runner answers four connections for sure; of more, it now and then
/// leaves one waiting for ever, and the tests with it. The page loads sooner with few, too.
#[test]
fn the_page_asks_for_few_files_of_javascript_at_once() {
    const MOST: usize = 4;
    let named: BTreeSet<String> = rust_files(&root().join("src"))
        .iter()
        .flat_map(|(_, text)| text.lines())
        .filter_map(|line| line.split("wasm_bindgen(module = \"/src/web/").nth(1))
        .map(|rest| rest.trim_end_matches("\")]").to_owned())
        .collect();
    let class = fs::read_to_string(root().join("src/web/element.js")).unwrap();
    let after_the_class: BTreeSet<String> = class
        .lines()
        .filter_map(|line| line.split(" from './").nth(1))
        .map(|rest| rest.trim_end_matches("';").to_owned())
        .collect();
    assert!(
        after_the_class.is_subset(&named),
        "{after_the_class:?} are in {named:?}"
    );
    // What the class imports is asked for when it is there, while the others may still be on their way.
    let first = named.len() - after_the_class.len();
    let most = first.max(first - 1 + after_the_class.len());
    assert!(most <= MOST, "put some together: {named:#?}");
}

#[test]
fn the_changelog_knows_the_version() {
    let changelog = fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    let heading = format!("## {}", env!("CARGO_PKG_VERSION"));
    assert!(
        changelog.contains(&heading),
        "CHANGELOG.md has no {heading}"
    );
}

#[test]
fn the_readme_names_both_commands() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for command in ["cargo xtask serve", "cargo xtask test"] {
        assert!(
            readme.contains(command),
            "README.md does not name {command}"
        );
    }
}
