//! The run beside the one that was kept, in figures.

use crate::timeline::{Difference, compare, differences, pairs, totals};
use crate::web::app::{Message, Sender};
use crate::web::cell::{Attr, Flag, Pool, Text};
use crate::web::dom::{Build, html, html_as};
use crate::web::listener::Listener;
use crate::web::run::Run;
use crate::web::state::State;
use web_sys::{HtmlButtonElement, HtmlElement};

const HINT: &str = "Keep this run, change a setting, and run again: both stand above each other on one axis, \
    with what differs.";

/// Tasks that are told.
const MOST_TASKS: usize = 12;

pub(super) struct Compare {
    root: HtmlElement,
    nothing: Flag,
    table: Flag,
    before: Text,
    after: Text,
    figures: Pool<[Text; 4]>,
    tasks: Pool<[Text; 4]>,
    no_tasks: Flag,
    keep: Attr,
    no_forget: Flag,
    /// The runs that are shown: which, and how much of them was read.
    shown: (u32, u32, u64),
    _listeners: [Listener; 2],
}

impl Compare {
    pub(super) fn new(sender: &Sender) -> Compare {
        let button = |label: &str| {
            let button: HtmlButtonElement = html_as("button");
            button.class("quiet").attr("type", "button").text(label)
        };
        let (keep, forget) = (
            button("Keep this run, and run again"),
            button("Forget the kept run"),
        );
        let nothing = html("p").class("empty").text(HINT);
        let (before, after) = (html("th"), html("th"));
        let heads = (html("tr").child(html("th").text("Figure").class("heard")))
            .child(before.clone().attr("scope", "col"))
            .child(after.clone().attr("scope", "col"))
            .child(html("th").attr("scope", "col").text("Change"));
        let (body, tasks) = (html("tbody"), html("tbody"));
        let heading = (html("th").attr("colspan", "4").attr("scope", "rowgroup"))
            .text("Tasks that differ most");
        let heading = html("tbody").child(html("tr").child(heading));
        let table = (html("table").child(html("thead").child(heads)))
            .child(&body)
            .child(&heading)
            .child(&tasks);
        let buttons = html("p").class("buttons").child(&keep).child(&forget);
        let (to_keep, to_forget) = (sender.clone(), sender.clone());
        Compare {
            root: html("div")
                .class("compare")
                .attr("tabindex", "0")
                .child(buttons)
                .child(&nothing)
                .child(&table),
            nothing: Flag::new(nothing, "hidden"),
            table: Flag::new(table, "hidden"),
            before: Text::new(before),
            after: Text::new(after),
            figures: rows(body),
            tasks: rows(tasks),
            no_tasks: Flag::new(heading, "hidden"),
            no_forget: Flag::new(forget.clone(), "hidden"),
            _listeners: [
                Listener::new(keep.clone(), "click", move |_| to_keep.send(Message::Keep)),
                Listener::new(forget, "click", move |_| to_forget.send(Message::Forget)),
            ],
            keep: Attr::new(keep, "aria-disabled"),
            shown: (0, 0, 0),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let run = state.run.as_ref().filter(|run| !run.is_growing());
        let kept = state.kept.as_ref().map(|(run, _)| run);
        self.keep.show(if run.is_some() { "false" } else { "true" });
        self.no_forget.show(kept.is_none());
        let both = kept.zip(run);
        self.nothing.show(kept.is_some());
        self.table.show(both.is_none());
        let Some((kept, run)) = both else { return };
        let shown = (kept.number, run.number, run.model.next_seq());
        if self.shown == shown {
            return;
        }
        self.shown = shown;
        let is_same = kept.title == run.title;
        let title = |name: &str, of: &Run| match is_same {
            true => name.to_owned(),
            false => format!("{name}: {}", of.title),
        };
        self.before.show(&title("Kept", kept));
        self.after.show(&title("Last", run));
        let found = compare(&totals(&kept.model), &totals(&run.model));
        show(&mut self.figures, &found);
        let found = kept.with_log(|before| {
            run.with_log(|after| pairs((&kept.model, before), (&run.model, after)))
        });
        let found = differences(&found, MOST_TASKS);
        show(&mut self.tasks, &found);
        self.no_tasks.show(found.is_empty());
    }
}

fn rows(body: HtmlElement) -> Pool<[Text; 4]> {
    Pool::new(body, || {
        let label = html("th").attr("scope", "row");
        let cells = [html("td"), html("td"), html("td")];
        let row = cells.iter().fold(html("tr").child(&label), Build::child);
        let [a, b, change] = cells.map(Text::new);
        (row.into(), [Text::new(label), a, b, change])
    })
}

fn show(rows: &mut Pool<[Text; 4]>, found: &[Difference]) {
    for (cells, found) in rows.show(found.len()).zip(found) {
        let [label, before, after, change] = cells;
        label.show(&found.label);
        before.show(&found.before);
        after.show(&found.after);
        change.show(&found.change);
    }
}
