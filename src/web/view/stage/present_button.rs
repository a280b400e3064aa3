//! The button that begins and ends the presentation.

use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, html_as};
use crate::web::listener::Listener;
use crate::web::location::is_playground;
use crate::web::message::{DisplayMessage, Message, Sender};
use crate::web::state::State;
use crate::wording::tr;
use core::cell::Cell;
use std::rc::Rc;
use web_sys::HtmlButtonElement;

pub(super) struct PresentButton {
    root: HtmlButtonElement,
    label: Text,
    hint: Attr,
    hidden: Flag,
    is_on: Rc<Cell<bool>>,
    _pressed: Listener,
}

impl PresentButton {
    pub(super) fn new(sender: &Sender) -> PresentButton {
        let root: HtmlButtonElement = html_as("button");
        let root = root.class("quiet present").attr("type", "button");
        let is_on = Rc::new(Cell::new(false));
        let (sender, was_on) = (sender.clone(), is_on.clone());
        PresentButton {
            label: Text::new(root.clone()),
            hint: Attr::new(root.clone(), "title"),
            hidden: Flag::new(root.clone(), "hidden"),
            is_on,
            _pressed: Listener::new(root.clone(), "click", move |_| {
                let present = DisplayMessage::Present(!was_on.get());
                sender.send(Message::Display(present));
            }),
            root,
        }
    }

    pub(super) fn root(&self) -> &HtmlButtonElement {
        &self.root
    }

    /// In other pages, where there is less room, the key P and the method `present()` begin it.
    pub(super) fn draw(&mut self, state: &State) {
        let is_on = state.display.is_presenting;
        self.is_on.set(is_on);
        self.hidden.show(!is_on && !is_playground());
        self.label
            .show(if is_on { tr!("Leave") } else { tr!("Present") });
        self.hint.show(match is_on {
            true => tr!("Back to the page (Esc)"),
            false => tr!("Question, timeline and answer in full screen, in large type (P)"),
        });
    }
}
