//! Closes a menu by Escape and by a click elsewhere.

use crate::web::dom::{focus, window};
use crate::web::listener::Listener;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};

/// Closes `menu`, a `details` element. Escape returns the focus to `summary`.
pub(super) fn dismiss(menu: &HtmlElement, summary: &HtmlElement) -> [Listener; 2] {
    let (pressed, opener) = (menu.clone(), summary.clone());
    let escape = Listener::new(menu.clone(), "keydown", move |event| {
        let is_escape = |event: &KeyboardEvent| event.key() == "Escape";
        let is_open = pressed.has_attribute("open");
        if is_open && event.dyn_ref::<KeyboardEvent>().is_some_and(is_escape) {
            event.prevent_default();
            close(&pressed);
            focus(&opener);
        }
    });
    let outside = menu.clone();
    let elsewhere = Listener::new(window(), "pointerdown", move |event: Event| {
        if !event.composed_path().includes(&outside, 0) {
            close(&outside);
        }
    });
    [escape, elsewhere]
}

fn close(menu: &HtmlElement) {
    // An element has no attribute whose name is invalid.
    let _ = menu.remove_attribute("open");
}
