//! `examples/your-app`, an app that uses Coroscope as a crate: built into `target/your-app/`, next to the module that draws
//! its timeline.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, ensure};

use crate::build::class_bundle;
use crate::build::wasm_bundle::{self, Package};
use crate::install::wasm_toolchain::WasmToolchain;
use crate::paths::Paths;
use crate::{files, progress};

/// The folder from which `live::mount` loads the element.
pub(super) const ELEMENT_FOLDER: &str = "coroscope";
/// By how many bytes the module of an app may grow, before compression, if the app records its futures.
const MAX_GROWTH: usize = 300_000;

/// Builds the app, which loads the element from this site, and returns its folder.
pub(crate) fn build(paths: &Paths, toolchain: &WasmToolchain, site: &Path) -> Result<PathBuf> {
    let bundle = wasm_bundle::make(paths, toolchain, wasm_bundle::YOUR_APP)?;
    let folder = assemble(paths, &bundle, "target/your-app")?;
    copy_element(site, &folder.join(ELEMENT_FOLDER))?;
    Ok(folder)
}

/// Builds the app, also with the element in its module. Fails if recording makes the app too large.
pub(crate) fn check(paths: &Paths, toolchain: &WasmToolchain) -> Result<()> {
    let size = |package: Package| {
        let bundle = wasm_bundle::make(paths, toolchain, package)?;
        let size = wasm_bundle::module_size(&bundle, package)?;
        anyhow::Ok((bundle, size))
    };
    let (_, before) = size(wasm_bundle::YOUR_APP_BEFORE)?;
    let (with_element, whole) = size(wasm_bundle::YOUR_APP_WITH_ELEMENT)?;
    assemble(paths, &with_element, "target/your-app-with-element")?;
    let (_, recording) = size(wasm_bundle::YOUR_APP)?;
    build(paths, toolchain, &paths.dist())?;
    for (what, size) in [
        ("without Coroscope", before),
        ("that records", recording),
        ("with the element", whole),
    ] {
        progress::note(format!("the app {what}: {}", progress::kilobytes(size)));
    }
    ensure!(
        recording <= before + MAX_GROWTH,
        "recording makes the module of the app in examples/your-app larger by {}; {} is the limit. Something that only \
         the element needs has probably come into it",
        progress::kilobytes(recording - before),
        progress::kilobytes(MAX_GROWTH),
    );
    Ok(())
}

/// Puts the app's page and its module into a folder.
fn assemble(paths: &Paths, bundle: &Path, folder: &str) -> Result<PathBuf> {
    let folder = paths.root.join(folder);
    files::remove_folder(&folder)?;
    files::copy_folder(&paths.root.join("examples/your-app/www"), &folder)?;
    files::copy_folder(bundle, &folder)?;
    Ok(folder)
}

/// Copies the element's class and its program from a site.
pub(super) fn copy_element(site: &Path, to: &Path) -> Result<()> {
    let entries =
        fs::read_dir(site).with_context(|| format!("could not read {}", site.display()))?;
    fs::create_dir_all(to)?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name();
        if name == class_bundle::ENTRY {
            fs::copy(entry.path(), to.join(name))?;
        } else if name.to_string_lossy().starts_with("v-") {
            files::copy_folder(&entry.path(), &to.join(name))?;
        }
    }
    Ok(())
}
