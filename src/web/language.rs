//! The language of the page: takes over the texts that the element's class has fetched (`class/language.js`).

use super::documents::copy_to_build;
use crate::wording::{Catalogue, plural_category, set_catalogue};
use core::cell::RefCell;
use js_sys::{Array, Function};
use wasm_bindgen::prelude::*;

// The files of texts, which `class/assets.js` lists as well.
// codegen: languages
copy_to_build! {
    texts_de: "/www/texts/de.json",
}
// codegen: end

thread_local! {
    /// The language's code; empty for English.
    static CODE: RefCell<String> = const { RefCell::new(String::new()) };
}

/// The language's code, such as `de`; `None` for English.
pub(crate) fn code() -> Option<String> {
    CODE.with_borrow(|code| (!code.is_empty()).then(|| code.clone()))
}

/// Makes all texts appear in a language. Each entry is the English text, the category of the number or an empty text, and
/// the translation. `category` is the function that finds the category of a number.
pub(crate) fn set(code: String, entries: &Array, category: Function) {
    let mut catalogue = Catalogue::new(move |n| {
        let name = category.call1(&JsValue::NULL, &JsValue::from_f64(n as f64));
        let name = name.ok().and_then(|name| name.as_string());
        name.and_then(|name| plural_category(&name))
            .unwrap_or("other")
    });
    for entry in entries.iter() {
        let entry: Vec<String> = Array::from(&entry)
            .iter()
            .filter_map(|text| text.as_string())
            .collect();
        match &entry[..] {
            [english, form, translation] if form.is_empty() => {
                catalogue.insert(english, translation)
            }
            [english, form, translation] => catalogue.insert_form(english, form, translation),
            _ => {}
        }
    }
    set_catalogue(Some(catalogue));
    CODE.set(code);
}
