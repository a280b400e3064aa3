//! Checks rules of ARCHITECTURE.md and CONTRIBUTING.md that concern the source files.
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

const MAX_LINES: usize = 330;

/// The layers of `src/web`, from the lowest to the highest, with their modules. Modules in the same layer may use each
/// other.
const WEB_LAYERS: &[(&str, &[&str])] = &[
    (
        "dom",
        &[
            "cell",
            "clock",
            "database",
            "documents",
            "dom",
            "frame",
            "language",
            "listener",
            "location",
            "page_log",
            "panic",
            "peer",
            "resize",
            "storage",
            "worker",
            "world",
        ],
    ),
    (
        "state",
        &[
            "events",
            "fragment",
            "message",
            "reader_script",
            "run",
            "state",
            "subject",
            "visible_window",
        ],
    ),
    ("view", &["view"]),
    ("app", &["app"]),
    ("element", &["element"]),
    ("page", &["bench", "live", "mod", "page"]),
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
        "src",
        "crates",
        "tests",
        "xtask",
        "e2e",
        "benches",
        "examples",
        "engine",
        "python/native/src",
    ]
    .iter()
    .flat_map(|folder| rust_files(&root().join(folder)))
    .collect()
}

/// The files of the library: the package `coroscope` and the layers below it.
fn library_files() -> impl Iterator<Item = (String, String)> {
    (["src", "crates"].into_iter()).flat_map(|folder| rust_files(&root().join(folder)))
}

/// A line without its comment.
fn code(line: &str) -> &str {
    line.split("//").next().unwrap_or("")
}

#[track_caller]
fn assert_none(problem: &str, offenders: &[String]) {
    assert!(
        offenders.is_empty(),
        "{problem}:\n  {}",
        offenders.join("\n  ")
    );
}

#[test]
fn every_file_begins_with_a_doc_comment() {
    let undocumented: Vec<String> = all_rust_files()
        .into_iter()
        .filter(|(_, text)| !text.starts_with("//! "))
        .map(|(name, _)| name)
        .collect();
    assert_none("files that do not begin with a doc comment", &undocumented);
}

#[test]
fn files_are_short() {
    let long: Vec<String> = all_rust_files()
        .into_iter()
        .filter(|(name, _)| {
            ["src/", "crates/", "xtask/", "python/"]
                .iter()
                .any(|it| name.starts_with(it))
        })
        .map(|(name, text)| (name, text.lines().count()))
        .filter(|(_, lines)| *lines > MAX_LINES)
        .map(|(name, lines)| format!("{name}: {lines} lines"))
        .collect();
    assert_none("files with too many lines", &long);
}

/// The modules of `src/web` that a file names, as in `crate::web::dom` and `super::{dom, panic}`.
fn web_modules_in(name: &str, text: &str) -> BTreeSet<String> {
    // Unit tests may use all layers.
    let body = text.split("#[cfg(test)]").next().unwrap();
    let body: Vec<&str> = body.lines().map(code).collect();
    let body = body.join("\n");
    let module = name.trim_end_matches(".rs").trim_end_matches("/mod");
    // The path from the file's module to `web`.
    let up = "super::".repeat(module.split('/').count() - 2);
    let mut found = BTreeSet::new();
    for folder in ["crate::web::", &up] {
        if folder.is_empty() {
            continue;
        }
        for rest in body.split(folder).skip(1) {
            for path in group(rest) {
                let is_ident = |c: char| c.is_alphanumeric() || c == '_';
                let end = path.find(|c| !is_ident(c)).unwrap_or(path.len());
                found.insert(path[..end].to_owned());
            }
        }
    }
    found
}

/// The paths in the braces at the start of a text; the text itself if it starts otherwise.
fn group(text: &str) -> Vec<&str> {
    let Some(inside) = text.strip_prefix('{') else {
        return vec![text];
    };
    let (mut paths, mut start, mut depth) = (Vec::new(), 0, 0);
    for (at, c) in inside.char_indices() {
        match c {
            '{' => depth += 1,
            '}' if depth > 0 => depth -= 1,
            '}' | ',' if depth == 0 => {
                paths.push(inside[start..at].trim());
                start = at + 1;
                if c == '}' {
                    break;
                }
            }
            _ => {}
        }
    }
    paths
}

