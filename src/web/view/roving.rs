//! A group of controls with one tab stop: the arrow keys go from one to the next.

use crate::web::dom::set;
use crate::web::listener::Listener;
use wasm_bindgen::JsCast;
use web_sys::{Event, HtmlElement, KeyboardEvent};

/// How the controls stand.
#[derive(Clone, Copy, Debug)]
pub(super) enum Row {
    /// Beside each other.
    Across,
    /// Below each other.
    Down,
}

/// Makes one tab stop of `items`, the first of which has it at the start. `arrived` hears to which one the
/// keys went.
pub(super) fn roving(
    group: &HtmlElement,
    items: Vec<HtmlElement>,
    row: Row,
    mut arrived: impl FnMut(&HtmlElement) + 'static,
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
        // What is hidden or can't be used is passed over.
        let usable = |n: &usize| {
            let item = &items[*n];
            !item.has_attribute("hidden") && !item.has_attribute("disabled")
        };
        let count = items.len();
        let to = match (row, &*key) {
            (Row::Across, "ArrowRight") | (Row::Down, "ArrowDown") => {
                (1..count).map(|n| (here + n) % count).find(usable)
            }
            (Row::Across, "ArrowLeft") | (Row::Down, "ArrowUp") => {
                (1..count).map(|n| (here + count - n) % count).find(usable)
            }
            (_, "Home") => (0..count).find(usable),
            (_, "End") => (0..count).rev().find(usable),
            _ => return,
        };
        event.prevent_default();
        if let Some(to) = to {
            // What is on the page takes the focus.
            let _ = items[to].focus();
            arrived(&items[to]);
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
