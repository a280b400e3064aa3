//! The outcomes that a search has found, each with the number of its orders, and a button that shows one.

use crate::web::cell::{Attr, Flag, Pool, Text};
use crate::web::dom::{Build, html, html_as, style};
use crate::web::listener::Listener;
use crate::web::message::{Message, OrdersMessage, Sender};
use crate::web::state::{RunSearch, State};
use crate::wording::{tr, tr_n};
use core::cell::Cell;
use coroscope_explore::{Ending, Found, Outcome};
use std::rc::Rc;
use web_sys::{HtmlButtonElement, HtmlElement};

/// The most outcomes that are listed.
const MOST_ROWS: usize = 8;
/// The most lines of an outcome that are shown, and the most findings.
const MOST_LINES: usize = 2;

pub(super) struct OutcomeTable {
    root: HtmlElement,
    hidden: Flag,
    rows: Pool<Row>,
    more: Text,
}

struct Row {
    kind: Attr,
    outcome: Text,
    orders: Text,
    /// The bar next to the number, and the percentage that it shows.
    share: HtmlElement,
    shown_share: u32,
    changes: Text,
    pressed: Attr,
    label: Attr,
    cannot_show: Flag,
    /// Its position among the outcomes.
    number: Rc<Cell<usize>>,
    _pressed: Listener,
}

impl Row {
    fn new(sender: &Sender) -> (HtmlElement, Row) {
        let outcome = html("th").class("outcome").attr("scope", "row");
        let (orders, share) = (html("span").class("count"), html("span").class("share"));
        let share_box = html("span")
            .class("of-all")
            .attr("aria-hidden", "true")
            .child(&share);
        let changes = html("td").class("changes");
        let button: HtmlButtonElement = html_as("button");
        let button = (button.class("quiet").attr("type", "button")).text(tr!("Show"));
        let number = Rc::new(Cell::new(0));
        let (of, sender) = (number.clone(), sender.clone());
        let row = html("tr")
            .child(&outcome)
            .child(
                html("td")
                    .class("orders-of")
                    .child(&orders)
                    .child(share_box),
            )
            .child(&changes)
            .child(html("td").child(&button));
        let made = Row {
            kind: Attr::new(row.clone(), "data-kind"),
            outcome: Text::new(outcome),
            orders: Text::new(orders),
            share,
            shown_share: u32::MAX,
            changes: Text::new(changes),
            pressed: Attr::new(button.clone(), "aria-pressed"),
            label: Attr::new(button.clone(), "aria-label"),
            cannot_show: Flag::new(button.clone(), "hidden"),
            number,
            _pressed: Listener::new(button, "click", move |_| {
                sender.send(Message::Orders(OrdersMessage::Show(of.get())));
            }),
        };
        (row, made)
    }
}

impl OutcomeTable {
    pub(super) fn new(sender: &Sender) -> OutcomeTable {
        let head = |words: &str| html("th").attr("scope", "col").text(words);
        let heads = html("tr")
            .child(head(tr!("Outcome")))
            .child(head(tr!("Orders")))
            .child(head(tr!("Simplest")))
            .child(html("td"));
        let (body, more) = (html("tbody"), html("p").class("empty"));
        let table = html("table").child(html("thead").child(heads)).child(&body);
        let sender = sender.clone();
        let root = html("div").class("outcomes").child(table).child(&more);
        OutcomeTable {
            hidden: Flag::new(root.clone(), "hidden"),
            root,
            rows: Pool::new(body, move || {
                let (row, made) = Row::new(&sender);
                (row.into(), made)
            }),
            more: Text::new(more),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State, search: Option<&RunSearch>) {
        let outcomes = search.map_or(&[][..], |search| search.found().outcomes());
        self.hidden.show(outcomes.len() < 2);
        let [usual, ..] = outcomes else { return };
        let tried = search.map_or(1, |search| search.found().tried());
        let shown = chosen(outcomes);
        let running = state.shown_order();
        for (row, n) in self.rows.show(shown.len()).zip(&shown) {
            let found = &outcomes[*n];
            row.number.set(*n);
            row.kind.show(match (found.outcome.is_failure(), n) {
                (true, _) => "failed",
                (false, 0) => "usual",
                (false, _) => "other",
            });
            let words = match n {
                0 => tr!("As usual: {outcome}", outcome = words(&usual.outcome, None)),
                _ => words(&found.outcome, Some(&usual.outcome)),
            };
            row.outcome.show(&words);
            row.orders.show(&found.schedules.to_string());
            let share = (100 * found.schedules).div_ceil(tried) as u32;
            if share != row.shown_share {
                row.shown_share = share;
                style(&row.share, "inline-size", &format!("{share}%"));
            }
            let changes = found.schedule.deviations().len();
            // Only the usual order has no changes. Another one is lost with the worker that did not end it.
            let is_unknown = *n > 0 && changes == 0;
            row.cannot_show.show(is_unknown);
            row.changes.show(&match changes {
                0 if is_unknown => tr!("not known").to_owned(),
                0 => "–".to_owned(),
                n => tr_n!(n, "one change", "{n} changes"),
            });
            let is_shown = running.is_some_and(|schedule| *schedule == found.schedule);
            row.pressed.show(if is_shown { "true" } else { "false" });
            row.label.show(&tr!("Show: {title}", title = words));
        }
        self.more.show(&match outcomes.len() - shown.len() {
            0 => String::new(),
            n => tr_n!(
                n,
                "One more outcome is rarer.",
                "{n} more outcomes are rarer."
            ),
        });
    }
}

/// The outcomes to list: the usual one, then failures, then the most frequent ones.
fn chosen(outcomes: &[Found]) -> Vec<usize> {
    let mut others: Vec<usize> = (1..outcomes.len()).collect();
    let rank = |n: &usize| {
        let found = &outcomes[*n];
        (!found.outcome.is_failure(), usize::MAX - found.schedules)
    };
    others.sort_by_key(rank);
    let all = [0].into_iter().chain(others);
    all.take(MOST_ROWS).collect()
}

/// An outcome in words: why it failed, and the lines and findings that tell it apart from the usual one.
fn words(outcome: &Outcome, usual: Option<&Outcome>) -> String {
    let mut words = Vec::new();
    if let Ending::Failed(why) | Ending::Panicked(why) = &outcome.result {
        words.push(tr!("fails: {why}", why));
    } else {
        let known = usual.map_or(&[][..], |usual| &usual.printed);
        let new = (outcome.printed.iter()).filter(|line| !known.contains(line));
        words.extend(new.take(MOST_LINES).cloned());
    }
    let known = usual.map_or(&[][..], |usual| &usual.findings);
    let new = (outcome.findings.iter()).filter(|it| !known.contains(it));
    words.extend(
        new.take(MOST_LINES)
            .map(|finding| tr!("finding: {finding}", finding)),
    );
    if words.is_empty()
        && let Some(usual) = usual
    {
        let lines = missing(&usual.printed, &outcome.printed);
        let findings = missing(&usual.findings, &outcome.findings);
        words.extend(lines.or(findings).map(|line| tr!("without “{line}”", line)));
    }
    match words.is_empty() {
        true => tr!("ends without an error").to_owned(),
        false => words.join(" · "),
    }
}

/// The first of these that is not among the others.
fn missing<'a>(all: &'a [String], others: &[String]) -> Option<&'a String> {
    all.iter().find(|it| !others.contains(it))
}