#[test]
fn a_layer_of_web_uses_only_earlier_layers() {
    let layer_of = |module: &str| {
        WEB_LAYERS
            .iter()
            .position(|(_, modules)| modules.contains(&module))
    };
    let (mut offenders, mut strangers) = (Vec::new(), Vec::new());
    for (name, text) in rust_files(&root().join("src/web")) {
        let module = name.trim_start_matches("src/web/");
        let module = module.split(['/', '.']).next().unwrap();
        let Some(own) = layer_of(module) else {
            strangers.push(name);
            continue;
        };
        for used in web_modules_in(&name, &text) {
            if let Some(later) = layer_of(&used).filter(|later| *later > own) {
                let (own, later) = (WEB_LAYERS[own].0, WEB_LAYERS[later].0);
                offenders.push(format!(
                    "{name}, in the layer {own}, uses {used}, in the later layer {later}"
                ));
            }
        }
    }
    assert_none(
        "files in no layer of src/web: add their modules to WEB_LAYERS in tests/repository/tidy.rs",
        &strangers,
    );
    let order: Vec<&str> = WEB_LAYERS.iter().map(|(layer, _)| *layer).collect();
    assert_none(
        &format!(
            "a file in src/web may use its own layer and earlier ones ({}). Move what both need to the earlier layer, \
             or pass it in from the later one",
            order.join(" → ")
        ),
        &offenders,
    );
}

#[test]
fn the_check_of_layers_reads_paths() {
    let text = "use super::{a, b::{c, d}, e};\nuse crate::web::f::g; // crate::web::h\nlet x = crate::web::i::j();";
    let used = |name| web_modules_in(name, text).into_iter().collect::<Vec<_>>();
    assert_eq!(used("src/web/x.rs"), ["a", "b", "e", "f", "i"]);
    assert_eq!(used("src/web/x/mod.rs"), ["a", "b", "e", "f", "i"]);
    assert_eq!(used("src/web/x/y.rs"), ["f", "i"]);
    let text = "use super::super::z;";
    let used: Vec<String> = web_modules_in("src/web/x/y.rs", text).into_iter().collect();
    assert_eq!(used, ["z"]);
}

#[test]
fn only_three_folders_use_the_browser() {
    let mut offenders = Vec::new();
    let mut conditions = Vec::new();
    for (name, text) in library_files() {
        if text.contains("cfg(target_family = \"wasm\")") {
            conditions.push(name.clone());
        }
        let of_browser = [
            "src/web/",
            "crates/browser/",
            "crates/wasm-bindgen-futures/",
        ];
        if of_browser.iter().any(|it| name.starts_with(it)) {
            continue;
        }
        for word in ["web_sys", "js_sys", "gloo", "idb::", "wasm_bindgen"] {
            if text.lines().any(|line| code(line).contains(word)) {
                offenders.push(format!("{name} uses {word}"));
            }
        }
    }
    assert_none("files elsewhere that use the browser", &offenders);
    assert_eq!(
        conditions,
        ["src/lib.rs", "crates/browser/src/lib.rs"],
        "only `mod web` and the crate `browser` are compiled for browsers alone"
    );
}

/// An app can put our own crate in the place of `wasm_bindgen_futures`. What the library spawns must not become a task of
/// that app.
#[test]
fn the_library_spawns_by_js_sys() {
    let offenders: Vec<String> = library_files()
        .filter(|(name, _)| !name.starts_with("crates/wasm-bindgen-futures/"))
        .filter(|(_, text)| (text.lines()).any(|line| code(line).contains("wasm_bindgen_futures")))
        .map(|(name, _)| name)
        .collect();
    assert_none(
        "use js_sys::futures instead of wasm_bindgen_futures",
        &offenders,
    );
}

#[test]
fn no_file_has_forget_inner_html_todo_or_unsafe() {
    let mut offenders = Vec::new();
    for (name, text) in library_files() {
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
    assert_none("forbidden by CONTRIBUTING.md", &offenders);
}

/// The server of wasm-bindgen's test runner handles four connections reliably. With more, it sometimes never answers one
/// of them, and the tests hang. Few files also make the page load sooner.
///
/// A module is requested when one that imports it has arrived, so at most as many are requested at the same time as there
/// are modules without imports.
#[test]
fn the_page_requests_few_javascript_files_at_once() {
    const MAX: usize = 4;
    let mut named = BTreeSet::new();
    for (name, text) in library_files() {
        // The path of a file is relative to its package.
        let package = &name[..name.find("src/").unwrap_or_default()];
        let files = (text.lines())
            .filter_map(|line| line.split("wasm_bindgen(module = \"/").nth(1))
            .map(|rest| format!("{package}{}", rest.trim_end_matches("\")]")))
            .filter(|file| file.ends_with(".js"));
        named.extend(files);
    }
    let imports = |file: &String| -> Vec<String> {
        let folder = Path::new(file).parent().unwrap();
        let text = fs::read_to_string(root().join(file)).unwrap();
        text.lines()
            .filter_map(|line| line.split(" from '").nth(1))
            .map(|rest| match rest.strip_prefix("../") {
                Some(rest) => folder.parent().unwrap().join(rest),
                None => folder.join(rest.trim_start_matches("./")),
            })
            .map(|path| path.to_string_lossy().replace('\\', "/"))
            .map(|path| path.trim_end_matches("';").to_owned())
            .collect()
    };
    for imported in named.iter().flat_map(imports) {
        assert!(named.contains(&imported), "no Rust file names {imported}");
    }
    let last = named.iter().filter(|file| imports(file).is_empty());
    let last: Vec<&String> = last.collect();
    assert!(last.len() <= MAX, "merge some of these files: {last:#?}");
}

#[test]
fn the_changelog_has_an_entry_for_the_version() {
    let changelog = fs::read_to_string(root().join("CHANGELOG.md")).unwrap();
    let heading = format!("## {}", env!("CARGO_PKG_VERSION"));
    assert!(
        changelog.contains(&heading),
        "CHANGELOG.md has no {heading}"
    );
}

#[test]
fn the_readme_mentions_both_commands() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    for command in ["cargo xtask serve", "cargo xtask test"] {
        assert!(
            readme.contains(command),
            "README.md does not name {command}"
        );
    }
}

