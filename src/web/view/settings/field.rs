//! The input of a setting, and the value that it shows.

use crate::lessons::{Setting, SettingKind};
use crate::web::dom::{Build, append, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{Message, Sender};
use crate::wording::translate;
use core::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, ShadowRoot};

/// An input and the value of its setting, which it shows unless the reader is typing.
pub(super) struct Field {
    input: Input,
    value: RefCell<String>,
    is_edited: Cell<bool>,
}

pub(super) enum Input {
    Number(HtmlInputElement),
    Choice(HtmlSelectElement),
    Lines(HtmlTextAreaElement),
}

impl Field {
    pub(super) fn new(input: Input) -> Field {
        Field {
            input,
            value: RefCell::default(),
            is_edited: Cell::default(),
        }
    }

    /// Shows a value of the setting, now or when the reader leaves the field.
    pub(super) fn show(&self, value: String) {
        if !(self.is_edited.get() && self.input.has_focus()) {
            self.input.show(&value);
        }
        self.value.replace(value);
    }

    /// Sends the values that the reader confirms.
    pub(super) fn listeners(self: &Rc<Field>, id: &'static str, sender: Sender) -> [Listener; 3] {
        let (edited, changed, left) = (self.clone(), self.clone(), self.clone());
        let element = self.input.element();
        [
            Listener::new(element.clone(), "input", move |_| {
                edited.is_edited.set(true)
            }),
            Listener::new(element.clone(), "change", move |_| {
                changed.is_edited.set(false);
                let value = changed.input.value();
                sender.send(Message::Setting(id, value));
            }),
            // There was no change if what the reader typed is the value that the field had before.
            Listener::new(element, "blur", move |_| {
                if left.is_edited.take() {
                    left.input.show(&left.value.borrow());
                }
            }),
        ]
    }
}

impl Input {
    /// The input, its unit, and its class.
    pub(super) fn new(setting: &Setting) -> (Input, &'static str, &'static str) {
        match setting.kind {
            SettingKind::Number { min, max, unit, .. } => {
                let input: HtmlInputElement = html_as("input");
                // Values out of range are handled with a notice, not by the browser's validation.
                let input = input
                    .attr("type", "number")
                    .attr("inputmode", "numeric")
                    .attr("step", "1")
                    .attr("min", &min.to_string())
                    .attr("max", &max.to_string());
                (Input::Number(input), unit, "number")
            }
            SettingKind::Choice { options, .. } => {
                let select: HtmlSelectElement = html_as("select");
                for (value, label) in options {
                    append(
                        &select,
                        html("option").attr("value", value).text(translate(label)),
                    );
                }
                (Input::Choice(select), "", "choice")
            }
            SettingKind::Lines { placeholder, .. } => {
                let area: HtmlTextAreaElement = html_as("textarea");
                let area = area
                    .attr("rows", "1")
                    .attr("spellcheck", "false")
                    .attr("autocapitalize", "off")
                    .attr("placeholder", translate(placeholder));
                (Input::Lines(area), "", "lines")
            }
        }
    }

    pub(super) fn element(&self) -> HtmlElement {
        match self {
            Input::Number(input) => input.clone().unchecked_into(),
            Input::Choice(input) => input.clone().unchecked_into(),
            Input::Lines(input) => input.clone().unchecked_into(),
        }
    }

    fn has_focus(&self) -> bool {
        // In WebKit, `:focus` does not match while the window is inactive.
        let element = self.element();
        let root = element.get_root_node();
        let focused = root
            .dyn_ref::<ShadowRoot>()
            .and_then(ShadowRoot::active_element);
        focused.is_some_and(|focused| focused.is_same_node(Some(&element)))
    }

    fn value(&self) -> String {
        match self {
            Input::Number(input) => input.value(),
            Input::Choice(input) => input.value(),
            Input::Lines(input) => input.value(),
        }
    }

    fn show(&self, value: &str) {
        if self.value() == value {
            return;
        }
        match self {
            Input::Number(input) => input.set_value(value),
            Input::Choice(input) => input.set_value(value),
            Input::Lines(input) => input.set_value(value),
        }
    }
}
