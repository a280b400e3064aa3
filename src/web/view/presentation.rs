//! The presentation: title, question, timeline and answer in large type, in full screen where the browser allows it.

use crate::web::cell::Flag;
use crate::web::dom::{Build, html};
use crate::web::listener::Listener;
use crate::web::message::{DisplayMessage, Message, Sender};
use crate::web::state::State;
use wasm_bindgen::prelude::*;
use web_sys::{Element, HtmlElement, KeyboardEvent, ShadowRoot};

#[wasm_bindgen(module = "/src/web/outside.js")]
extern "C" {
    #[wasm_bindgen(js_name = enterFullScreen)]
    fn enter_full_screen(element: &Element);
    #[wasm_bindgen(js_name = leaveFullScreen)]
    fn leave_full_screen(element: &Element);
}

/// Where the reader types text.
const FIELDS: &str = "input, select, textarea, [contenteditable]";

pub(super) struct Presentation {
    /// Covers the window during the presentation, also where full screen is refused.
    frame: HtmlElement,
    root: ShadowRoot,
    is_on: Flag,
    is_shown: bool,
    /// What had the focus before.
    focused: Option<HtmlElement>,
    _listeners: [Listener; 2],
}

impl Presentation {
    pub(super) fn new(root: ShadowRoot, sender: &Sender) -> Presentation {
        let frame = html("div").class("frame");
        let (to_leave, to_toggle) = (sender.clone(), sender.clone());
        let (host, pressed) = (root.host(), frame.clone());
        let presents = move |on| Message::Display(DisplayMessage::Present(on));
        let left = host.clone();
        let listeners = [
            Listener::new(host, "fullscreenchange", move |_| {
                if !left.matches(":fullscreen").unwrap_or(false) {
                    to_leave.send(presents(false));
                }
            }),
            Listener::new(frame.clone(), "keydown", move |event| {
                let is_on = pressed.has_attribute("data-present");
                let key = event.dyn_ref::<KeyboardEvent>();
                if let Some(on) = key.and_then(|key| switch(key, is_on)) {
                    event.prevent_default();
                    to_toggle.send(presents(on));
                }
            }),
        ];
        Presentation {
            is_on: Flag::new(frame.clone(), "data-present"),
            frame,
            root,
            is_shown: false,
            focused: None,
            _listeners: listeners,
        }
    }

    pub(super) fn frame(&self) -> &HtmlElement {
        &self.frame
    }

    pub(super) fn draw(&mut self, state: &State) {
        if self.is_shown == state.display.is_presenting {
            return;
        }
        self.is_shown = state.display.is_presenting;
        self.is_on.show(self.is_shown);
        let host = self.root.host();
        if self.is_shown {
            let focused = self.root.active_element();
            self.focused = focused.and_then(|it| it.dyn_into().ok());
            enter_full_screen(&host);
            let leave = self.frame.query_selector("button.present");
            focus(leave.ok().flatten().and_then(|it| it.dyn_into().ok()));
        } else {
            leave_full_screen(&host);
            focus(self.focused.take());
        }
    }
}

fn focus(element: Option<HtmlElement>) {
    // An element that has left the page takes no focus.
    let _ = element.map(|element| element.focus());
}

/// Whether a key begins the presentation or ends it; `None` for other keys.
fn switch(event: &KeyboardEvent, is_on: bool) -> Option<bool> {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return None;
    }
    let on: Element = event.target()?.dyn_into().ok()?;
    match &*event.key() {
        "Escape" if is_on => Some(false),
        "p" | "P" if on.closest(FIELDS).ok()?.is_none() => Some(!is_on),
        _ => None,
    }
}
