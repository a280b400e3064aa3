//! Roving tabindex: a group of controls has one tab stop, and the arrow keys move between the controls.

use crate::web::dom::{is_right_to_left, set};
use crate::web::listener::Listener;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};

/// How the controls are laid out.
#[derive(Clone, Copy, Debug)]
pub(super) enum Orientation {
    /// In a row.
    Horizontal,
    /// In a column.
    Vertical,
}

/// Makes `items` a single tab stop, initially the first item. `on_focus` is called with each item that a key moves to.
pub(super) fn roving(
    group: &HtmlElement,
    items: Vec<HtmlElement>,
    orientation: Orientation,
    mut on_focus: impl FnMut(&HtmlElement) + 'static,
) -> [Listener; 2] {
    for (n, item) in items.iter().enumerate() {
        set(item, "tabindex", if n == 0 { "0" } else { "-1" });
    }
    let focused = items.clone();
    let keys = Listener::new(group.clone(), "keydown", move |event| {
        let key = event.dyn_ref::<KeyboardEvent>().map(KeyboardEvent::key);
        let (Some(key), Some(here)) = (key, position(&items, &event)) else {
            return;
        };
        // Skips hidden and disabled items.
        let usable = |n: &usize| {
            let item = &items[*n];
            !item.has_attribute("hidden") && !item.has_attribute("disabled")
        };
        let count = items.len();
        let (to_next, to_previous) = match orientation {
            Orientation::Vertical => ("ArrowDown", "ArrowUp"),
            Orientation::Horizontal if is_right_to_left(&items[here]) => {
                ("ArrowLeft", "ArrowRight")
            }
            Orientation::Horizontal => ("ArrowRight", "ArrowLeft"),
        };
        let to = match &*key {
            key if key == to_next => (1..count).map(|n| (here + n) % count).find(usable),
            key if key == to_previous => {
                (1..count).map(|n| (here + count - n) % count).find(usable)
            }
            "Home" => (0..count).find(usable),
            "End" => (0..count).rev().find(usable),
            _ => return,
        };
        event.prevent_default();
        if let Some(to) = to {
            // It can only fail for an element that is not in the document.
            let _ = items[to].focus();
            on_focus(&items[to]);
        }
    });
    let tab_stop = Listener::new(group.clone(), "focusin", move |event| {
        if let Some(here) = position(&focused, &event) {
            for (n, item) in focused.iter().enumerate() {
                set(item, "tabindex", if n == here { "0" } else { "-1" });
            }
        }
    });
    [keys, tab_stop]
}

fn position(items: &[HtmlElement], event: &Event) -> Option<usize> {
    let target = event.target()?;
    let is_target = |item: &HtmlElement| {
        let item: &web_sys::EventTarget = item;
        target == *item
    };
    items.iter().position(is_target)
}
