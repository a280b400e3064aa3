//! The first finding in a line below the status, with a button that shows it.

use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{FindingMessage, Message, Sender};
use crate::web::state::State;
use crate::wording::{and_more, text, tr, translate};
use web_sys::{HtmlButtonElement, HtmlElement};

pub(super) struct FirstFinding {
    root: HtmlElement,
    kind: Attr,
    title: Text,
    /// Visible where the list of findings is not.
    sentence: Text,
    more: Text,
    no_show: Flag,
    label: Attr,
    _pressed: Listener,
}

impl FirstFinding {
    pub(super) fn new(sender: &Sender) -> FirstFinding {
        let (title, more) = (html("span").class("what"), html("span").class("more"));
        let sentence = html("span").class("all");
        let button: HtmlButtonElement = html_as("button");
        let button = (button.class("quiet show").attr("type", "button")).text(tr!("Show"));
        let root = html("p")
            .class("first-finding")
            .child(&title)
            .child(&sentence)
            .child(&more)
            .child(&button);
        let sender = sender.clone();
        FirstFinding {
            kind: Attr::new(root.clone(), "data-kind"),
            root,
            title: Text::new(title),
            sentence: Text::new(sentence),
            more: Text::new(more),
            no_show: Flag::new(button.clone(), "hidden"),
            label: Attr::new(button.clone(), "aria-label"),
            _pressed: Listener::new(button, "click", move |_| {
                sender.send(Message::Finding(FindingMessage::ShowFirst));
            }),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let first = state.search.findings().first();
        self.no_show.show(first.is_none());
        let Some(first) = first else {
            let over = state.run.as_ref().is_some_and(|run| !run.is_growing());
            self.kind.show("none");
            self.title
                .show(if over { translate(NO_PROBLEMS) } else { "" });
            self.sentence.show("");
            return self.more.show("");
        };
        self.kind.show(first.kind.id());
        self.title.show(&first.title);
        self.sentence.show(&first.sentence);
        self.more.show(&and_more(state.search.findings().len() - 1));
        self.label.show(&tr!("Show: {title}", title = first.title));
    }
}

/// The text for a run without findings.
pub(in crate::web::view) const NO_PROBLEMS: &str =
    text!("No blocked loop, no deadlock, no lost error.");
