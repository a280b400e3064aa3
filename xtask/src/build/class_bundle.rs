//! The element's class, which esbuild bundles into one file, such as `coro-scope.js`, the one script that a page includes.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use fs_err as fs;
use serde_json::{Map, Value};

use crate::files::files_in;
use crate::paths::Paths;

/// The file that pages include.
pub(crate) const ENTRY: &str = "coro-scope.js";
/// The folder with the files of texts in other languages, in the repository.
const TEXTS: &str = "www/texts";
/// The folder of the element's JavaScript, in the repository and in the folder that wasm-bindgen makes for each crate.
const FOLDER: &str = "src/web";
/// The module with the class, in that folder. The others beside it belong to its bundle.
pub(crate) const CLASS: &str = "class/element.js";

/// The folder of the element's JavaScript in wasm-bindgen's output.
pub(crate) fn folder(output: &Path) -> Result<PathBuf> {
    let snippets = output.join("snippets");
    let crates = fs::read_dir(&snippets)
        .with_context(|| format!("wasm-bindgen made no {}", snippets.display()))?;
    let mut folders = crates
        .flatten()
        .map(|entry| entry.path().join(FOLDER))
        .filter(|folder| folder.join(CLASS).is_file());
    folders
        .next()
        .with_context(|| format!("no {FOLDER}/{CLASS} is in {}", snippets.display()))
}

/// The addresses of a build's files: the content of the class's module `assets.js`.
#[derive(Debug, Default)]
pub(crate) struct Assets {
    /// JavaScript that declares `library`, the function that imports the generated JavaScript.
    pub(crate) library: &'static str,
    /// The integrity hashes of files, by their paths relative to the bundle.
    pub(crate) integrity: Map<String, Value>,
    /// The names of the sample documents, and JavaScript expressions of their addresses.
    pub(crate) documents: Vec<(String, String)>,
    /// The codes of languages, and JavaScript expressions of the addresses of their texts, or of the texts themselves.
    pub(crate) languages: Vec<(String, String)>,
    /// JavaScript that imports what these expressions contain.
    pub(crate) imports: String,
}

impl Assets {
    /// Replaces the module in a folder of the element's JavaScript.
    pub(crate) fn write(&self, folder: &Path) -> Result<()> {
        let hashes = self.integrity.iter();
        let hashes = hashes
            .map(|(file, sum)| format!("  [new URL('{file}', import.meta.url).href]: {sum},\n"));
        let documents = self.documents.iter();
        let documents = documents.map(|(name, url)| format!("  'docs/{name}': {url},\n"));
        let languages = self.languages.iter();
        let languages = languages.map(|(code, texts)| format!("  '{code}': {texts},\n"));
        let text = format!(
            "{}{}\nexport {{ library }};\nexport const integrityHashes = {{\n{}}};\nexport const documents = () => ({{\n{}}});\nexport const languages = () => ({{\n{}}});\n",
            self.imports,
            self.library,
            hashes.collect::<String>(),
            documents.collect::<String>(),
            languages.collect::<String>()
        );
        let module = folder.join(CLASS).with_file_name("assets.js");
        Ok(fs::write(&module, text)?)
    }
}

/// The sample documents, each with the address that `address` makes of its name and its content.
pub(crate) fn documents(
    paths: &Paths,
    address: impl Fn(&str, &[u8]) -> String,
) -> Result<Vec<(String, String)>> {
    let folder = paths.root.join("www/docs");
    let with_address = |name: String| {
        let text = fs::read(folder.join(&name))
            .with_context(|| format!("could not read {name} in {}", folder.display()))?;
        let address = address(&name, &text);
        Ok((name, address))
    };
    files_in(&folder)?.into_iter().map(with_address).collect()
}

/// The codes of the languages with a file of texts. English is in the program.
pub(crate) fn languages(paths: &Paths) -> Result<Vec<String>> {
    let files = files_in(&paths.root.join(TEXTS))?;
    let codes = files.iter().filter_map(|file| file.strip_suffix(".json"));
    Ok(codes
        .filter(|code| *code != "en")
        .map(str::to_owned)
        .collect())
}

/// Copies the files of texts into a folder, without their white space.
pub(crate) fn copy_texts(paths: &Paths, into: &Path) -> Result<()> {
    fs::create_dir_all(into)?;
    for code in languages(paths)? {
        let name = format!("{code}.json");
        let file = paths.root.join(TEXTS).join(&name);
        let texts: Value = serde_json::from_slice(&fs::read(&file)?)
            .with_context(|| file.display().to_string())?;
        fs::write(into.join(&name), serde_json::to_string(&texts)?)?;
    }
    Ok(())
}

/// A call of esbuild that bundles a module with everything that it imports.
pub(crate) fn esbuild(program: &Path, entry: &Path, out: &Path) -> Command {
    let mut command = Command::new(program);
    command
        .arg(entry)
        .arg(format!("--outfile={}", out.display()))
        .args(["--bundle", "--log-level=warning", "--target=es2022"])
        .arg("--legal-comments=none");
    command
}
