//! The run narrated step by step: one sentence, and buttons for the step before and the next one.

use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{Message, NarrationMessage, Sender};
use crate::web::run::Run;
use crate::web::state::State;
use crate::wording::tr;
use wasm_bindgen::JsCast;
use web_sys::{HtmlButtonElement, HtmlElement, KeyboardEvent};

pub(super) struct NarrationView {
    root: HtmlElement,
    is_off: Flag,
    sentence: Text,
    place: Text,
    no_back: Attr,
    no_next: Attr,
    next: HtmlButtonElement,
    was_on: bool,
    _listeners: Vec<Listener>,
}

impl NarrationView {
    pub(super) fn new(sender: &Sender) -> NarrationView {
        let mut listeners = Vec::new();
        let mut button = |label: &str, class: &str, message: NarrationMessage| {
            let button: HtmlButtonElement = html_as("button");
            let button = button.class(class).attr("type", "button").text(label);
            let sender = sender.clone();
            listeners.push(Listener::new(button.clone(), "click", move |_| {
                sender.send(Message::Narration(message));
            }));
            button
        };
        let back = button(tr!("Back"), "back", NarrationMessage::Back);
        let next = button(tr!("Next"), "run", NarrationMessage::Next);
        let leave = button(tr!("Leave"), "quiet", NarrationMessage::Leave);
        let sentence = html("p")
            .class("sentence")
            .attr("id", "narrated")
            .attr("aria-live", "polite");
        let place = html("span").class("place");
        let bar = html("div").class("narrated-bar").child(&back).child(&next);
        let bar = bar.child(&place).child(&leave);
        let root = (html("section").class("narration").attr("hidden", ""))
            .attr("aria-label", tr!("Step by step"))
            .child(&sentence)
            .child(bar);
        listeners.push(keys(&root, sender));
        NarrationView {
            is_off: Flag::new(root.clone(), "hidden"),
            root,
            sentence: Text::new(sentence),
            place: Text::new(place),
            no_back: Attr::new(back, "aria-disabled"),
            no_next: Attr::new(next.clone(), "aria-disabled"),
            next: next.attr("aria-describedby", "narrated"),
            was_on: false,
            _listeners: listeners,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let is_on = state.narration.is_on;
        self.is_off.show(!is_on);
        let was_on = core::mem::replace(&mut self.was_on, is_on);
        let begins = is_on && !was_on;
        if !is_on {
            return;
        }
        let is_waiting = state.playback.is_on_its_way();
        let (sentence, place, at_first, at_last) = match state.narrated().filter(|_| !is_waiting) {
            Some(narrated) => (
                narrated.step.sentence,
                tr!(
                    "step {number} of {count}, at {at}",
                    number = narrated.number,
                    count = narrated.count,
                    at = narrated.step.at
                ),
                narrated.number == 1,
                narrated.number == narrated.count,
            ),
            None => {
                let is_running = state.run.as_ref().is_some_and(Run::is_growing);
                let sentence = match is_running {
                    true => tr!("The steps are narrated when the run has ended."),
                    false => tr!("Run the program first."),
                };
                (sentence.to_owned(), String::new(), true, true)
            }
        };
        self.sentence.show(&sentence);
        self.place.show(&place);
        self.no_back.show(if at_first { "true" } else { "false" });
        self.no_next.show(if at_last { "true" } else { "false" });
        if begins {
            // It can only fail for an element that is not in the document.
            let _ = self.next.focus();
        }
    }
}

/// Right and left arrow: the next step and the one before. Home: the first. Escape leaves.
fn keys(root: &HtmlElement, sender: &Sender) -> Listener {
    let sender = sender.clone();
    Listener::new(root.clone(), "keydown", move |event| {
        let Some(key) = event.dyn_ref::<KeyboardEvent>() else {
            return;
        };
        if key.ctrl_key() || key.meta_key() || key.alt_key() {
            return;
        }
        let message = match &*key.key() {
            "ArrowRight" => NarrationMessage::Next,
            "ArrowLeft" => NarrationMessage::Back,
            "Home" => NarrationMessage::First,
            "Escape" => NarrationMessage::Leave,
            _ => return,
        };
        event.prevent_default();
        sender.send(Message::Narration(message));
    })
}
