//! A line of text about what is under the pointer, or selected.

use super::Drawn;
use crate::timeline::{describe, explain_shape, within_span};
use crate::trace::TaskId;
use crate::web::cell::Text;
use crate::web::dom::{Build, html};
use crate::web::run::Run;
use crate::web::state::State;
use crate::web::view::side::facts;
use crate::wording::{text, tr, translate};
use web_sys::HtmlElement;

const HINT: &str = text!(
    "A row is a task: solid while it runs, hatched while it is ready and waits for its turn, a line while it waits for something else. Hover over a bar, or use the arrow keys."
);

pub(super) struct Readout {
    root: HtmlElement,
    name: Text,
    words: Text,
    more: Text,
}

impl Readout {
    pub(super) fn new() -> Readout {
        let (name, words, more) = (html("strong"), html("span"), html("span").class("more"));
        let root = html("p")
            .class("readout")
            .child(&name)
            .child(&words)
            .child(&more);
        Readout {
            root,
            name: Text::new(name),
            words: Text::new(words),
            more: Text::new(more),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Shows the sentence about the minimap, if the pointer is there.
    pub(super) fn draw(&mut self, state: &State, drawn: &Drawn, on_minimap: Option<String>) {
        let explained = state.display.explained.map(explain_shape);
        let pointed_at = on_minimap.as_deref().or(drawn.hover_text.as_deref());
        let (name, words, more) = match (
            explained.or(pointed_at),
            state.run.as_ref().zip(drawn.selected),
        ) {
            (Some(text), _) => (String::new(), text.to_owned(), String::new()),
            (None, Some((run, selected))) => {
                describe_span(run, state.settings.subject.file(), selected)
            }
            (None, None) => (String::new(), String::new(), translate(HINT).to_owned()),
        };
        self.name.show(&name);
        self.words.show(&words);
        self.more.show(&more);
    }
}

/// The task's name, what it did, and further facts.
fn describe_span(run: &Run, file: &str, span: (TaskId, usize)) -> (String, String, String) {
    let (task, span) = span;
    run.with_view(|view| {
        let name = view.task_name(task).into_owned();
        let description = describe(view, task, span);
        // A recording may have several files, so their names stay.
        let file = Some(file).filter(|file| !file.is_empty());
        let file = file.map(|file| format!("{file}:"));
        let facts = facts(&description).map(|(label, value)| {
            let value = match &file {
                Some(file) => value.replace(file, &format!("{} ", tr!("line"))),
                None => value.to_owned(),
            };
            format!("{} {value}", translate(label))
        });
        let within = within_span(view, task, span);
        let facts: Vec<String> = within.into_iter().chain(facts).collect();
        let more = format!(" {}", facts.join(" · "));
        (name, format!(" {}", description.sentence), more)
    })
}
