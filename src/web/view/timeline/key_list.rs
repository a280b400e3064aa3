//! The list of the timeline's keys. The key `?` opens it, and so does its button.

use crate::web::dom::{Build, append, focus, html, html_as};
use crate::web::listener::Listener;
use crate::wording::{text, tr, translate};
use core::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlButtonElement, HtmlElement, KeyboardEvent, ShadowRoot};

/// The keys, and what they do while the timeline has the focus.
const KEYS: [(&str, &str); 13] = [
    ("← →", text!("previous or next bar of the task")),
    ("↑ ↓", text!("task above or below")),
    (text!("Home End"), text!("first or last bar")),
    (
        text!("Enter"),
        text!("move the playhead to the selected bar"),
    ),
    (text!("Space"), text!("play or pause")),
    (", .", text!("previous or next event")),
    ("< >", text!("previous or next turn of a task")),
    (
        "W S",
        text!("zoom in or out; also + and −, or Ctrl and the wheel"),
    ),
    ("A D", text!("pan left or right; 0 shows the whole run")),
    ("F", text!("fold the tasks that the selected one spawned")),
    ("E", text!("draw the arrows of all tasks")),
    ("P", text!("present in large type; Esc leaves")),
    ("?", text!("this list")),
];

pub(super) struct KeyList {
    root: HtmlElement,
    button: HtmlButtonElement,
    _listeners: [Listener; 2],
}

impl KeyList {
    /// Creates the list, and opens it by the key `?` on `timeline`.
    pub(super) fn new(timeline: &HtmlElement) -> KeyList {
        let list = html("dl");
        for (keys, does) in KEYS {
            let keys = html("dt").child(html("kbd").text(translate(keys)));
            append(
                &list,
                html("div")
                    .child(keys)
                    .child(html("dd").text(translate(does))),
            );
        }
        let close: HtmlButtonElement = html_as("button");
        let close = (close.class("quiet").attr("type", "button"))
            .attr("popovertarget", "key-list")
            .attr("popovertargetaction", "hide")
            .text(tr!("Close"));
        let root = html("div")
            .class("key-list")
            .attr("id", "key-list")
            .attr("popover", "auto")
            .attr("role", "dialog")
            .attr("aria-labelledby", "key-list-title")
            .child(
                (html("h3").attr("id", "key-list-title"))
                    .text(tr!("Keys, while the timeline has the focus")),
            )
            .child(list)
            .child(&close);
        let closer = close.clone();
        let button: HtmlButtonElement = html_as("button");
        let button = (button.class("quiet keys").attr("type", "button"))
            .attr("popovertarget", "key-list")
            .attr("aria-label", tr!("Keys"))
            .attr("title", tr!("Keys of the timeline (?)"))
            .text("?");
        let by_key = Rc::new(Cell::new(false));
        let (opener, pressed) = (button.clone(), by_key.clone());
        let opened = Listener::new(timeline.clone(), "keydown", move |event| {
            let is_key = |event: &KeyboardEvent| event.key() == "?";
            if event.dyn_ref::<KeyboardEvent>().is_some_and(is_key) {
                event.prevent_default();
                pressed.set(true);
                opener.click();
            }
        });
        // In a shadow tree, browsers do not return the focus themselves. The attribute `autofocus` is an error in the frame
        // of another origin.
        let (list, asked, keyed) = (root.clone(), button.clone(), timeline.clone());
        let toggled = Listener::new(root.clone(), "toggle", move |_| {
            if list.matches(":popover-open").unwrap_or(false) {
                focus(&closer);
                return;
            }
            if focus_is_elsewhere(&list) {
                return;
            }
            match by_key.take() {
                true => focus(&keyed),
                false => focus(&asked),
            }
        });
        KeyList {
            root,
            button,
            _listeners: [opened, toggled],
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn button(&self) -> &HtmlElement {
        &self.button
    }
}

/// Whether the focus is in the element that contains `part`, but not in `part`. A part that was just hidden keeps the
/// focus until the next frame.
fn focus_is_elsewhere(part: &HtmlElement) -> bool {
    let root = part.get_root_node();
    let root = root.dyn_ref::<ShadowRoot>();
    let focused = root.and_then(ShadowRoot::active_element);
    focused.is_some_and(|it| !part.contains(Some(&it)))
}
