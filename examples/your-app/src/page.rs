//! The app's page: its two fields, what it shows, and how it fetches.

use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{Document, Element, HtmlInputElement, Response, Window};

/// Under this name the browser keeps the list.
const LIST: &str = "your-app-list";

fn window() -> Window {
    web_sys::window().expect_throw("the app is on a page")
}

fn document() -> Document {
    window().document().expect_throw("a window has a document")
}

/// An element of `index.html`.
fn part(id: &str) -> Element {
    let part = document().get_element_by_id(id);
    part.expect_throw("index.html has this part")
}

fn field(id: &str) -> HtmlInputElement {
    part(id).unchecked_into()
}

/// Calls `what` with each new content of a field, for as long as the page is there.
pub fn on_input(id: &'static str, mut what: impl FnMut(String) + 'static) {
    let listener = Closure::<dyn FnMut()>::new(move || what(field(id).value()));
    // The page is never left but as a whole, so JavaScript owns the function.
    let listener = listener.into_js_value();
    let added = part(id).add_event_listener_with_callback("input", listener.unchecked_ref());
    added.expect_throw("a function can listen");
}

/// Tells the reader how it goes.
pub fn say(words: &str) {
    part("status").set_text_content(Some(words));
}

/// Shows the names of what was found.
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

/// The list that was kept; an empty one where there is none.
pub fn kept_list() -> String {
    let kept = window().local_storage().ok().flatten();
    let list = kept.and_then(|kept| kept.get_item(LIST).ok().flatten());
    list.unwrap_or_default()
}

/// Shows the list in its field.
pub fn show_list(list: &str) {
    field("list").set_value(list);
}

/// Keeps the list for the next visit. Where the browser keeps nothing, it is there until the page is left.
pub fn keep_list(list: &str) {
    if let Ok(Some(kept)) = window().local_storage() {
        let _ = kept.set_item(LIST, list);
    }
}

/// The text at an address.
///
/// # Errors
/// Why there is none, in words.
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
