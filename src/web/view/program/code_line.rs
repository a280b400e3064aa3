//! A line of the program: its number selects what happened there, and chips name the tasks at it.

use crate::lessons::highlight::Kind;
use crate::trace::{TaskId, TaskState};
use crate::web::cell::{Attr, Flag, Pool, Text};
use crate::web::dom::{Build, append, document, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{ExploreMessage, Message, Sender};
use crate::wording::{and_more, tr};
use wasm_bindgen::JsCast;
use web_sys::{HtmlButtonElement, HtmlElement};

/// Maximum number of tasks that are named at a line.
const MAX_CHIPS: usize = 2;

pub(super) struct CodeLine {
    item: HtmlElement,
    number: HtmlElement,
    disabled: Flag,
    /// Whether a screen reader skips the number, because nothing happened at the line.
    skipped: Attr,
    class: Attr,
    chips: Pool<(Attr, Text)>,
    is_marked: bool,
    _pressed: Listener,
}

impl CodeLine {
    /// Creates the line with this number, from highlighted pieces.
    pub(super) fn new(n: u32, pieces: &[(Kind, &str)], sender: &Sender) -> CodeLine {
        let shown = html("code");
        for &(kind, piece) in pieces {
            let tag = match kind {
                Kind::Plain => {
                    append(&shown, document().create_text_node(piece));
                    continue;
                }
                Kind::Keyword => "b",
                Kind::Comment => "i",
                Kind::Text => "q",
            };
            append(&shown, html(tag).text(piece));
        }
        let chips = html("span").class("chips");
        let label = n.to_string();
        let number: HtmlButtonElement = html_as("button");
        let number = (number
            .class("line-number")
            .attr("type", "button")
            .text(&label))
        .attr("aria-label", &tr!("Line {n}: what happens there", n));
        let sender = sender.clone();
        let on_press = move |_| sender.send(Message::Explore(ExploreMessage::GoToLine(n)));
        let item = (html("li").child(&number).child(shown)).child(&chips);
        CodeLine {
            skipped: Attr::new(number.clone(), "aria-hidden"),
            disabled: Flag::new(number.clone(), "disabled"),
            _pressed: Listener::new(number.clone(), "click", on_press),
            number: number.unchecked_into(),
            class: Attr::new(item.clone(), "class"),
            item,
            chips: Pool::new(chips, || {
                let chip = html("span");
                let parts = (Attr::new(chip.clone(), "class"), Text::new(chip.clone()));
                (chip.into(), parts)
            }),
            is_marked: false,
        }
    }

    /// The list item.
    pub(super) fn root(&self) -> &HtmlElement {
        &self.item
    }

    /// Its number, which is a button.
    pub(super) fn number(&self) -> &HtmlElement {
        &self.number
    }

    /// Enables or disables the number.
    pub(super) fn enable(&mut self, on: bool) {
        self.disabled.show(!on);
        self.skipped.show(if on { "false" } else { "true" });
    }

    /// Shows the tasks at this line.
    pub(super) fn mark(&mut self, tasks: &[(TaskId, TaskState)], name: &dyn Fn(TaskId) -> String) {
        if tasks.is_empty() && !self.is_marked {
            return;
        }
        self.is_marked = !tasks.is_empty();
        self.class.show(if self.is_marked { "at" } else { "" });
        let chips = chips(tasks, name);
        for ((class, text), (kind, words)) in self.chips.show(chips.len()).zip(&chips) {
            class.show(kind);
            text.show(words);
        }
    }
}

/// The chips for tasks at one line: a class and a text for each.
pub(super) fn chips(
    tasks: &[(TaskId, TaskState)],
    name: &dyn Fn(TaskId) -> String,
) -> Vec<(&'static str, String)> {
    let named = tasks
        .iter()
        .take(MAX_CHIPS)
        .map(|(task, state)| match state {
            TaskState::Running => ("chip running", tr!("{task} runs", task = name(*task))),
            TaskState::Ready => ("chip ready", tr!("{task} is ready", task = name(*task))),
            TaskState::Waiting(_) => ("chip", name(*task)),
        });
    let more = tasks.len().saturating_sub(MAX_CHIPS);
    let rest = (more > 0).then(|| ("chip", and_more(more)));
    named.chain(rest).collect()
}
