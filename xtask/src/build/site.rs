//! The static site in `dist/`: page, assets, JavaScript and module. It works under any sub-path.

use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::Result;
use fs_err as fs;

use crate::build::{content_hash, doc_pages, offline, viewer, wasm_bundle};
use crate::files::{copy_folder, remove_folder};
use crate::install::consent::Consent;
use crate::install::npm;
use crate::install::wasm_toolchain::WasmToolchain;
use crate::paths::Paths;

/// The folder of the script engine and its editor, within the site.
const SCRIPT_FOLDER: &str = "script";

/// Held while a folder of the site is replaced: `cargo xtask test` builds the site and the script engine in parallel.
static REPLACING: Mutex<()> = Mutex::new(());

/// Builds the site and returns its folder, and builds the page for one recording. A failed build leaves the old site
/// unchanged.
pub(crate) fn build(paths: &Paths, consent: Consent) -> Result<PathBuf> {
    let toolchain = WasmToolchain::ensure(paths, consent)?;
    let esbuild = npm::esbuild(paths, consent)?;
    let bundle = wasm_bundle::make(paths, &toolchain, wasm_bundle::SITE)?;

    let fresh = paths.root.join("target/dist-new");
    remove_folder(&fresh)?;
    assemble(paths, &esbuild, &bundle, &fresh)?;
    let dist = paths.dist();
    replace(&fresh, &dist, &paths.root.join("target/dist-old"))?;
    viewer::write(paths, &esbuild, &bundle)?;
    Ok(dist)
}

/// Replaces the site but keeps its script engine, which is built separately.
fn replace(fresh: &Path, dist: &Path, old: &Path) -> Result<()> {
    let _replacing = REPLACING.lock().unwrap_or_else(PoisonError::into_inner);
    copy_script_engine(dist, fresh)?;
    swap(fresh, dist, old)
}

/// Replaces the site's script engine. The site itself may not exist yet.
pub(crate) fn replace_script_engine(fresh: &Path, site: &Path) -> Result<()> {
    let _replacing = REPLACING.lock().unwrap_or_else(PoisonError::into_inner);
    let script = site.join(SCRIPT_FOLDER);
    remove_folder(&script)?;
    fs::create_dir_all(site)?;
    Ok(fs::rename(fresh, &script)?)
}

fn assemble(paths: &Paths, esbuild: &Path, bundle: &Path, site: &Path) -> Result<()> {
    let root = &paths.root;
    copy_folder(&root.join("www"), site)?;
    // They are part of the program.
    remove_folder(&site.join("texts"))?;
    let program = content_hash::write(paths, esbuild, bundle, site)?;
    let page = root.join("index.html");
    let html = fs::read_to_string(&page)?;
    let html = without_trunk_links(&html);
    let html = html.replacen(
        "</head>",
        &format!("{}</head>", content_hash::preload_link(&program)),
        1,
    );
    fs::write(site.join("index.html"), html)?;
    offline::write_file_list(site)?;
    // After the list of offline files, so not part of it: there are many pages, and most visitors open only one.
    doc_pages::write(root, site)
}

/// Copies the script engine from the old site.
fn copy_script_engine(dist: &Path, fresh: &Path) -> Result<()> {
    let old = dist.join(SCRIPT_FOLDER);
    if old.exists() {
        copy_folder(&old, &fresh.join(SCRIPT_FOLDER))?;
    }
    Ok(())
}

/// Moves the new site to the place of the old one.
fn swap(fresh: &Path, dist: &Path, old: &Path) -> Result<()> {
    remove_folder(old)?;
    if dist.exists() {
        fs::rename(dist, old)?;
    }
    fs::rename(fresh, dist)?;
    remove_folder(old)
}

/// Removes the `<link data-trunk …>` tags, which only trunk needs.
fn without_trunk_links(html: &str) -> String {
    let mut page = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find("<link") {
        let (before, tag) = rest.split_at(start);
        let (tag, after) = tag.split_at(tag.find('>').map_or(tag.len(), |end| end + 1));
        if tag.contains("data-trunk") {
            page.push_str(before.trim_end_matches([' ', '\t']));
            rest = after.strip_prefix('\n').unwrap_or(after);
        } else {
            page.push_str(before);
            page.push_str(tag);
            rest = after;
        }
    }
    page.push_str(rest);
    page
}

#[cfg(test)]
mod tests {
    use std::env;

    use super::*;

    #[test]
    fn only_the_links_for_trunk_are_removed() {
        let html = "<head>\n  <link data-trunk rel=\"rust\"\n    href=\"Cargo.toml\">\n  \
                    <link rel=\"stylesheet\" href=\"page.css\">\n</head>\n";
        let expected = "<head>\n  <link rel=\"stylesheet\" href=\"page.css\">\n</head>\n";
        assert_eq!(without_trunk_links(html), expected);
    }

    #[test]
    fn site_and_script_engine_can_be_built_in_any_order() -> Result<()> {
        let root = env::temp_dir().join(format!("coroscope-site-{}", std::process::id()));
        let (engine, site) = (root.join("engine"), root.join("fresh"));
        let (dist, old) = (root.join("dist"), root.join("old"));
        for round in ["first", "second"] {
            fs::create_dir_all(&engine)?;
            fs::write(engine.join("worker.js"), round)?;
            replace_script_engine(&engine, &dist)?;
            fs::create_dir_all(&site)?;
            fs::write(site.join("index.html"), round)?;
            replace(&site, &dist, &old)?;
            assert_eq!(fs::read_to_string(dist.join("script/worker.js"))?, round);
            assert_eq!(fs::read_to_string(dist.join("index.html"))?, round);
        }
        remove_folder(&root)
    }
}
