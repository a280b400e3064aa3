//! Scripts in addresses, in the browser's storage, and in files.

use super::SCRIPT;
use crate::web::dom::window;
use crate::web::worker::library;
use js_sys::Array;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, Storage};

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

/// Under this name the browser keeps the script that the reader wrote last.
const KEPT: &str = "coroscope-script";
/// A script of more bytes is not taken.
pub(crate) const MOST: u32 = 1 << 20;

/// The folder of the site that the program lies in, with a slash at its end; none where it lies in none.
pub(crate) fn site() -> Option<String> {
    site_of(&library())
}

/// A script as it stands in an address.
///
/// # Errors
/// Why this browser can't do that.
pub(crate) async fn packed(source: &str) -> Result<String, String> {
    let packed = pack(source).await.map_err(|why| words_of(&why))?;
    Ok(packed.as_string().unwrap_or_default())
}

/// The script that stands in an address.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub(crate) async fn unpacked(code: &str) -> Result<String, String> {
    let text = unpack(code, MOST).await.map_err(|why| {
        format!(
            "The script in this address can’t be read: {}. Ask for the whole link again; it ends where the script does.",
            words_of(&why)
        )
    })?;
    Ok(text.as_string().unwrap_or_default())
}

/// Reads a file as a script.
///
/// # Errors
/// What is wrong with it, as a sentence.
pub(crate) async fn opened(file: &File) -> Result<String, String> {
    let name = file.name();
    if file.size() > f64::from(MOST) {
        return Err(format!(
            "{name} was not opened: a script has at most 1 MiB here."
        ));
    }
    let text = JsFuture::from(file.text()).await;
    let text = text.map_err(|why| format!("{name} was not opened: {}.", words_of(&why)))?;
    Ok(text.as_string().unwrap_or_default())
}

/// A script of the gallery.
#[derive(Clone, Debug)]
pub(crate) struct Example {
    /// Its file, by which it is asked for.
    pub(crate) file: String,
    /// Its title.
    pub(crate) title: String,
    /// What it belongs to: `article`, `typical` or `mistake`.
    pub(crate) topic: String,
    /// What it shows, as a sentence.
    pub(crate) about: String,
}

/// What the gallery has; nothing where the site has none.
pub(crate) async fn examples() -> Vec<Example> {
    let Ok(all) = gallery(&library()).await else {
        return Vec::new();
    };
    let words: Vec<String> = (Array::from(&all).iter())
        .map(|word| word.as_string().unwrap_or_default())
        .collect();
    let example = |words: &[String]| match words {
        [file, title, topic, about] => Some(Example {
            file: file.clone(),
            title: title.clone(),
            topic: topic.clone(),
            about: about.clone(),
        }),
        _ => None,
    };
    words.chunks(4).filter_map(example).collect()
}

/// The text of a script of the gallery; the reader's own where the file is empty.
///
/// # Errors
/// Why it did not come, as a sentence.
pub(crate) async fn chosen(file: &str) -> Result<String, String> {
    if file.is_empty() {
        return kept().ok_or_else(|| "This browser has kept no script of yours.".into());
    }
    let text = example(&library(), file).await;
    let text = text.map_err(|why| format!("The example did not load: {}.", words_of(&why)))?;
    Ok(text.as_string().unwrap_or_default())
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

/// The script that the reader wrote here last.
pub(crate) fn kept() -> Option<String> {
    storage()?.get_item(KEPT).ok().flatten()
}

/// Keeps a script for the next visit.
pub(crate) fn keep(source: &str) {
    if let Some(storage) = storage() {
        // A browser that keeps nothing still has it in links and files.
        let _ = storage.set_item(KEPT, source);
    }
}

/// The fragment of an address that holds a script.
pub(crate) fn fragment(code: &str, settings: &[(String, String)]) -> String {
    let mut text = format!("#{}?code={code}", SCRIPT.id);
    for (name, value) in settings {
        text += &format!("&{name}={value}");
    }
    text
}

fn words_of(why: &JsValue) -> String {
    match why.dyn_ref::<js_sys::Error>() {
        Some(error) => String::from(error.message()),
        None => "for no given reason".into(),
    }
}