/// Words that are no part of an identifier, since docs/glossary.md has a plain term for what they were used for.
const BANNED: [&str; 18] = [
    "bell", "bells", "errand", "errands", "heard", "knob", "knobs", "nobody", "sheet", "sheets",
    "sight", "sights", "stand", "stands", "tell", "teller", "tells", "told",
];

/// Terms of CSS that contain such a word.
const ALLOWED: [&str; 2] = ["CssStyleSheet", "style_sheet"];

/// The identifiers in Rust code, without those in comments, strings and lifetimes.
fn identifiers(text: &str) -> BTreeSet<&str> {
    let mut found = BTreeSet::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let length = match first {
            _ if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
            _ if rest.starts_with("/*") => rest.find("*/").map_or(rest.len(), |end| end + 2),
            '"' => 1 + string_length(&rest[1..], '"'),
            '\'' => char_length(rest),
            _ if first.is_alphabetic() || first == '_' => {
                let end = rest.find(|c: char| !c.is_alphanumeric() && c != '_');
                let word = &rest[..end.unwrap_or(rest.len())];
                match raw_string_length(word, &rest[word.len()..]) {
                    Some(length) => length,
                    None => {
                        found.insert(word);
                        word.len()
                    }
                }
            }
            _ => first.len_utf8(),
        };
        rest = &rest[length..];
    }
    found
}

/// The length of a string's content and its closing quote.
fn string_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in text.char_indices() {
        if c == quote && !escaped {
            return at + 1;
        }
        escaped = c == '\\' && !escaped;
    }
    text.len()
}

/// The length of a character literal, or of the quote of a lifetime.
fn char_length(text: &str) -> usize {
    let mut chars = text.char_indices().skip(1);
    match (chars.next(), chars.next()) {
        (Some((_, '\\')), _) => 1 + string_length(&text[1..], '\''),
        (_, Some((at, '\''))) => at + 1,
        _ => 1,
    }
}

/// The length of a raw string, if this word and the text after it begin one: `r"…"`, `br#"…"#`.
fn raw_string_length(word: &str, after: &str) -> Option<usize> {
    let hashes = after.len() - after.trim_start_matches('#').len();
    if !["r", "br", "cr"].contains(&word) || !after[hashes..].starts_with('"') {
        return None;
    }
    let end = format!("\"{}", "#".repeat(hashes));
    let content = &after[hashes + 1..];
    let length = content
        .find(&end)
        .map_or(content.len(), |at| at + end.len());
    Some(word.len() + hashes + 1 + length)
}

/// The words of an identifier, in lower case: `log_delta`, `LogDelta` and `LOG_DELTA` have the words `log` and `delta`.
fn words(identifier: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_lower = false;
    for c in identifier.chars() {
        if c == '_' || (c.is_uppercase() && was_lower) {
            words.push(String::new());
        }
        was_lower = c.is_lowercase();
        if c != '_' {
            words.last_mut().unwrap().extend(c.to_lowercase());
        }
    }
    words
}

#[test]
fn identifiers_use_plain_words() {
    let mut offenders = Vec::new();
    for (name, text) in all_rust_files() {
        for identifier in identifiers(&text) {
            if !ALLOWED.contains(&identifier)
                && let Some(word) = words(identifier)
                    .iter()
                    .find(|it| BANNED.contains(&it.as_str()))
            {
                offenders.push(format!("{name}: `{identifier}` contains `{word}`"));
            }
        }
    }
    assert_none(
        "identifiers with a word for which docs/glossary.md has a plain term (the word may be allowed in tests/repository/tidy.rs)",
        &offenders,
    );
}

#[test]
fn identifiers_are_found_outside_of_comments_and_strings() {
    let code = r##"let a_b = "told \" knob" /* bell */; // sheet
        f('\'', '"', r#"heard "it" "#, &'c d, b"sight", Ab::cD)"##;
    let found: Vec<&str> = identifiers(code).into_iter().collect();
    assert_eq!(found, ["Ab", "a_b", "b", "c", "cD", "d", "f", "let"]);
    assert_eq!(words("LogDelta"), ["log", "delta"]);
    assert_eq!(words("LOG_DELTA"), ["log", "delta"]);
}
