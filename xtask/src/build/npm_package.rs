//! The npm package in `target/npm/`, made from wasm-pack's output: one file for each entry point.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::build::class_bundle;
use crate::files::{copy_folder, remove_folder};
use crate::install::consent::Consent;
use crate::install::npm;
use crate::install::wasm_opt::WasmOpt;
use crate::paths::Paths;
use crate::{process, progress};

/// How the class imports the generated JavaScript in wasm-bindgen's output.
const IMPORT: &str = "const library = () => import('./coroscope.js');";

/// The class's own address, which only the site needs: there nothing is bundled.
const OWN_ADDRESS: &str = "const here = import.meta.url;";

/// The same import in the package's entry `element.js`. A bundler copies a file that is addressed like this unchanged, as
/// needed: workers, and new instances of a module that failed, load that file again.
const SEPARATE_FILE: &str = "\
const library = async () => {
  const address = new URL('./coroscope.js', import.meta.url);
  const { default: init } = await import(/* @vite-ignore */ /* webpackIgnore: true */ address.href);
  return { default: () => init({ module_or_path: new URL('./coroscope_bg.wasm', import.meta.url) }) };
};";

/// The same import in the entries that contain the module.
const INLINE: &str = "\
import init from './coroscope.js';
import bytes from './coroscope_bg.wasm';
const library = async () => ({ default: () => init({ module_or_path: bytes }) });";

/// Files of `npm/` that are copied unchanged.
const COPIED: [&str; 4] = ["README.md", "package.json", "element.d.ts", "inline.d.ts"];
const LICENCES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// Makes the package from wasm-pack's output folder, and returns the package's folder.
///
/// # Errors
/// Without npm, which installs esbuild.
pub(crate) fn make(paths: &Paths, consent: Consent, pkg: &Path) -> Result<PathBuf> {
    let esbuild = npm::esbuild(paths, consent)?;
    let parts = paths.root.join("target/npm-parts");
    let package = paths.root.join("target/npm");
    remove_folder(&parts)?;
    remove_folder(&package)?;
    copy_folder(pkg, &parts)?;
    class_bundle::write(&parts)?;
    // wasm-pack's list of files with side effects does not fit the files that were moved.
    fs::remove_file(parts.join("package.json"))?;
    optimise(paths, &parts.join("coroscope_bg.wasm"))?;
    fs::create_dir_all(&package)?;
    for name in ["coroscope_bg.wasm", "coroscope.d.ts"] {
        copy(&parts, &package, name)?;
    }
    for name in LICENCES {
        copy(&paths.root, &package, name)?;
    }
    let ours = paths.root.join("npm");
    for name in COPIED {
        copy(&ours, &package, name)?;
    }
    copy_folder(&parts.join("docs"), &package.join("docs"))?;
    let class = fs::read_to_string(parts.join("coro-scope.js"))?;
    fs::write(
        package.join("element.js"),
        with_import(&class, SEPARATE_FILE)?,
    )?;
    let bundle = || {
        let mut command = Command::new(&esbuild);
        command
            .current_dir(&parts)
            .args(["--bundle", "--log-level=warning", "--target=es2022"])
            // Not whitespace: esbuild would remove the comments for bundlers with it.
            .args(["--minify-syntax", "--minify-identifiers"])
            .args(["--legal-comments=none", "--loader:.wasm=binary"]);
        command
    };
    let out = |name: &str| format!("--outfile={}", package.join(name).display());
    process::run(
        bundle()
            .args(["coroscope.js", "--format=esm"])
            .arg(out("coroscope.js")),
    )?;
    let inline = with_documents(&with_import(&class, INLINE)?, &package.join("docs"))?;
    fs::write(parts.join("coro-scope.js"), inline)?;
    for (format, name) in [("esm", "inline.js"), ("iife", "coroscope.global.js")] {
        process::run(
            bundle()
                .arg("coro-scope.js")
                .arg(format!("--format={format}"))
                .arg(format!("--inject:{}", ours.join("address.js").display()))
                .arg("--define:import.meta=coroscopeMeta")
                .arg(out(name)),
        )?;
    }
    Ok(package)
}

/// Optimises the module in place, or copies the result of an earlier call for the same module.
fn optimise(paths: &Paths, module: &Path) -> Result<()> {
    let Some(optimiser) = WasmOpt::find(paths) else {
        return Ok(());
    };
    let raw = fs::read(module)?;
    let before = paths.root.join("target/npm-module");
    let (raw_file, optimised) = (before.join("raw.wasm"), before.join("optimised.wasm"));
    if !fs::read(&raw_file).is_ok_and(|old| old == raw) {
        remove_folder(&before)?;
        fs::create_dir_all(&before)?;
        fs::write(&optimised, &raw)?;
        progress::step("wasm-opt", || optimiser.optimise(&optimised, &["-O3"]))?;
        fs::write(&raw_file, &raw)?;
    }
    fs::copy(&optimised, module)
        .with_context(|| format!("could not write {}", module.display()))?;
    Ok(())
}

fn with_import(class: &str, library: &str) -> Result<String> {
    if !class.contains(IMPORT) {
        bail!(
            "the bundled src/web/element.js does not contain `{IMPORT}`, which xtask/src/build/npm_package.rs replaces"
        );
    }
    Ok(class
        .replace(IMPORT, library)
        .replace(OWN_ADDRESS, "const here = '';"))
}

/// The class with the sample documents as data URLs.
fn with_documents(class: &str, folder: &Path) -> Result<String> {
    let mut class = class.to_owned();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        let text = BASE64_STANDARD.encode(fs::read(entry.path())?);
        class = class.replace(
            &format!("'./docs/{name}?no-inline', import.meta.url"),
            &format!("'data:text/plain;charset=utf-8;base64,{text}'"),
        );
    }
    if class.contains("'./docs/") {
        bail!("src/web/module.js names a document that is not in www/docs");
    }
    Ok(class)
}

fn copy(from: &Path, to: &Path, name: &str) -> Result<()> {
    fs::copy(from.join(name), to.join(name))
        .with_context(|| format!("could not copy {}", from.join(name).display()))?;
    Ok(())
}

#[cfg(test)]
mod tests {
    const MANIFEST: &str = include_str!("../../../npm/package.json");

    #[test]
    fn the_package_has_the_crates_version_and_licence() {
        let manifest: serde_json::Value = serde_json::from_str(MANIFEST).unwrap();
        assert_eq!(manifest["version"], env!("CARGO_PKG_VERSION"));
        assert_eq!(manifest["license"], env!("CARGO_PKG_LICENSE"));
    }

    #[test]
    fn every_entry_point_is_among_the_files() {
        let manifest: serde_json::Value = serde_json::from_str(MANIFEST).unwrap();
        let files: Vec<&str> = (manifest["files"].as_array().unwrap().iter())
            .filter_map(|file| file.as_str())
            .collect();
        let entries = manifest["exports"].as_object().unwrap().values();
        let targets = entries.flat_map(|entry| match entry {
            serde_json::Value::Object(kinds) => kinds.values().collect(),
            target => vec![target],
        });
        for target in targets {
            let file = target.as_str().unwrap().trim_start_matches("./");
            // npm always adds the manifest.
            assert!(files.contains(&file) || file == "package.json", "{file}");
        }
    }
}
