//! The engine for Python scripts and the script editor, in the site's folder `script/`. The rest of the site does not
//! depend on them, since the engine takes minutes to compile the first time.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use fs_err as fs;

use crate::build::site::replace_script_engine;
use crate::build::{script_packages, wasm_bundle};
use crate::files::{copy_folder, remove_folder};
use crate::install::consent::Consent;
use crate::install::npm;
use crate::install::wasm_toolchain::WasmToolchain;
use crate::paths::Paths;
use crate::{process, progress};

/// The editor's sources in the repository, and the file that they are bundled into.
const EDITOR: &str = "engine/editor";
const BUNDLED: &str = "bundled/editor.js";

/// Builds both, and writes them into a site.
pub(crate) fn build(paths: &Paths, consent: Consent, site: &Path) -> Result<()> {
    let editor = editor(paths, consent)?;
    let toolchain = WasmToolchain::ensure_for_scripts(paths, consent)?;
    let engine = wasm_bundle::make(paths, &toolchain, wasm_bundle::ENGINE)?;
    let fresh = paths.root.join("target/script-new");
    remove_folder(&fresh)?;
    copy_folder(&engine, &fresh)?;
    let worker = paths.root.join("engine/www/worker.js");
    for file in [&worker, &editor] {
        let name = file.file_name().context("a file has a name")?;
        fs::copy(file, fresh.join(name))?;
    }
    let packages = script_packages::ensure(paths, consent)?;
    copy_folder(&packages, &fresh.join("packages"))?;
    replace_script_engine(&fresh, site)
}

/// Whether the editor has been bundled.
pub(crate) fn editor_is_bundled(paths: &Paths) -> bool {
    editor_folder(paths).is_ok_and(|folder| folder.join(BUNDLED).is_file())
}

/// The folder in the cache where the editor is bundled, named after a hash of its sources.
pub(crate) fn editor_folder(paths: &Paths) -> Result<PathBuf> {
    let mut hasher = DefaultHasher::new();
    for name in [
        "package-lock.json",
        "package.json",
        "editor.js",
        "tsconfig.json",
    ] {
        let file = paths.root.join(EDITOR).join(name);
        let text = fs::read(&file)?;
        text.hash(&mut hasher);
    }
    let name = format!("editor-{:016x}", hasher.finish());
    Ok(paths.cache.join(name))
}

/// Bundles the editor with its npm dependencies into one file, unless an earlier call did.
pub(crate) fn editor(paths: &Paths, consent: Consent) -> Result<PathBuf> {
    let sources = paths.root.join(EDITOR);
    let folder = editor_folder(paths)?;
    let bundled = folder.join(BUNDLED);
    if bundled.is_file() {
        return Ok(bundled);
    }
    let esbuild = npm::esbuild(paths, consent)?;
    remove_folder(&folder)?;
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
    // An incomplete bundle must not have the final name.
    fs::rename(folder.join("bundled/new.js"), &bundled)?;
    Ok(bundled)
}
