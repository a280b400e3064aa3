//! The npm package in `target/npm/`, made from wasm-pack's output: one file for each entry point.

use std::path::{Path, PathBuf};

use anyhow::Result;
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use fs_err as fs;

use crate::build::class_bundle::{self, Assets, CLASS};
use crate::build::wasm_bundle::OF_PAGES;
use crate::files::{copy_folder, remove_folder};
use crate::install::consent::Consent;
use crate::install::npm;
use crate::install::wasm_opt::WasmOpt;
use crate::paths::Paths;
use crate::{process, progress};

/// How the generated JavaScript, which contains a copy of the class, imports itself.
const ITSELF: &str =
    "import * as itself from '../../../../../coroscope.js';\nconst library = async () => itself;";

/// How the entry `element.js` imports the generated JavaScript. A bundler copies a file that is addressed like this
/// unchanged, as needed: workers, and new instances of a module that failed, load that file again.
const SEPARATE_FILE: &str = "\
const library = async () => {
  const address = new URL('./coroscope.js', import.meta.url);
  const { default: init } = await import(/* @vite-ignore */ /* webpackIgnore: true */ address.href);
  return { default: () => init({ module_or_path: new URL('./coroscope_bg.wasm', import.meta.url) }) };
};";

/// How the entries that contain the module import it.
const INLINE: &str = "\
import init from '../../../../../coroscope.js';
import bytes from '../../../../../coroscope_bg.wasm';
const library = async () => ({ default: () => init({ module_or_path: bytes }) });";

/// esbuild's options for files that nobody reads. Whitespace stays: with it, esbuild would remove comments for bundlers.
const MINIFY: [&str; 2] = ["--minify-syntax", "--minify-identifiers"];

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
    copy(&paths.root.join("www"), &package, "coro-scope.css")?;
    copy_folder(&paths.root.join("www/docs"), &package.join("docs"))?;
    class_bundle::copy_texts(paths, &package.join("texts"))?;

    let folder = class_bundle::folder(&parts)?;
    let bundle = |assets: &Assets, entry: &Path, out: &str, options: &[&str]| {
        assets.write(&folder)?;
        process::run(class_bundle::esbuild(&esbuild, entry, &package.join(out)).args(options))
    };
    let separate = |library: &'static str| {
        let documents = class_bundle::documents(paths, |name, _| {
            // The query stops Vite from inlining the file as a `data:` URL.
            format!("new URL('./docs/{name}?no-inline', import.meta.url)")
        })?;
        let languages = class_bundle::languages(paths)?.into_iter().map(|code| {
            let address = format!("new URL('./texts/{code}.json?no-inline', import.meta.url)");
            (code, address)
        });
        anyhow::Ok(Assets {
            library,
            documents,
            languages: languages.collect(),
            ..Assets::default()
        })
    };
    bundle(
        &separate(ITSELF)?,
        &parts.join("coroscope.js"),
        "coroscope.js",
        &["--format=esm", MINIFY[0], MINIFY[1]],
    )?;
    let entry = folder.join(CLASS);
    bundle(
        &separate(SEPARATE_FILE)?,
        &entry,
        "element.js",
        &["--format=esm"],
    )?;
    let languages = class_bundle::languages(paths)?;
    let imports = languages.iter();
    let imports =
        imports.map(|code| format!("import texts_{code} from '../../../www/texts/{code}.json';\n"));
    let inline = Assets {
        library: INLINE,
        imports: imports.collect(),
        languages: (languages.iter())
            .map(|code| (code.clone(), format!("texts_{code}")))
            .collect(),
        documents: class_bundle::documents(paths, |_, text| {
            let text = BASE64_STANDARD.encode(text);
            format!("new URL('data:text/plain;charset=utf-8;base64,{text}')")
        })?,
        ..Assets::default()
    };
    let inject = format!("--inject:{}", ours.join("address.js").display());
    for (format, name) in [
        ("--format=esm", "inline.js"),
        ("--format=iife", "coroscope.global.js"),
    ] {
        let address = [&*inject, "--define:import.meta=coroscopeMeta"];
        let options = [&[format, "--loader:.wasm=binary"], &address[..], &MINIFY].concat();
        bundle(&inline, &entry, name, &options)?;
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
        progress::step("wasm-opt", || optimiser.optimise(&optimised, OF_PAGES))?;
        fs::write(&raw_file, &raw)?;
    }
    fs::copy(&optimised, module)?;
    Ok(())
}

fn copy(from: &Path, to: &Path, name: &str) -> Result<()> {
    fs::copy(from.join(name), to.join(name))?;
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
