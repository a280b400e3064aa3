//! What is remarkable about the run: what happened, to whom, and what would help. Pressing one leads to it.

use crate::lint::Finding;
use crate::trace::TaskId;
use crate::web::app::{Message, Sender};
use crate::web::cell::{Attr, Flag, Pool, Text};
use crate::web::dom::{Build, html, html_as};
use crate::web::listener::Listener;
use crate::web::state::State;
use core::cell::Cell;
use std::rc::Rc;
use web_sys::{HtmlButtonElement, HtmlElement};

pub(super) struct Findings {
    root: HtmlElement,
    nothing: Text,
    no_nothing: Flag,
    list: Pool<View>,
}

struct View {
    title: Text,
    sentence: Text,
    advice: Text,
    kind: Attr,
    number: Rc<Cell<usize>>,
    _pressed: Listener,
}

impl Findings {
    pub(super) fn new(sender: &Sender) -> Findings {
        let (nothing, list) = (html("p").class("empty"), html("ol").class("list"));
        let root = html("div")
            .class("findings")
            .attr("tabindex", "0")
            .child(&nothing)
            .child(&list);
        let sender = sender.clone();
        Findings {
            root,
            no_nothing: Flag::new(nothing.clone(), "hidden"),
            nothing: Text::new(nothing),
            list: Pool::new(list, move || {
                let (title, sentence, advice) = (
                    html("strong"),
                    html("span").class("sentence"),
                    html("span").class("advice"),
                );
                let button: HtmlButtonElement = html_as("button");
                let button = (button.class("finding").attr("type", "button"))
                    .child(&title)
                    .child(&sentence)
                    .child(&advice);
                let item = html("li").child(&button);
                let (number, sender) = (Rc::new(Cell::new(0)), sender.clone());
                let pressed = number.clone();
                let view = View {
                    title: Text::new(title),
                    sentence: Text::new(sentence),
                    advice: Text::new(advice),
                    kind: Attr::new(item.clone(), "data-kind"),
                    number,
                    _pressed: Listener::new(button, "click", move |_| {
                        sender.send(Message::GoToFinding(pressed.get()));
                    }),
                };
                (item.into(), view)
            }),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let over = state.drawn_run().is_some_and(|run| !run.is_growing());
        self.nothing.show(if over {
            "Nothing about this run is remarkable: nobody blocked the loop, waited in vain, or failed unseen."
        } else {
            "What is remarkable about the run comes here."
        });
        self.no_nothing.show(!state.findings.is_empty());
        let shown = self.list.show(state.findings.len());
        for ((n, view), finding) in shown.enumerate().zip(&state.findings) {
            view.number.set(n);
            view.kind.show(finding.kind.id());
            view.title.show(&finding.title);
            view.sentence.show(&finding.sentence);
            view.advice.show(&finding.advice);
        }
    }
}

/// The task's span to look at for a finding.
pub(crate) fn span_of(state: &State, finding: &Finding) -> Option<(TaskId, usize)> {
    let task = *finding.tasks.first()?;
    let track = state.run.as_ref()?.model.task(task)?;
    let begun = track.spans.begun(finding.at);
    Some((task, begun.saturating_sub(1)))
}
