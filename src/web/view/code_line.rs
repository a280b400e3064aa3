//! A line of the program: its number leads to what happened there, and chips name the tasks that are at it.

use crate::lessons::highlight::{Kind, Language};
use crate::trace::TaskId;
use crate::trace::model::SpanState as TaskState;
use crate::web::app::{Message, Sender};
use crate::web::cell::{Attr, Flag, Pool, Text};
use crate::web::dom::{Build, append, document, html, html_as};
use crate::web::listener::Listener;
use wasm_bindgen::JsCast;
use web_sys::{HtmlButtonElement, HtmlElement};

/// Tasks that are named at one line; of more, the number is told.
const MOST: usize = 2;

pub(super) struct Line {
    item: HtmlElement,
    number: Option<HtmlElement>,
    leads_nowhere: Option<Flag>,
    class: Attr,
    chips: Pool<(Attr, Text)>,
    is_marked: bool,
    _pressed: Option<Listener>,
}

impl Line {
    /// The line with this number, as it is in a language.
    pub(super) fn new(
        language: Language,
        n: u32,
        pieces: &[(Kind, &str)],
        sender: &Sender,
    ) -> Line {
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
        // The log tells lines of the program that runs, which is the one in Rust.
        let number: Option<HtmlButtonElement> = (language == Language::Rust).then(|| {
            let number: HtmlButtonElement = html_as("button");
            (number.class("no").attr("type", "button").text(&label))
                .attr("aria-label", &format!("Line {n}: what happens there"))
        });
        let pressed = number.as_ref().map(|number| {
            let sender = sender.clone();
            let on_press = move |_| sender.send(Message::GoToLine(n));
            Listener::new(number.clone(), "click", on_press)
        });
        let item = html("li");
        let item = match &number {
            Some(number) => item.child(number),
            None => item.child(html("span").class("no").text(&label)),
        };
        let item = item.child(shown).child(&chips);
        Line {
            leads_nowhere: number.clone().map(|number| Flag::new(number, "disabled")),
            number: number.map(JsCast::unchecked_into),
            _pressed: pressed,
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

    /// What stands in the list.
    pub(super) fn root(&self) -> &HtmlElement {
        &self.item
    }

    /// Its number, where that can be pressed.
    pub(super) fn number(&self) -> Option<&HtmlElement> {
        self.number.as_ref()
    }

    /// Lets it be pressed, or no longer.
    pub(super) fn lead(&mut self, somewhere: bool) {
        if let Some(flag) = &mut self.leads_nowhere {
            flag.show(!somewhere);
        }
    }

    /// Tells which tasks are at it.
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

/// What is told of tasks at one line: for each a class, and words.
pub(super) fn chips(
    tasks: &[(TaskId, TaskState)],
    name: &dyn Fn(TaskId) -> String,
) -> Vec<(&'static str, String)> {
    let told = tasks.iter().take(MOST).map(|(task, state)| match state {
        TaskState::Running => ("chip running", format!("{} runs", name(*task))),
        TaskState::Ready => ("chip ready", format!("{} is ready", name(*task))),
        TaskState::Waiting => ("chip", name(*task)),
    });
    let more = tasks.len().saturating_sub(MOST);
    let rest = (more > 0).then(|| ("chip", format!("and {more} more")));
    told.chain(rest).collect()
}
