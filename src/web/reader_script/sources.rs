//! Where scripts come from and go to: addresses, local storage, files and the examples.

use super::files::ScriptFiles;
use crate::export::SourceFile;
use crate::web::refusal::message_of;
use crate::web::storage;
use crate::web::subject::Subject;
use crate::web::worker::library;
use crate::wording::tr;
use js_sys::Array;
use js_sys::futures::JsFuture;
use wasm_bindgen::prelude::*;
use web_sys::File;

#[wasm_bindgen(module = "/src/web/outside.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn pack(text: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn unpack(code: &str, most: u32) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn gallery(library: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn example(library: &str, file: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(js_name = siteOf)]
    fn site_of(library: &str) -> Option<String>;
}

/// The maximum size of a script.
pub(crate) const MAX_BYTES: u32 = 1 << 20;

/// The address of the site that the program belongs to, with a trailing slash; `None` outside of a site.
pub(crate) fn site_folder() -> Option<String> {
    site_of(&library())
}

/// Between the main file, the modules and the input of a packed script.
const NEXT_PART: char = '.';

/// Packs a script for an address: its main file, then its modules and its input if it has any.
///
/// # Errors
/// Why this browser can't pack it.
pub(crate) async fn pack_files(files: &ScriptFiles) -> Result<String, String> {
    let mut packed = pack_text(&files.main).await?;
    let (modules, input) = (files.modules_as_text(), &files.linked_input);
    for (part, is_last) in [(&modules, input.is_empty()), (input, true)] {
        if part.is_empty() && is_last {
            continue;
        }
        packed.push(NEXT_PART);
        if !part.is_empty() {
            packed += &pack_text(part).await?;
        }
    }
    Ok(packed)
}

async fn pack_text(text: &str) -> Result<String, String> {
    let packed = pack(text).await.map_err(|why| message_of(&why))?;
    Ok(packed.as_string().unwrap_or_default())
}

/// Unpacks a script from an address.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub(crate) async fn unpack_files(code: &str) -> Result<ScriptFiles, String> {
    unpacked(code).await.map_err(|why| {
        tr!(
            "The script in this address can’t be read: {why}. The end of the link may be missing; ask for the whole link.",
            why
        )
    })
}

async fn unpacked(code: &str) -> Result<ScriptFiles, String> {
    let mut parts = code.splitn(3, NEXT_PART);
    let mut next_part = || parts.next().unwrap_or_default();
    let mut files = ScriptFiles::from(unpack_text(next_part(), MAX_BYTES).await?);
    let most = MAX_BYTES.saturating_sub(files.main.len() as u32);
    let (modules, input) = (next_part(), next_part());
    if !modules.is_empty() {
        files.add_modules(&unpack_text(modules, most).await?)?;
    }
    if !input.is_empty() {
        files.linked_input = unpack_text(input, most).await?;
    }
    Ok(files)
}

async fn unpack_text(code: &str, most: u32) -> Result<String, String> {
    let text = unpack(code, most).await.map_err(|why| message_of(&why))?;
    Ok(text.as_string().unwrap_or_default())
}

/// Reads files, each with its name.
///
/// # Errors
/// What is wrong with one of them, as a sentence.
pub(crate) async fn read_files(files: &[File]) -> Result<Vec<SourceFile>, String> {
    let mut read = Vec::new();
    for file in files {
        let (name, text) = (file.name(), read_file(file).await?);
        read.push(SourceFile { name, text });
    }
    Ok(read)
}

/// Reads a file as a script.
///
/// # Errors
/// What is wrong with it, as a sentence.
async fn read_file(file: &File) -> Result<String, String> {
    let name = file.name();
    if file.size() > f64::from(MAX_BYTES) {
        return Err(tr!(
            "{name} was not opened: a script can have at most 1 MiB here.",
            name
        ));
    }
    let text = JsFuture::from(file.text()).await;
    let text = text.map_err(|why| {
        tr!(
            "{name} was not opened: {why}.",
            name,
            why = message_of(&why)
        )
    })?;
    Ok(text.as_string().unwrap_or_default())
}

/// An example script.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    /// Its file name.
    pub(crate) file: String,
    /// Its title.
    pub(crate) title: String,
    /// Its group: `article`, `typical` or `mistake`.
    pub(crate) topic: String,
    /// What it shows, in a sentence.
    pub(crate) about: String,
    /// What to look for in its run; empty if nothing in particular.
    pub(crate) question: String,
}

/// The list of examples; empty if the site has none.
pub(crate) async fn examples() -> Vec<Example> {
    let Ok(all) = gallery(&library()).await else {
        return Vec::new();
    };
    let words: Vec<String> = (Array::from(&all).iter())
        .map(|word| word.as_string().unwrap_or_default())
        .collect();
    let example = |words: &[String]| match words {
        [file, title, topic, about, question] => Some(Example {
            file: file.clone(),
            title: title.clone(),
            topic: topic.clone(),
            about: about.clone(),
            question: question.clone(),
        }),
        _ => None,
    };
    words.chunks(5).filter_map(example).collect()
}

/// The entry of an example in the list; `None` if the list has none, or did not load.
pub(crate) async fn find_example(file: &str) -> Option<Example> {
    let mut all = examples().await.into_iter();
    all.find(|example| example.file == file)
}

/// The text of an example; of the reader's own script if the file name is empty.
///
/// # Errors
/// Why it did not load, as a sentence.
pub(crate) async fn load_example(file: &str) -> Result<ScriptFiles, String> {
    if file.is_empty() {
        return stored().ok_or_else(|| tr!("This browser has no script of yours stored.").into());
    }
    let text = example(&library(), file).await;
    let text =
        text.map_err(|why| tr!("The example did not load: {why}.", why = message_of(&why)))?;
    Ok(text.as_string().unwrap_or_default().into())
}

/// The reader's last script.
pub(crate) fn stored() -> Option<ScriptFiles> {
    let mut files = ScriptFiles::from(storage::read(storage::SCRIPT)?);
    let modules = storage::read(storage::MODULES).unwrap_or_default();
    // Damaged modules are those of no script.
    let _ = files.add_modules(&modules);
    Some(files)
}

/// Stores a script for the next visit. Without storage, links and files still work.
pub(crate) fn store(files: &ScriptFiles) {
    storage::write(storage::SCRIPT, &files.main);
    storage::write(storage::MODULES, &files.modules_as_text());
}

/// The fragment of an address with a packed script.
pub(crate) fn fragment(code: &str, settings: &[(String, String)]) -> String {
    let mut text = format!("#{}?code={code}", Subject::SCRIPT_ID);
    for (name, value) in settings {
        text += &format!("&{name}={value}");
    }
    text
}
