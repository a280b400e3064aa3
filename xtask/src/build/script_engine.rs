//! The engine for Python scripts and the editor that they are written in, in the site's folder `script/`. Nothing
//! else of the site waits for them: the engine takes minutes to compile the first time.

use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::build::site::{copy_folder, remove, replace_script};
use crate::build::wasm_bundle;
use crate::install::consent::Consent;
use crate::install::npm;
use crate::install::wasm_toolchain::WasmToolchain;
use crate::paths::Places;
use crate::{process, progress};

/// The site's folder for both.
pub(crate) const FOLDER: &str = "script";

/// The editor's sources in the repository, and what they become.
const EDITOR: &str = "script/editor";
const BUNDLED: &str = "bundled/editor.js";

/// Builds both, and puts them into a site.
pub(crate) fn build(places: &Places, consent: Consent, site: &Path) -> Result<()> {
    let editor = editor(places, consent)?;
    let toolchain = WasmToolchain::ensure_newer(places, consent)?;
    let engine = wasm_bundle::make(places, &toolchain, wasm_bundle::SCRIPT)?;
    let fresh = places.root.join("target/script-new");
    remove(&fresh)?;
    copy_folder(&engine, &fresh)?;
    let worker = places.root.join("script/www/worker.js");
    for file in [&worker, &editor] {
        let name = file.file_name().context("a file has a name")?;
        fs::copy(file, fresh.join(name))
            .with_context(|| format!("could not copy {}", file.display()))?;
    }
    replace_script(&fresh, site)
}

/// Whether the editor has been bundled.
pub(crate) fn editor_is_here(places: &Places) -> bool {
    editor_folder(places).is_ok_and(|folder| folder.join(BUNDLED).is_file())
}

/// Where the editor is bundled: in the cache folder, called after what it is made of.
fn editor_folder(places: &Places) -> Result<PathBuf> {
    let mut hasher = DefaultHasher::new();
    for name in ["package-lock.json", "package.json", "editor.js"] {
        let file = places.root.join(EDITOR).join(name);
        let text = fs::read(&file).with_context(|| format!("could not read {}", file.display()))?;
        text.hash(&mut hasher);
    }
    let name = format!("editor-{:016x}", hasher.finish());
    Ok(places.cache.join(name))
}

/// The editor, bundled into one file of what npm installs. Work that an earlier call did is not done again.
pub(crate) fn editor(places: &Places, consent: Consent) -> Result<PathBuf> {
    let sources = places.root.join(EDITOR);
    let folder = editor_folder(places)?;
    let bundled = folder.join(BUNDLED);
    if bundled.is_file() {
        return Ok(bundled);
    }
    let esbuild = npm::esbuild(places, consent)?;
    remove(&folder)?;
    copy_folder(&sources, &folder)?;
    progress::step("npm ci for the editor (once)", || {
        process::run(npm::command()?.current_dir(&folder).args([
            "ci",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ]))
    })?;
    progress::step("esbuild of the editor", || {
        process::run(
            Command::new(esbuild)
                .current_dir(&folder)
                .args(["editor.js", "--bundle", "--format=esm", "--minify"])
                .args(["--legal-comments=eof", "--log-level=error"])
                .arg("--outfile=bundled/new.js"),
        )
    })?;
    // Under its own name only once it is whole.
    fs::rename(folder.join("bundled/new.js"), &bundled)
        .with_context(|| format!("could not write {}", bundled.display()))?;
    Ok(bundled)
}
