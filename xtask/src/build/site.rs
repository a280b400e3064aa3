//! The static site in `dist/`: page, assets, JavaScript and module. It works under any sub-path.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use anyhow::{Context, Result};

use crate::build::{content_hash, doc_pages, offline, script_engine, wasm_bundle};
use crate::install::consent::Consent;
use crate::install::wasm_toolchain::WasmToolchain;
use crate::paths::Places;

/// Held while a folder of the site is replaced: `cargo xtask test` builds the site and the engine at the same time.
static REPLACING: Mutex<()> = Mutex::new(());

/// Builds the site and gives its folder. A build that fails leaves the old site as it was.
pub(crate) fn build(places: &Places, consent: Consent) -> Result<PathBuf> {
    let toolchain = WasmToolchain::ensure(places, consent)?;
    let bundle = wasm_bundle::make(places, &toolchain, wasm_bundle::SITE)?;

    let fresh = places.root.join("target/dist-new");
    remove(&fresh)?;
    assemble(&places.root, &bundle, &fresh)?;
    let dist = places.dist();
    replace(&fresh, &dist, &places.root.join("target/dist-old"))?;
    Ok(dist)
}

/// Replaces the site, and keeps its engine for scripts, which is made apart from the rest.
fn replace(fresh: &Path, dist: &Path, old: &Path) -> Result<()> {
    let _replacing = REPLACING.lock().unwrap_or_else(PoisonError::into_inner);
    keep_script(dist, fresh)?;
    swap(fresh, dist, old)
}

/// Replaces the site's engine for scripts. The site need not be there yet.
pub(crate) fn replace_script(fresh: &Path, site: &Path) -> Result<()> {
    let _replacing = REPLACING.lock().unwrap_or_else(PoisonError::into_inner);
    let script = site.join(script_engine::FOLDER);
    remove(&script)?;
    fs::create_dir_all(site).with_context(|| format!("could not create {}", site.display()))?;
    fs::rename(fresh, &script).with_context(|| format!("could not write {}", script.display()))
}

fn assemble(root: &Path, bundle: &Path, site: &Path) -> Result<()> {
    copy_folder(&root.join("www"), site)?;
    let program = content_hash::place(bundle, site)?;
    let page = root.join("index.html");
    let html =
        fs::read_to_string(&page).with_context(|| format!("could not read {}", page.display()))?;
    let html = without_trunk_links(&html);
    let html = html.replacen(
        "</head>",
        &format!("{}</head>", content_hash::link(&program)),
        1,
    );
    fs::write(site.join("index.html"), html)?;
    offline::place(site)?;
    // Apart from what works offline: the pages are many, and most visitors open one of them.
    doc_pages::place(root, site)
}

/// Copies the engine for scripts from the old site.
fn keep_script(dist: &Path, fresh: &Path) -> Result<()> {
    let old = dist.join(script_engine::FOLDER);
    if old.exists() {
        copy_folder(&old, &fresh.join(script_engine::FOLDER))?;
    }
    Ok(())
}

/// Puts the new site where the old one was.
fn swap(fresh: &Path, dist: &Path, old: &Path) -> Result<()> {
    remove(old)?;
    if dist.exists() {
        fs::rename(dist, old).with_context(|| format!("could not replace {}", dist.display()))?;
    }
    fs::rename(fresh, dist).with_context(|| format!("could not write {}", dist.display()))?;
    remove(old)
}

pub(crate) fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("could not remove {}", folder.display()))?;
    }
    Ok(())
}

/// Copies what a site serves: neither hidden files nor notes for developers.
pub(crate) fn copy_folder(from: &Path, to: &Path) -> Result<()> {
    fs::create_dir_all(to)?;
    let entries =
        fs::read_dir(from).with_context(|| format!("could not read {}", from.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        let shown = name.to_string_lossy();
        if shown.starts_with('.') || shown.ends_with(".md") {
            continue;
        }
        if entry.file_type()?.is_dir() {
            copy_folder(&entry.path(), &to.join(name))?;
        } else {
            fs::copy(entry.path(), to.join(name))
                .with_context(|| format!("could not copy {}", entry.path().display()))?;
        }
    }
    Ok(())
}

/// The page less the `<link data-trunk …>` tags, which tell trunk what this program knows.
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
    fn links_for_trunk_leave_the_page_and_others_stay() {
        let html = "<head>\n  <link data-trunk rel=\"rust\"\n    href=\"Cargo.toml\">\n  \
                    <link rel=\"stylesheet\" href=\"page.css\">\n</head>\n";
        let page = "<head>\n  <link rel=\"stylesheet\" href=\"page.css\">\n</head>\n";
        assert_eq!(without_trunk_links(html), page);
    }

    #[test]
    fn engine_and_site_may_be_ready_in_any_order() -> Result<()> {
        let root = env::temp_dir().join(format!("coroscope-site-{}", std::process::id()));
        let (engine, site) = (root.join("engine"), root.join("fresh"));
        let (dist, old) = (root.join("dist"), root.join("old"));
        for round in ["first", "second"] {
            fs::create_dir_all(&engine)?;
            fs::write(engine.join("worker.js"), round)?;
            replace_script(&engine, &dist)?;
            fs::create_dir_all(&site)?;
            fs::write(site.join("index.html"), round)?;
            replace(&site, &dist, &old)?;
            assert_eq!(fs::read_to_string(dist.join("script/worker.js"))?, round);
            assert_eq!(fs::read_to_string(dist.join("index.html"))?, round);
        }
        remove(&root)
    }
}
