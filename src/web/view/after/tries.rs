//! Other settings to try: a button for each sets them and runs.

use crate::web::dom::{Build, append, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{GuideMessage, Message, Sender};
use crate::web::state::State;
use crate::wording::{tr, translate};
use web_sys::{HtmlButtonElement, HtmlElement};

pub(super) struct Tries {
    root: HtmlElement,
    buttons: HtmlElement,
    lesson: &'static str,
    pressed: Vec<Listener>,
    sender: Sender,
}

impl Tries {
    pub(super) fn new(sender: &Sender) -> Tries {
        let buttons = html("div").class("chips");
        let root = html("div")
            .class("tries")
            .child(html("h3").text(tr!("Try")))
            .child(&buttons);
        Tries {
            root,
            buttons,
            lesson: "",
            pressed: Vec::new(),
            sender: sender.clone(),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let lesson = state.settings.subject.id();
        if self.lesson == lesson {
            return;
        }
        self.lesson = lesson;
        self.buttons.set_text_content(None);
        self.pressed.clear();
        let tries = state.guide().map_or(&[][..], |guide| guide.tries);
        for (number, tried) in tries.iter().enumerate() {
            let button: HtmlButtonElement = html_as("button");
            let button = button.class("quiet try").attr("type", "button");
            let button = button.text(translate(tried.label));
            append(&self.buttons, &button);
            let sender = self.sender.clone();
            self.pressed.push(Listener::new(button, "click", move |_| {
                sender.send(Message::Guide(GuideMessage::Try(number)));
            }));
        }
    }
}
