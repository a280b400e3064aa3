//! Other orders of a run: the search, and a table of what it found.

mod table;

use crate::lessons::Sleeps;
use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{Message, OrdersMessage, Sender};
use crate::web::state::{RunSearch, State};
use crate::wording::{tr, tr_n};
use table::OutcomeTable;
use web_sys::{Element, HtmlButtonElement, HtmlElement, HtmlInputElement};

pub(super) struct OrdersView {
    root: HtmlElement,
    hidden: Flag,
    search: Text,
    cannot_search: Flag,
    cannot_stop: Flag,
    cannot_leave: Flag,
    sleeps: HtmlInputElement,
    words: Text,
    progress: Progress,
    table: OutcomeTable,
    notice: Text,
    no_notice: Flag,
    _listeners: [Listener; 4],
}

/// How much of the search is done.
struct Progress {
    value: Attr,
    most: Attr,
    hidden: Flag,
}

impl Progress {
    fn new() -> (Element, Progress) {
        let root: Element = html_as("progress");
        let root = root.attr("aria-label", tr!("Orders that were tried"));
        let progress = Progress {
            value: Attr::new(root.clone(), "value"),
            most: Attr::new(root.clone(), "max"),
            hidden: Flag::new(root.clone(), "hidden"),
        };
        (root, progress)
    }
}

impl OrdersView {
    pub(super) fn new(sender: &Sender) -> OrdersView {
        let button = |label: &str| {
            let button: HtmlButtonElement = html_as("button");
            button.class("quiet").attr("type", "button").text(label)
        };
        let search = button(tr!("Try other orders"));
        let stop = button(tr!("Stop the search"));
        let leave = button(tr!("Back to the usual order"));
        let words = html("p").class("words").attr("role", "status");
        let (bar, progress) = Progress::new();
        let table = OutcomeTable::new(sender);
        let notice = html("p").class("warning").attr("role", "status");
        let sleeps: HtmlInputElement = html_as("input");
        let sleeps = sleeps.attr("type", "checkbox");
        let sleeps_label = html("label")
            .class("sleeps")
            .attr(
                "title",
                tr!("Each sleep takes between no time and three times as long."),
            )
            .child(&sleeps)
            .child(html("span").text(tr!("Sleeps stand for answers")));
        let row = html("div")
            .class("search")
            .child(&search)
            .child(&stop)
            .child(&words)
            .child(&bar)
            .child(&leave)
            .child(sleeps_label);
        let root = html("section")
            .class("orders")
            .attr("aria-label", tr!("Other orders"))
            .child(row)
            .child(&notice)
            .child(table.root());
        let on = |target: &HtmlButtonElement, message: OrdersMessage| {
            let sender = sender.clone();
            let press = move |_| sender.send(Message::Orders(message));
            Listener::new(target.clone(), "click", press)
        };
        OrdersView {
            _listeners: [
                on(&search, OrdersMessage::Search),
                on(&stop, OrdersMessage::Stop),
                on(&leave, OrdersMessage::Leave),
                {
                    let (sender, is_checked) = (sender.clone(), sleeps.clone());
                    Listener::new(sleeps.clone(), "change", move |_| {
                        let sleeps = match is_checked.checked() {
                            true => Sleeps::Answer,
                            false => Sleeps::Sleep,
                        };
                        sender.send(Message::Orders(OrdersMessage::Sleeps(sleeps)));
                    })
                },
            ],
            hidden: Flag::new(root.clone(), "hidden"),
            root,
            cannot_search: Flag::new(search.clone(), "disabled"),
            search: Text::new(search),
            cannot_stop: Flag::new(stop, "hidden"),
            cannot_leave: Flag::new(leave, "hidden"),
            sleeps,
            words: Text::new(words),
            progress,
            table,
            no_notice: Flag::new(notice.clone(), "hidden"),
            notice: Text::new(notice),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        self.hidden.show(!state.can_have_orders());
        let search = state.order_search();
        let is_searching = search.is_some_and(|search| !search.is_over());
        let why_not = state.has_no_other_orders();
        self.search.show(match search {
            None => tr!("Try other orders"),
            Some(_) => tr!("Try again"),
        });
        self.cannot_search.show(is_searching || why_not.is_some());
        self.cannot_stop
            .show(!search.is_some_and(RunSearch::is_trying));
        let as_answers = state.settings.sleeps() == Sleeps::Answer;
        if self.sleeps.checked() != as_answers {
            self.sleeps.set_checked(as_answers);
        }
        self.cannot_leave.show(!state.is_in_other_order());
        self.words.show(&match (why_not, search) {
            (Some(why), _) => why.to_owned(),
            (None, None) => tr!(
                "Answers and timers can come in other orders, too. Does the outcome depend on that?"
            )
            .to_owned(),
            (None, Some(search)) => words(search),
        });
        self.progress.hidden.show(!is_searching);
        if let Some(search) = search {
            (self.progress.most).show(&search.most().to_string());
            (self.progress.value).show(&search.found().tried().to_string());
        }
        self.table.draw(state, search);
        let notice = state.settings.notice(crate::web::fragment::SCHEDULE);
        self.no_notice.show(notice.is_none());
        self.notice.show(notice.unwrap_or(""));
    }
}

/// How far a search is, and what it found.
fn words(search: &RunSearch) -> String {
    if let Some(why) = search.failure() {
        return why.to_owned();
    }
    let found = search.found();
    let (tried, most, outcomes) = (found.tried(), search.most(), found.outcomes().len());
    if search.is_trying() {
        return tr_n!(
            outcomes,
            "{tried} of {most} orders tried, one outcome so far",
            "{tried} of {most} orders tried, {n} outcomes so far",
            tried,
            most
        );
    }
    if !search.is_over() {
        return tr_n!(
            tried,
            "One order tried. Now looking for the simplest order of each outcome.",
            "{n} orders tried. Now looking for the simplest order of each outcome."
        );
    }
    match (outcomes, found.is_complete()) {
        (1, true) if tried == 1 => {
            tr!("There is only one order: no two timers or answers are pending at the same time.")
                .into()
        }
        (1, true) => tr_n!(
            tried,
            "The one possible order has one outcome.",
            "All {n} possible orders have the same outcome."
        ),
        (1, false) => tr_n!(
            tried,
            "One order was tried.",
            "{n} orders were tried: all have the same outcome."
        ),
        _ => tr_n!(
            outcomes,
            "One outcome in {tried} orders.",
            "{n} outcomes in {tried} orders. Show one beside the usual run:",
            tried
        ),
    }
}
