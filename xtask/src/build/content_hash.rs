//! Names by content: all that a page loads of the program lies in one folder whose name changes with it, so that
//! caches may keep it for ever. What pages name, keeps its name and leads there.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value};
use sha2::{Digest, Sha384};

use crate::build::class_bundle;
use crate::build::site::{copy_folder, remove};

/// In the folder's class, what becomes the list of what each file has to be.
const EMPTY: &str = "const INTEGRITY = {};";
/// What says all of it to tools, and to authors who name what their pages load.
const LIST: &str = "integrity.json";

/// Puts what wasm-bindgen made into a folder of the site that is called after its content. Gives the folder's name.
pub(crate) fn place(bundle: &Path, site: &Path) -> Result<String> {
    let fresh = site.join("fresh");
    copy_folder(bundle, &fresh)?;
    class_bundle::place(&fresh)?;
    // The site has them under addresses that stay the same: lessons name them, and so do readers.
    remove(&fresh.join("docs"))?;
    let files = files_in(&fresh)?;
    let mut content = Sha384::new();
    let mut integrity = Map::new();
    for file in &files {
        let bytes = read(&fresh.join(file))?;
        content.update(file);
        content.update(&bytes);
        if file != class_bundle::ENTRY && !file.ends_with(".d.ts") {
            integrity.insert(format!("./{file}"), sum(&bytes).into());
        }
    }
    let name: String = content.finalize()[..6]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    let name = format!("v-{name}");

    let class = fresh.join(class_bundle::ENTRY);
    let text = String::from_utf8(read(&class)?)?;
    let told = format!("const INTEGRITY = {};", Value::Object(integrity.clone()));
    let text = text
        .replace(EMPTY, &told)
        .replace("new URL('./docs/", "new URL('../docs/");
    fs::write(&class, &text)?;
    fs::rename(&fresh, site.join(&name))?;

    let script = |file: &str| format!("{name}/{file}");
    let mut list: Map<String, Value> = integrity
        .into_iter()
        .map(|(file, sum)| (script(file.trim_start_matches("./")), sum))
        .collect();
    list.insert(script(class_bundle::ENTRY), sum(text.as_bytes()).into());
    let list = serde_json::to_string_pretty(&Value::Object(list))?;
    fs::write(site.join(LIST), list + "\n")?;
    for (file, exports) in [(class_bundle::ENTRY, "*"), ("coroscope.js", "{ default }")] {
        let mut leads = format!(
            "// Leads to what caches may keep.\nexport {exports} from './{name}/{file}';\n"
        );
        if file == "coroscope.js" {
            leads += &format!("export * from './{name}/{file}';\n");
        }
        fs::write(site.join(file), leads)?;
    }
    Ok(name)
}

/// The link by which a page fetches the class early, which it needs in any case.
pub(crate) fn link(folder: &str) -> String {
    format!(
        "  <link rel=\"modulepreload\" href=\"{folder}/{}\">\n",
        class_bundle::ENTRY
    )
}

fn sum(bytes: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(bytes)))
}

/// All files in a folder, by their paths with slashes, sorted.
pub(crate) fn files_in(folder: &Path) -> Result<Vec<String>> {
    let mut files = Vec::new();
    let mut folders = vec![String::new()];
    while let Some(prefix) = folders.pop() {
        let here = folder.join(&prefix);
        let entries =
            fs::read_dir(&here).with_context(|| format!("could not read {}", here.display()))?;
        for entry in entries {
            let entry = entry?;
            let path = format!("{prefix}{}", entry.file_name().to_string_lossy());
            if entry.file_type()?.is_dir() {
                folders.push(path + "/");
            } else {
                files.push(path);
            }
        }
    }
    files.sort();
    Ok(files)
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("could not read {}", file.display()))
}
