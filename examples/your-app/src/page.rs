//! The app's page: its fields, its output, storage and fetching.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlInputElement, Response, Window};

/// The key of the list in local storage.
const LIST: &str = "your-app-list";

fn window() -> Window {
    web_sys::window().expect_throw("the app is on a page")
}

fn document() -> Document {
    window().document().expect_throw("a window has a document")
}

/// An element of `index.html`, by id.
fn part(id: &str) -> Element {
    let part = document().get_element_by_id(id);
    part.unwrap_or_else(|| panic!("index.html has no #{id}"))
}

fn field(id: &str) -> HtmlInputElement {
    part(id).unchecked_into()
}

/// Calls `callback` with the value of a field after each input.
pub fn on_input(id: &'static str, mut callback: impl FnMut(String) + 'static) {
    let listener = Closure::<dyn FnMut()>::new(move || callback(field(id).value()));
    // The listener lives as long as the page, so JavaScript owns the function.
    let listener = listener.into_js_value();
    let added = part(id).add_event_listener_with_callback("input", listener.unchecked_ref());
    added.expect_throw("a function can listen");
}

/// Shows a status message.
pub fn say(words: &str) {
    part("status").set_text_content(Some(words));
}

/// Shows the names of the recipes found.
pub fn show_found(names: &[&str]) {
    let list = part("found");
    list.set_text_content(None);
    for name in names {
        let item = document().create_element("li").expect_throw("a tag's name");
        item.set_text_content(Some(name));
        list.append_child(&item).expect_throw("a list has items");
    }
    say(&match names.len() {
        1 => "1 recipe".to_owned(),
        n => format!("{n} recipes"),
    });
}

/// The saved list; empty if there is none.
pub fn saved_list() -> String {
    let storage = window().local_storage().ok().flatten();
    let list = storage.and_then(|storage| storage.get_item(LIST).ok().flatten());
    list.unwrap_or_default()
}

/// Shows the list in its field.
pub fn show_list(list: &str) {
    field("list").set_value(list);
}

/// Saves the list for the next visit, if the browser allows storage.
pub fn save_list(list: &str) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = storage.set_item(LIST, list);
    }
}

/// Fetches the text at a URL.
///
/// # Errors
/// The reason, as text.
pub async fn fetch(address: &str) -> Result<String, String> {
    let words = |why: JsValue| format!("{why:?}");
    let response = JsFuture::from(window().fetch_with_str(address)).await;
    let response: Response = response.map_err(words)?.unchecked_into();
    if !response.ok() {
        return Err(format!("the server says {}", response.status()));
    }
    let text = JsFuture::from(response.text().map_err(words)?).await;
    Ok(text.map_err(words)?.as_string().unwrap_or_default())
}
