//! What the reader can set of a lesson: one labelled input for each knob.

use crate::lessons::{self, Knob, KnobKind};
use crate::web::app::{Message, Sender};
use crate::web::cell::{Flag, Text};
use crate::web::dom::{Build, append, html, html_as};
use crate::web::listener::Listener;
use crate::web::state::State;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement};

pub(super) struct Knobs {
    root: HtmlElement,
    lesson: &'static str,
    rows: Vec<Row>,
    edits: u32,
    sender: Sender,
}

struct Row {
    knob: &'static Knob,
    input: Input,
    notice: Text,
    no_notice: Flag,
    _changed: Listener,
}

enum Input {
    Number(HtmlInputElement),
    Choice(HtmlSelectElement),
    Lines(HtmlTextAreaElement),
}

impl Knobs {
    pub(super) fn new(sender: Sender) -> Knobs {
        let root = html("div")
            .class("knobs")
            .attr("role", "group")
            .attr("aria-label", "Settings");
        Knobs {
            root,
            lesson: "",
            rows: Vec::new(),
            edits: 0,
            sender,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        if self.lesson != state.lesson.id {
            self.lesson = state.lesson.id;
            self.root.set_text_content(None);
            self.rows.clear();
            for knob in state.lesson.knobs.iter().chain([&lessons::CLOCK]) {
                let (root, row) = Row::new(knob, &self.sender);
                append(&self.root, root);
                self.rows.push(row);
            }
        }
        // What the reader is about to write is left alone until it is a value.
        if self.edits == state.edits {
            return;
        }
        self.edits = state.edits;
        for row in &mut self.rows {
            row.input.show(&state.given(row.knob.id));
            let notice = state.notice(row.knob.id);
            row.notice.show(notice.unwrap_or(""));
            row.no_notice.show(notice.is_none());
        }
    }
}

impl Row {
    fn new(knob: &'static Knob, sender: &Sender) -> (HtmlElement, Row) {
        let (input, unit, width) = Input::new(knob);
        let element = input.element();
        let hint = html("span")
            .class("hint")
            .attr("id", &format!("{}-hint", knob.id));
        let notice = html("span")
            .class("warning")
            .attr("id", &format!("{}-notice", knob.id))
            .attr("role", "status");
        element
            .clone()
            .attr("name", knob.id)
            .attr("title", knob.hint)
            .attr("aria-describedby", &format!("{0}-hint {0}-notice", knob.id));
        let label = html("label").child(html("span").class("name").text(knob.label));
        let row = html("span").class("value").child(&element);
        let row = match unit {
            "" => row,
            unit => row.child(html("span").class("unit").text(unit)),
        };
        let root = html("div")
            .class(&format!("knob {width}"))
            .child(label.child(row))
            .child(hint.text(knob.hint))
            .child(&notice);
        let (sender, input_read) = (sender.clone(), input.again());
        let changed = Listener::new(element, "change", move |_| {
            sender.send(Message::Knob(knob.id, input_read.value()));
        });
        let row = Row {
            knob,
            input,
            no_notice: Flag::new(notice.clone(), "hidden"),
            notice: Text::new(notice),
            _changed: changed,
        };
        (root, row)
    }
}

impl Input {
    /// The input, its unit and the class for its width.
    fn new(knob: &Knob) -> (Input, &'static str, &'static str) {
        match knob.kind {
            KnobKind::Number { min, max, unit, .. } => {
                let input: HtmlInputElement = html_as("input");
                // What is out of range is taken and explained, so the browser need not refuse it.
                let input = input
                    .attr("type", "number")
                    .attr("inputmode", "numeric")
                    .attr("step", "1")
                    .attr("min", &min.to_string())
                    .attr("max", &max.to_string());
                (Input::Number(input), unit, "number")
            }
            KnobKind::Choice { options, .. } => {
                let select: HtmlSelectElement = html_as("select");
                for (value, label) in options {
                    append(&select, html("option").attr("value", value).text(label));
                }
                (Input::Choice(select), "", "choice")
            }
            KnobKind::Lines { placeholder, .. } => {
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

    fn again(&self) -> Input {
        match self {
            Input::Number(input) => Input::Number(input.clone()),
            Input::Choice(input) => Input::Choice(input.clone()),
            Input::Lines(input) => Input::Lines(input.clone()),
        }
    }

    fn element(&self) -> HtmlElement {
        match self {
            Input::Number(input) => input.clone().unchecked_into(),
            Input::Choice(input) => input.clone().unchecked_into(),
            Input::Lines(input) => input.clone().unchecked_into(),
        }
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
