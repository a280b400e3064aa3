//! The list of findings. Clicking a finding shows it on the timeline.

use crate::web::cell::{Attr, Flag, Pool, Text};
use crate::web::dom::{Build, focus_and_reveal, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{FindingMessage, Message, Sender};
use crate::web::reader_script::sources::site_folder;
use crate::web::state::{AskedFrom, State};
use crate::web::view::stage::NO_PROBLEMS;
use crate::wording::{tr, translate};
use core::cell::Cell;
use std::rc::Rc;
use web_sys::{HtmlButtonElement, HtmlElement};

pub(super) struct Findings {
    root: HtmlElement,
    nothing: Text,
    no_nothing: Flag,
    list: Pool<FindingView>,
    /// The address of the folder with a page for each kind of finding, if the site has one.
    pages: Option<String>,
    /// Number of handled requests to show the first finding.
    handled_requests: u32,
}

struct FindingView {
    item: HtmlElement,
    button: HtmlButtonElement,
    title: Text,
    sentence: Text,
    advice: Text,
    kind: Attr,
    page: Attr,
    no_page: Flag,
    feedback: Text,
    number: Rc<Cell<usize>>,
    _listeners: [Listener; 2],
}

impl FindingView {
    fn new(sender: &Sender) -> (HtmlElement, FindingView) {
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
        let copy: HtmlButtonElement = html_as("button");
        let copy = (copy.class("quiet copy").attr("type", "button"))
            .attr("title", tr!("The text, and a link to this moment"))
            .text(tr!("Copy"));
        let page = (html("a").attr("target", "_blank").attr("rel", "noopener"))
            .text(tr!("What this means"));
        let feedback = html("span").class("feedback").attr("role", "status");
        let below = (html("div").class("finding-actions").child(&copy))
            .child(&page)
            .child(&feedback);
        let item = html("li").child(&button).child(below);
        let number = Rc::new(Cell::new(0));
        let on = |target: &HtmlButtonElement, message: fn(usize) -> FindingMessage| {
            let (number, sender) = (number.clone(), sender.clone());
            let press = move |_| sender.send(Message::Finding(message(number.get())));
            Listener::new(target.clone(), "click", press)
        };
        let view = FindingView {
            _listeners: [
                on(&button, FindingMessage::GoTo),
                on(&copy, FindingMessage::Copy),
            ],
            item: item.clone(),
            button,
            title: Text::new(title),
            sentence: Text::new(sentence),
            advice: Text::new(advice),
            kind: Attr::new(item.clone(), "data-kind"),
            no_page: Flag::new(page.clone(), "hidden"),
            page: Attr::new(page, "href"),
            feedback: Text::new(feedback),
            number,
        };
        (item, view)
    }
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
                let (item, view) = FindingView::new(&sender);
                (item.into(), view)
            }),
            handled_requests: 0,
            pages: site_folder().map(|site| format!("{site}findings/")),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let over = state.run.as_ref().is_some_and(|run| !run.is_growing());
        self.nothing.show(if over {
            translate(NO_PROBLEMS)
        } else {
            tr!("Problems will appear here.")
        });
        self.no_nothing.show(!state.search.findings().is_empty());
        let shown = self.list.show(state.search.findings().len());
        for ((n, view), finding) in shown.enumerate().zip(state.search.findings()) {
            view.number.set(n);
            view.kind.show(finding.kind.id());
            view.title.show(&finding.title);
            view.sentence.show(&finding.sentence);
            view.advice.show(&finding.advice);
            view.no_page.show(self.pages.is_none());
            if let Some(pages) = &self.pages {
                view.page
                    .show(&format!("{pages}{}.html", finding.kind.id()));
            }
            view.feedback
                .show(match state.saving.outcome(AskedFrom::Finding(n)) {
                    Some(Ok(words) | Err(words)) => words,
                    None => "",
                });
        }
    }

    /// Scrolls to the first finding if the reader has requested it. The list must be visible already.
    pub(super) fn scroll_to_first(&mut self, state: &State) {
        if self.handled_requests == state.display.first_finding_requests {
            return;
        }
        self.handled_requests = state.display.first_finding_requests;
        let shown = self.list.show(state.search.findings().len()).next();
        if let Some(first) = shown {
            focus_and_reveal(&first.button, &first.item);
        }
    }
}
