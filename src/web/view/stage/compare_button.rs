//! The button that compares the run with the one before it, named by the settings that differ.

use crate::web::cell::{Flag, Text};
use crate::web::dom::{Build, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{Message, RunMessage, Sender};
use crate::web::state::State;
use crate::wording::tr;
use web_sys::{HtmlButtonElement, HtmlElement};

pub(super) struct CompareButton {
    root: HtmlElement,
    what: Text,
    /// Keeps its place while there is nothing to compare, so that nothing moves when a run ends.
    nothing: Flag,
    _pressed: Listener,
}

impl CompareButton {
    pub(super) fn new(sender: &Sender) -> CompareButton {
        let what = html("span").class("what");
        let button: HtmlButtonElement = html_as("button");
        let button = (button.class("quiet").attr("type", "button"))
            .child(html("span").text(tr!("Compare with the run before")))
            .child(&what);
        let root = html("p").class("compare-before").child(&button);
        let sender = sender.clone();
        CompareButton {
            nothing: Flag::new(root.clone(), "data-nothing"),
            root,
            what: Text::new(what),
            _pressed: Listener::new(button, "click", move |_| {
                sender.send(Message::Run(RunMessage::CompareWithBefore));
            }),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let is_recording = state.settings.subject.is_recording();
        let found = state.differences_from_before();
        let found = found.filter(|it| is_recording || !it.is_empty());
        self.nothing.show(found.is_none() || state.is_changed());
        let Some(found) = found else { return };
        let words = found
            .iter()
            .map(|it| format!("{}: {} → {}", it.label, it.before, it.after));
        self.what.show(&match state.is_before_of_another_program() {
            true => tr!("a recording of another program").to_owned(),
            false => words.collect::<Vec<_>>().join(", "),
        });
    }
}
