//! Content hashing: the program's files lie in one folder named after a hash of their content, so that caches may keep
//! them for ever. The files that pages name keep their names and re-export from that folder.

use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use fs_err as fs;
use serde_json::{Map, Value};
use sha2::{Digest, Sha384};

use crate::build::class_bundle::{self, Assets, CLASS, ENTRY};
use crate::files::{copy_folder, files_in, remove_folder};
use crate::paths::Paths;
use crate::process;

/// The integrity hashes as a file, for tools and for authors who write `integrity` attributes.
const INTEGRITY_FILE: &str = "integrity.json";
/// The module of browser services, which its imports become part of, too.
const SERVICES: &str = "outside.js";
/// esbuild's options. Names stay, for whoever debugs a page.
const ESBUILD_OPTIONS: [&str; 4] = [
    "--format=esm",
    "--minify-whitespace",
    "--minify-syntax",
    "--charset=utf8",
];

/// Writes wasm-bindgen's output into a folder of the site that is named after its content. Returns the folder's name.
pub(crate) fn write(paths: &Paths, esbuild: &Path, bundle: &Path, site: &Path) -> Result<String> {
    let (fresh, parts) = (site.join("fresh"), site.join("parts"));
    let esbuild = |entry: &Path, out: &Path| {
        process::run(class_bundle::esbuild(esbuild, entry, out).args(ESBUILD_OPTIONS))
    };
    copy_folder(bundle, &fresh)?;
    let folder = class_bundle::folder(&fresh)?;
    copy_folder(&folder, &parts)?;
    for bundled in ["class", "outside", "../../www"] {
        remove_folder(&folder.join(bundled))?;
    }
    esbuild(&parts.join(SERVICES), &folder.join(SERVICES))?;
    write_class_redirect(&fresh, &folder.join(CLASS))?;
    let mut integrity = Map::new();
    for file in files_in(&fresh)? {
        let sum = sum(&fs::read(fresh.join(&file))?);
        integrity.insert(format!("./{file}"), sum);
    }
    let assets = Assets {
        library: "const library = () => import(new URL('./coroscope.js', import.meta.url).href);",
        integrity,
        // The site serves them from `docs/`, whose addresses do not change: lessons and readers use them.
        documents: class_bundle::documents(paths, |name, _| {
            format!("new URL('../docs/{name}', import.meta.url)")
        })?,
        // They belong to this version of the program.
        languages: class_bundle::languages(paths)?
            .into_iter()
            .map(|code| {
                let address = format!("new URL('./texts/{code}.json', import.meta.url)");
                (code, address)
            })
            .collect(),
        imports: String::new(),
    };
    class_bundle::copy_texts(paths, &fresh.join("texts"))?;
    assets.write(&parts)?;
    esbuild(&parts.join(CLASS), &fresh.join(ENTRY))?;
    remove_folder(&parts)?;

    let mut content = Sha384::new();
    for file in files_in(&fresh)? {
        content.update(&file);
        content.update(fs::read(fresh.join(&file))?);
    }
    let name: String = content.finalize()[..6]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let name = format!("v-{name}");
    let folder = site.join(&name);
    fs::rename(&fresh, &folder)?;

    let mut list = Map::new();
    for file in files_in(&folder)? {
        list.insert(
            format!("{name}/{file}"),
            sum(&fs::read(folder.join(&file))?),
        );
    }
    let list = serde_json::to_string_pretty(&Value::Object(list))?;
    fs::write(site.join(INTEGRITY_FILE), list + "\n")?;
    for (file, exports) in [(ENTRY, "*"), ("coroscope.js", "{ default }")] {
        let mut redirect = format!(
            "// Re-exports from the folder that caches may keep.\nexport {exports} from './{name}/{file}';\n"
        );
        if file == "coroscope.js" {
            redirect += &format!("export * from './{name}/{file}';\n");
        }
        fs::write(site.join(file), redirect)?;
    }
    Ok(name)
}

/// Writes a module that re-exports the bundle in place of the class: so there is one class, whether a page loads it first
/// or the generated JavaScript.
fn write_class_redirect(fresh: &Path, class: &Path) -> Result<()> {
    let class_folder = class.parent().context("it is in a folder")?;
    fs::create_dir_all(class_folder)?;
    let up = "../".repeat(class_folder.strip_prefix(fresh)?.components().count());
    let redirect =
        format!("// The class is in the file that pages include.\nexport * from '{up}{ENTRY}';\n");
    Ok(fs::write(class, redirect)?)
}

/// The `<link>` that has a page preload the class.
pub(crate) fn preload_link(folder: &str) -> String {
    format!("  <link rel=\"modulepreload\" href=\"{folder}/{ENTRY}\">\n")
}

fn sum(bytes: &[u8]) -> Value {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(bytes))).into()
}
