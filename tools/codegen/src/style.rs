//! The style sheet of the element: those of its views, in the order of the cascade, without comments and needless
//! whitespace.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

const FOLDER: &str = "src/web/view";

/// The style sheets. If two rules are equally specific, the later one wins.
const FILES: &[&str] = &[
    // What any view may contain.
    "base",
    "controls",
    "layout",
    // The views.
    "intro",
    "own_program",
    "settings",
    "stage/guesses",
    "stage/status",
    "stage/menu",
    "stage/exhibit",
    "stage/plot",
    "stage/responsiveness",
    "stage/first_finding",
    "stage/compare_button",
    "stage/embed_dialog",
    "program/code",
    "program/editor",
    "side/side",
    "side/printed",
    "side/details",
    "side/resources_panel",
    "side/findings",
    "side/compare",
    "timeline/timeline_view",
    "timeline/player",
    "timeline/narration",
    "timeline/finder",
    "timeline/minimap",
    "timeline/loop_now",
    "timeline/readout",
    "timeline/legend",
    "timeline/key_list",
    "orders/orders",
    "after/after",
    // What several views draw.
    "timeline/shapes",
    // The whole element.
    "presentation",
    "print",
];

/// The whole style sheet, with a line for each file.
pub(crate) fn sheet(root: &Path) -> Result<String> {
    let folder = root.join(FOLDER);
    let mut unlisted = BTreeSet::new();
    find(&folder, "", &mut unlisted)?;
    for name in FILES {
        unlisted.remove(*name);
    }
    if let Some(name) = unlisted.first() {
        bail!(
            "{FOLDER}/{name}.css has no place in the cascade: add it to FILES in tools/codegen/src/style.rs"
        );
    }
    let mut sheet = String::new();
    for name in FILES {
        let name = format!("{name}.css");
        let text = fs::read_to_string(folder.join(&name));
        let text = text.with_context(|| format!("could not read {FOLDER}/{name}"))?;
        sheet += &compact(&text);
        sheet.push('\n');
    }
    Ok(sheet)
}

/// Finds the style sheets in a folder, whose name is `prefix` with a slash at the end.
fn find(folder: &Path, prefix: &str, found: &mut BTreeSet<String>) -> Result<()> {
    let entries = fs::read_dir(folder);
    for entry in entries.with_context(|| format!("could not read {}", folder.display()))? {
        let path = entry?.path();
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        let name = format!("{prefix}{stem}");
        if path.is_dir() {
            find(&path, &format!("{name}/"), found)?;
        } else if path.extension().is_some_and(|extension| extension == "css") {
            found.insert(name);
        }
    }
    Ok(())
}

/// Removes comments, and whitespace where it has no meaning: around `{`, `}`, `;` and `,`, and after `:`. Strings are
/// kept as they are.
fn compact(css: &str) -> String {
    let mut text = String::new();
    let mut quote = None;
    let mut is_spaced = false;
    let mut rest = css.chars();
    while let Some(next) = rest.next() {
        if quote.is_some() {
            text.push(next);
            quote = quote.filter(|quote| *quote != next);
            continue;
        }
        if next.is_whitespace() {
            is_spaced = true;
            continue;
        }
        if let Some(comment) = rest.as_str().strip_prefix('*').filter(|_| next == '/') {
            rest = comment
                .split_once("*/")
                .map_or("", |(_, after)| after)
                .chars();
            is_spaced = true;
            continue;
        }
        let is_free =
            text.is_empty() || text.ends_with(['{', '}', ';', ',', ':']) || "{};,".contains(next);
        if is_spaced && !is_free {
            text.push(' ');
        }
        if next == '}' && text.ends_with(';') {
            text.pop();
        }
        is_spaced = false;
        quote = "\"'".contains(next).then_some(next);
        text.push(next);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn whitespace_with_a_meaning_is_kept() {
        let css = "/* a */\n.a > .b :is(i, q)::before,\n.c {\n  content: \"{ a;  b }\"; /* c */\n  \
            inline-size: calc(1.5 * var(--a, 2px) - 1px);\n}\n\n@media (width > 1px) { a { b: c d; } }\n";
        assert_eq!(
            compact(css),
            ".a > .b :is(i,q)::before,.c{content:\"{ a;  b }\";inline-size:calc(1.5 * var(--a,2px) - 1px)}\
            @media (width > 1px){a{b:c d}}"
        );
    }
}
