//! The field for the lines that a script reads with `input`.

use crate::web::cell::Flag;
use crate::web::dom::{Build, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{Message, Sender};
use crate::web::reader_script::ScriptMessage;
use crate::web::state::State;
use crate::wording::tr;
use web_sys::{HtmlElement, HtmlTextAreaElement};

pub(super) struct InputField {
    root: HtmlElement,
    hidden: Flag,
    area: HtmlTextAreaElement,
    /// The version of the script whose input is shown.
    version: u32,
    _listener: Listener,
}

impl InputField {
    pub(super) fn new(sender: &Sender) -> InputField {
        let area: HtmlTextAreaElement = html_as("textarea");
        let area = (area.attr("rows", "2"))
            .attr("spellcheck", "false")
            .attr("autocapitalize", "off")
            .attr("autocomplete", "off")
            .attr("translate", "no");
        let (to_type, typed) = (sender.clone(), area.clone());
        let listener = Listener::new(area.clone(), "input", move |_| {
            to_type.send(Message::Script(ScriptMessage::TypedInput(typed.value())));
        });
        let what = tr!("One line for each input() of the script.");
        let root = (html("label").class("input"))
            .child(html("b").text(tr!("Input")))
            .child(html("span").class("hint").text(what))
            .child(&area);
        InputField {
            hidden: Flag::new(root.clone(), "hidden"),
            root,
            area,
            version: 0,
            _listener: listener,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Shows the field if the script reads input.
    pub(super) fn draw(&mut self, state: &State) {
        self.hidden.show(!state.reads_input());
        if self.version != state.script.version {
            self.version = state.script.version;
            self.area.set_value(state.input());
        }
    }
}
