//! Generates files, and parts of files between markers, from the tables of the library: the element's interface
//! (`src/element_api`) and the lessons (`src/lessons/catalog`); from the site's policy (`xtask/policy.txt`); and from the
//! style sheets of the views (`src/web/view`); and from the texts in the sources and in other languages (`www/texts`).
//!
//! xtask writes the lists of modules, without which the library does not compile.

mod embedding;
mod javascript;
mod languages;
mod lessons;
mod manifest;
mod packages;
mod policy;
mod settings;
mod style;
mod texts;
mod translations;
mod types;

use std::path::Path;

use anyhow::Result;
use coroscope_generated::{Mode, Output};
use languages::Languages;

/// Writes all files, or checks them. Returns the names of those that were written.
///
/// # Errors
/// If a file can't be read or written, has no markers, or differs from what would be written.
pub fn run(root: &Path, mode: Mode) -> Result<Vec<String>> {
    let mut output = Output::new(root, mode);
    output.file("www/custom-elements.json", &manifest::manifest())?;
    output.file("npm/element.d.ts", &types::types())?;
    output.file("src/web/element.min.css", &style::sheet(root)?)?;
    output.parts(
        "src/web/class/element.js",
        &[("attributes", javascript::class())],
    )?;
    output.parts("www/embed.js", &[("attributes", javascript::frames_only())])?;
    output.parts(
        "docs/embedding.md",
        &[
            ("attributes", embedding::attributes()),
            ("settings", embedding::settings()),
            ("packages", packages::table_of_packages()),
            ("methods", embedding::methods()),
            ("events", embedding::events()),
            ("properties", embedding::properties()),
            ("parts", embedding::parts()),
        ],
    )?;
    output.file(translations::ENGLISH, &translations::english(root)?)?;
    let languages = translations::translations(root)?;
    for language in &languages {
        output.file(&language.file, &language.contents)?;
    }
    let languages = Languages(&languages);
    output.parts(
        "src/web/class/assets.js",
        &[("languages", languages.addresses())],
    )?;
    output.parts("src/web/language.rs", &[("languages", languages.copies())])?;
    output.parts(
        "index.html",
        &[
            ("lessons", lessons::list(root)?),
            ("languages", languages.options()),
        ],
    )?;
    output.parts("Trunk.toml", &[("policy", policy::for_trunk())])?;
    output.parts("docs/hosting.md", &[("policy", policy::for_guide())])?;
    Ok(output.written())
}

#[cfg(test)]
mod tests {
    use super::{Mode, run};
    use std::path::Path;

    #[test]
    fn all_files_are_as_generated() {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
        if let Err(error) = run(&root, Mode::Check) {
            panic!("{error:#}");
        }
    }
}
