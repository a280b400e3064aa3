//! Content hashing: the program's files lie in one folder named after a hash of their content, so that caches may keep
//! them for ever. The files that pages name keep their names and re-export from that folder.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
use serde_json::{Map, Value};
use sha2::{Digest, Sha384};

use crate::build::class_bundle;
use crate::files::{copy_folder, files_in, remove_folder};

/// The placeholder in the class that the hash of each file replaces.
const INTEGRITY_PLACEHOLDER: &str = "const INTEGRITY = {};";
/// The same hashes as a file, for tools and for authors who write `integrity` attributes.
const INTEGRITY_FILE: &str = "integrity.json";

/// Writes wasm-bindgen's output into a folder of the site that is named after its content. Returns the folder's name.
pub(crate) fn write(bundle: &Path, site: &Path) -> Result<String> {
    let fresh = site.join("fresh");
    copy_folder(bundle, &fresh)?;
    class_bundle::write(&fresh)?;
    // The site serves the documents from `docs/`, whose addresses do not change: lessons and readers use them.
    remove_folder(&fresh.join("docs"))?;
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
    let filled = format!("const INTEGRITY = {};", Value::Object(integrity.clone()));
    let text = text
        .replace(INTEGRITY_PLACEHOLDER, &filled)
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
    fs::write(site.join(INTEGRITY_FILE), list + "\n")?;
    for (file, exports) in [(class_bundle::ENTRY, "*"), ("coroscope.js", "{ default }")] {
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

/// The `<link>` that has a page preload the class.
pub(crate) fn preload_link(folder: &str) -> String {
    format!(
        "  <link rel=\"modulepreload\" href=\"{folder}/{}\">\n",
        class_bundle::ENTRY
    )
}

fn sum(bytes: &[u8]) -> String {
    format!("sha384-{}", BASE64_STANDARD.encode(Sha384::digest(bytes)))
}

fn read(file: &Path) -> Result<Vec<u8>> {
    fs::read(file).with_context(|| format!("could not read {}", file.display()))
}
