//! The npm package in `target/npm/`, made of what wasm-pack leaves: one file for each entry.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use crate::build::class_bundle;
use crate::build::site::{copy_folder, remove};
use crate::install::consent::Consent;
use crate::install::npm;
use crate::install::wasm_opt::WasmOpt;
use crate::paths::Places;
use crate::{process, progress};

/// How the class finds the generated JavaScript, in a folder that wasm-bindgen filled.
const IMPORT: &str = "const library = () => import('./coroscope.js');";

/// What only a site needs to know, where nothing is bundled.
const HERE: &str = "const here = import.meta.url;";

/// The same in the package. A bundler that meets such an address copies the file as it is: workers, and copies of a
/// module that broke, begin with that very file.
const BESIDE: &str = "\
const library = async () => {
  const address = new URL('./coroscope.js', import.meta.url);
  const { default: init } = await import(/* @vite-ignore */ /* webpackIgnore: true */ address.href);
  return { default: () => init({ module_or_path: new URL('./coroscope_bg.wasm', import.meta.url) }) };
};";

/// The same with the module inside.
const INSIDE: &str = "\
import init from './coroscope.js';
import bytes from './coroscope_bg.wasm';
const library = async () => ({ default: () => init({ module_or_path: bytes }) });";

/// Files that are written by hand.
const OURS: [&str; 4] = ["README.md", "package.json", "element.d.ts", "inline.d.ts"];
const LICENCES: [&str; 2] = ["LICENSE-APACHE", "LICENSE-MIT"];

/// Makes the package from wasm-pack's folder and gives its own.
///
/// # Errors
/// Where there is no npm, and no esbuild by it.
pub(crate) fn make(places: &Places, consent: Consent, pkg: &Path) -> Result<PathBuf> {
    let esbuild = npm::esbuild(places, consent)?;
    let parts = places.root.join("target/npm-parts");
    let package = places.root.join("target/npm");
    remove(&parts)?;
    remove(&package)?;
    copy_folder(pkg, &parts)?;
    class_bundle::place(&parts)?;
    // What wasm-pack says of side effects is not so of the files that were moved.
    fs::remove_file(parts.join("package.json"))?;
    optimise(places, &parts.join("coroscope_bg.wasm"))?;
    fs::create_dir_all(&package)?;
    for name in ["coroscope_bg.wasm", "coroscope.d.ts"] {
        copy(&parts, &package, name)?;
    }
    for name in LICENCES {
        copy(&places.root, &package, name)?;
    }
    let ours = places.root.join("npm");
    for name in OURS {
        copy(&ours, &package, name)?;
    }
    copy_folder(&parts.join("docs"), &package.join("docs"))?;
    let class = fs::read_to_string(parts.join("coro-scope.js"))?;
    fs::write(package.join("element.js"), with(&class, BESIDE)?)?;
    let bundle = || {
        let mut command = Command::new(&esbuild);
        command
            .current_dir(&parts)
            .args(["--bundle", "--log-level=warning", "--target=es2022"])
            // With its spaces, since what bundlers are told in comments goes with them.
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
    let inside = with_documents(&with(&class, INSIDE)?, &package.join("docs"))?;
    fs::write(parts.join("coro-scope.js"), inside)?;
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

/// Optimises the module in place, or takes what came of the same module before.
fn optimise(places: &Places, module: &Path) -> Result<()> {
    let Some(optimiser) = WasmOpt::find(places) else {
        return Ok(());
    };
    let raw = fs::read(module)?;
    let before = places.root.join("target/npm-module");
    let (same, done) = (before.join("raw.wasm"), before.join("optimised.wasm"));
    if !fs::read(&same).is_ok_and(|old| old == raw) {
        remove(&before)?;
        fs::create_dir_all(&before)?;
        fs::write(&done, &raw)?;
        progress::step("wasm-opt", || optimiser.optimise(&done, &["-O3"]))?;
        fs::write(&same, &raw)?;
    }
    fs::copy(&done, module).with_context(|| format!("could not write {}", module.display()))?;
    Ok(())
}

fn with(class: &str, library: &str) -> Result<String> {
    if !class.contains(IMPORT) {
        bail!(
            "src/web/element.js no longer says `{IMPORT}` once it is in place: xtask/src/build/npm_package.rs relies on it"
        );
    }
    Ok(class
        .replace(IMPORT, library)
        .replace(HERE, "const here = '';"))
}

/// The class with the sample documents inside.
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
        bail!("a document that src/web/module.js names is not in www/docs");
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
    fn every_entry_is_among_the_files() {
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
            // npm adds the manifest by itself.
            assert!(files.contains(&file) || file == "package.json", "{file}");
        }
    }

    #[test]
    fn the_types_name_every_knob_of_the_class() {
        let class = include_str!("../../../src/web/element.js");
        let types = include_str!("../../../npm/element.d.ts");
        let (_, knobs) = class.split_once("const KNOBS = [").unwrap();
        let (knobs, _) = knobs.split_once(']').unwrap();
        for knob in knobs.split(',').map(|knob| knob.trim().trim_matches('\'')) {
            let named = knob.is_empty() || types.contains(&format!("\n  {knob}: string;\n"));
            assert!(named, "npm/element.d.ts has no {knob}");
        }
    }
}
