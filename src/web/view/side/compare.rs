//! The last run compared with an earlier one: in figures, and in what both printed.

use super::compare_printed::ComparePrinted;
use crate::timeline::{Difference, compare, run_totals, task_differences, task_pairs};
use crate::web::cell::{Attr, Flag, Pool, Text};
use crate::web::dom::{Build, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{Message, RunMessage, Sender};
use crate::web::state::State;
use crate::wording::{text, tr, translate};
use web_sys::{HtmlButtonElement, HtmlElement};

const HINT: &str = text!(
    "Change a setting and run again: then you can compare the run with the one before it, on one time axis. \
     Or keep this run, and compare all later ones with it."
);

const HINT_FOR_RECORDINGS: &str =
    text!("Open a second recording of the program: then you can compare both, on one time axis.");

const DIFFERENT_PROGRAMS: &str = text!(
    "These are recordings of different programs. Tasks are compared if their names are equal."
);

/// Maximum number of tasks in the table.
const MAX_TASKS: usize = 12;

pub(super) struct Compare {
    root: HtmlElement,
    nothing: Flag,
    same_program: Flag,
    hint: Text,
    cannot_keep: Flag,
    table: Flag,
    before: Text,
    after: Text,
    figures: Pool<[Text; 4]>,
    tasks: Pool<[Text; 4]>,
    no_tasks: Flag,
    printed: ComparePrinted,
    keep: Attr,
    no_discard: Flag,
    /// What is shown: the numbers of both runs, and the end of the last one's log.
    shown: (u32, u32, u64),
    _listeners: [Listener; 2],
}

impl Compare {
    pub(super) fn new(sender: &Sender) -> Compare {
        let button = |label: &str| {
            let button: HtmlButtonElement = html_as("button");
            button.class("quiet").attr("type", "button").text(label)
        };
        let (keep, discard) = (
            button(tr!("Keep this run, and run again")),
            button(tr!("Close comparison")),
        );
        let printed = ComparePrinted::new();
        let nothing = html("p").class("empty");
        let programs = html("p").class("empty").text(translate(DIFFERENT_PROGRAMS));
        let (before, after) = (html("th"), html("th"));
        let heads = (html("tr").child(html("th").text(tr!("Figure")).class("visually-hidden")))
            .child(before.clone().attr("scope", "col"))
            .child(after.clone().attr("scope", "col"))
            .child(html("th").attr("scope", "col").text(tr!("Change")));
        let (body, tasks) = (html("tbody"), html("tbody"));
        let heading = (html("th").attr("colspan", "4").attr("scope", "rowgroup"))
            .text(tr!("Tasks that differ most"));
        let heading = html("tbody").child(html("tr").child(heading));
        let table = (html("table").child(html("thead").child(heads)))
            .child(&body)
            .child(&heading)
            .child(&tasks);
        let buttons = html("p").class("buttons").child(&keep).child(&discard);
        let (to_keep, to_forget) = (sender.clone(), sender.clone());
        Compare {
            root: html("div")
                .class("compare")
                .attr("tabindex", "0")
                .child(buttons)
                .child(&nothing)
                .child(&programs)
                .child(&table)
                .child(printed.root()),
            nothing: Flag::new(nothing.clone(), "hidden"),
            hint: Text::new(nothing),
            same_program: Flag::new(programs, "hidden"),
            cannot_keep: Flag::new(keep.clone(), "hidden"),
            table: Flag::new(table, "hidden"),
            before: Text::new(before),
            after: Text::new(after),
            figures: rows(body),
            tasks: rows(tasks),
            no_tasks: Flag::new(heading, "hidden"),
            printed,
            no_discard: Flag::new(discard.clone(), "hidden"),
            _listeners: [
                Listener::new(keep.clone(), "click", move |_| {
                    to_keep.send(Message::Run(RunMessage::Keep))
                }),
                Listener::new(discard, "click", move |_| {
                    to_forget.send(Message::Run(RunMessage::DiscardEarlier))
                }),
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
        let earlier = state.earlier.as_ref().map(|earlier| &earlier.run);
        self.keep.show(if run.is_some() { "false" } else { "true" });
        self.no_discard.show(earlier.is_none());
        let is_recording = state.settings.subject.is_recording();
        self.cannot_keep.show(is_recording);
        self.hint.show(match is_recording {
            true => translate(HINT_FOR_RECORDINGS),
            false => translate(HINT),
        });
        let both = earlier.zip(run);
        self.nothing.show(earlier.is_some());
        self.table.show(both.is_none());
        self.same_program
            .show(both.is_none() || !state.compares_programs());
        let Some((earlier, run)) = both else {
            self.shown = (0, 0, 0);
            return self.printed.hide();
        };
        let shown = (earlier.number, run.number, run.model.next_seq());
        if self.shown == shown {
            return;
        }
        self.shown = shown;
        let (before, after) = state.names_of_both().unwrap_or_default();
        self.before.show(&tr!("Earlier: {name}", name = before));
        self.after.show(&tr!("This run: {name}", name = after));
        self.printed.draw(earlier, run);
        let found = compare(&run_totals(&earlier.model), &run_totals(&run.model));
        show(&mut self.figures, &found);
        let found = earlier.with_view(|before| run.with_view(|after| task_pairs(before, after)));
        let found = task_differences(&found, MAX_TASKS);
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
