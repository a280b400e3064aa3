//! Scripts in addresses, in the browser's storage, and in files.

use super::SCRIPT;
use crate::web::dom::window;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{File, Storage};

#[wasm_bindgen(module = "/src/web/scripting.js")]
extern "C" {
    #[wasm_bindgen(catch)]
    async fn pack(text: &str) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(catch)]
    async fn unpack(code: &str, most: u32) -> Result<JsValue, JsValue>;
}

/// Under this name the browser keeps the script that the reader wrote last.
const KEPT: &str = "coroscope-script";
/// A script of more bytes is not taken.
pub(crate) const MOST: u32 = 1 << 20;

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
