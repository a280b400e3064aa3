//! The page for one recording: a single HTML file with everything in it, into which the Python package puts a recording
//! (`python -m coroscope --html`), or which it serves (`--open`).

use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use fs_err as fs;
use sha2::{Digest, Sha256};

use crate::build::class_bundle::{self, Assets, CLASS};
use crate::files::{copy_folder, remove_folder};
use crate::paths::Paths;
use crate::process;

/// The folder with the page's own markup, style and script.
const SOURCES: &str = "python/viewer";
/// The page, in the Python package. Git ignores it; the wheel contains it.
const PAGE: &str = "python/src/coroscope/page/viewer.html";

/// How the page's script gets the module: from an element of the page.
const INSIDE_THE_PAGE: &str = "\
import init from '../../../../../coroscope.js';
import { unpacked } from '../embedded.js';
const library = async () => ({
  default: async () => init({ module_or_path: await unpacked('coroscope-module', 'deflate') }),
});";

/// What the page may do: run its own script and module, fetch the recording from where it was opened, save pictures.
fn policy(style: &str, script: &str) -> String {
    let hash = |text: &str| BASE64_STANDARD.encode(Sha256::digest(text));
    format!(
        "default-src 'none'; base-uri 'none'; form-action 'none'; connect-src 'self'; img-src data:; \
         style-src 'sha256-{}'; script-src 'sha256-{}' 'wasm-unsafe-eval'; require-trusted-types-for 'script'",
        hash(style),
        hash(script)
    )
}

/// Writes the page, from wasm-bindgen's output.
pub(crate) fn write(paths: &Paths, esbuild: &Path, bundle: &Path) -> Result<()> {
    let sources = paths.root.join(SOURCES);
    let parts = paths.root.join("target/viewer");
    remove_folder(&parts)?;
    copy_folder(bundle, &parts)?;
    let folder = class_bundle::folder(&parts)?;
    for name in ["viewer.js", "embedded.js"] {
        fs::copy(sources.join(name), folder.join(name))?;
    }
    let assets = Assets {
        library: INSIDE_THE_PAGE,
        ..Assets::default()
    };
    assets.write(&folder)?;
    let meta = paths.root.join("npm/address.js");
    let made = parts.join("viewer.js");
    let entry = folder.join("page.js");
    fs::write(
        &entry,
        format!("import './{CLASS}';\nimport './viewer.js';\n"),
    )?;
    let mut bundling = class_bundle::esbuild(esbuild, &entry, &made);
    process::run(
        bundling
            .args(["--format=iife", "--minify", "--charset=utf8"])
            // wasm-bindgen lists a module once for each crate that imports it.
            .arg("--log-override:duplicate-object-key=silent")
            .arg(format!("--inject:{}", meta.display()))
            .arg("--define:import.meta=coroscopeMeta"),
    )?;
    let script = fs::read_to_string(&made)?;
    let style = fs::read_to_string(sources.join("viewer.css"))?;
    let module = fs::read(parts.join("coroscope_bg.wasm"))?;
    let module = miniz_oxide::deflate::compress_to_vec_zlib(&module, 9);
    let page = fill(
        &fs::read_to_string(sources.join("viewer.html"))?,
        &[
            ("policy", &policy(&style, &script)),
            (
                "icon",
                &BASE64_STANDARD.encode(fs::read(paths.root.join("www/icon.svg"))?),
            ),
            ("style", &style),
            ("module", &BASE64_STANDARD.encode(module)),
            ("script", &script),
        ],
    )?;
    let to = paths.root.join(PAGE);
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder)?;
    }
    fs::write(to, page)?;
    remove_folder(&parts)
}

/// Puts the parts of a page into the places with their names in braces, each of which occurs once.
fn fill(template: &str, parts: &[(&str, &str)]) -> Result<String> {
    let mut page = String::new();
    let mut rest = template;
    for (name, part) in parts {
        let (before, after) = rest
            .split_once(&format!("{{{name}}}"))
            .with_context(|| format!("the page has no place for {{{name}}}, in this order"))?;
        page.push_str(before);
        page.push_str(part);
        rest = after;
    }
    page.push_str(rest);
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_put_into_the_page_is_not_searched_for_places() {
        let page = fill("<a>{one}</a>{two}.", &[("one", "{two}"), ("two", "2")]).unwrap();
        assert_eq!(page, "<a>{two}</a>2.");
        assert!(fill("{one}", &[("two", "2")]).is_err());
    }

    #[test]
    fn the_policy_has_the_hashes_of_script_and_style() {
        let policy = policy("", "");
        let of_nothing = "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='";
        assert_eq!(policy.matches(of_nothing).count(), 2);
        assert!(!policy.contains("unsafe-inline"));
    }
}
