//! The settings of a lesson: one labelled input for each.

use crate::lessons::{self, Setting, SettingKind};
use crate::web::cell::{Flag, Text};
use crate::web::dom::{Build, append, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{Message, Sender};
use crate::web::state::State;
use core::cell::{Cell, RefCell};
use std::rc::Rc;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement, ShadowRoot};

pub(super) struct SettingsPanel {
    root: HtmlElement,
    lesson: &'static str,
    rows: Vec<SettingRow>,
    settings_version: u32,
    sender: Sender,
}

struct SettingRow {
    setting: &'static Setting,
    field: Rc<Field>,
    notice: Text,
    no_notice: Flag,
    _listeners: [Listener; 3],
}

/// An input and the value of its setting, which it shows unless the reader is typing.
struct Field {
    input: Input,
    value: RefCell<String>,
    is_edited: Cell<bool>,
}

enum Input {
    Number(HtmlInputElement),
    Choice(HtmlSelectElement),
    Lines(HtmlTextAreaElement),
}

impl SettingsPanel {
    pub(super) fn new(sender: Sender) -> SettingsPanel {
        let root = html("div")
            .class("settings")
            .attr("role", "group")
            .attr("aria-label", "Settings");
        SettingsPanel {
            root,
            lesson: "",
            rows: Vec::new(),
            settings_version: 0,
            sender,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        if self.lesson != state.settings.subject.id() {
            self.lesson = state.settings.subject.id();
            self.root.set_text_content(None);
            self.rows.clear();
            for setting in state
                .settings
                .subject
                .settings()
                .iter()
                .chain([&lessons::CLOCK])
            {
                let (root, row) = SettingRow::new(setting, &self.sender);
                append(&self.root, root);
                self.rows.push(row);
            }
        }
        if self.settings_version == state.settings.version {
            return;
        }
        self.settings_version = state.settings.version;
        for row in &mut self.rows {
            row.field.show(state.settings.get(row.setting.id));
            let notice = state.settings.notice(row.setting.id);
            row.notice.show(notice.unwrap_or(""));
            row.no_notice.show(notice.is_none());
        }
    }
}

impl SettingRow {
    fn new(setting: &'static Setting, sender: &Sender) -> (HtmlElement, SettingRow) {
        let (input, unit, width) = Input::new(setting);
        let element = input.element();
        let hint = html("span")
            .class("hint")
            .attr("id", &format!("{}-hint", setting.id));
        let notice = html("span")
            .class("warning")
            .attr("id", &format!("{}-notice", setting.id))
            .attr("role", "status");
        let element = element
            .attr("name", setting.id)
            .attr("title", setting.hint)
            .attr(
                "aria-describedby",
                &format!("{0}-hint {0}-notice", setting.id),
            );
        let label = html("label").child(html("span").class("name").text(setting.label));
        let row = html("span").class("value").child(&element);
        let row = match unit {
            "" => row,
            unit => row.child(html("span").class("unit").text(unit)),
        };
        let root = html("div")
            .class(&format!("setting {width}"))
            .child(label.child(row))
            .child(hint.text(setting.hint))
            .child(&notice);
        let field = Rc::new(Field {
            input,
            value: RefCell::default(),
            is_edited: Cell::default(),
        });
        let row = SettingRow {
            setting,
            no_notice: Flag::new(notice.clone(), "hidden"),
            notice: Text::new(notice),
            _listeners: field.listeners(setting.id, sender.clone()),
            field,
        };
        (root, row)
    }
}

impl Field {
    /// Shows a value of the setting, now or when the reader leaves the field.
    fn show(&self, value: String) {
        if !(self.is_edited.get() && self.input.has_focus()) {
            self.input.show(&value);
        }
        self.value.replace(value);
    }

    /// Sends the values that the reader confirms.
    fn listeners(self: &Rc<Field>, id: &'static str, sender: Sender) -> [Listener; 3] {
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
    fn new(setting: &Setting) -> (Input, &'static str, &'static str) {
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
                    append(&select, html("option").attr("value", value).text(label));
                }
                (Input::Choice(select), "", "choice")
            }
            SettingKind::Lines { placeholder, .. } => {
                let area: HtmlTextAreaElement = html_as("textarea");
                let area = area
                    .attr("rows", "1")
                    .attr("spellcheck", "false")
                    .attr("autocapitalize", "off")
                    .attr("placeholder", placeholder);
                (Input::Lines(area), "", "lines")
            }
        }
    }

    fn element(&self) -> HtmlElement {
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
