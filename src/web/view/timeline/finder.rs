//! Filters the lanes by the name and the state of tasks, and toggles the flow arrows.

use crate::timeline::StateAt::{self, Alive, Ended};
use crate::trace::{OutcomeKind, TaskState, WaitKind};
use crate::web::cell::{Attr, Text};
use crate::web::dom::{Build, append, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{ExploreMessage, Message, Sender, TimelineMessage};
use crate::web::state::State;
use wasm_bindgen::JsCast;
use web_sys::{HtmlButtonElement, HtmlElement, HtmlInputElement, HtmlSelectElement};

/// Whether a choice includes a state.
type Is = fn(StateAt) -> bool;

/// The choices of the state filter.
const CHOICES: [(&str, Is); 8] = [
    ("all tasks", |_| true),
    ("running", |state| state == Alive(TaskState::Running)),
    ("ready", |state| state == Alive(TaskState::Ready)),
    ("waiting", |state| {
        matches!(state, Alive(TaskState::Waiting(_)))
    }),
    ("waiting for a queue or lock", |state| {
        use WaitKind::{Lock, Queue};
        matches!(state, Alive(TaskState::Waiting(Queue | Lock)))
    }),
    ("done", |state| state == Ended(OutcomeKind::Done)),
    ("failed", |state| state == Ended(OutcomeKind::Failed)),
    ("cancelled", |state| state == Ended(OutcomeKind::Cancelled)),
];

pub(super) struct Finder {
    root: HtmlElement,
    search: HtmlInputElement,
    states: HtmlSelectElement,
    found: Text,
    arrows: Attr,
    _listeners: Vec<Listener>,
}

impl Finder {
    pub(super) fn new(sender: &Sender) -> Finder {
        let search: HtmlInputElement = html_as("input");
        let search = search
            .attr("type", "search")
            .attr("placeholder", "Find a task")
            .attr("aria-label", "Find a task by its name")
            .attr("spellcheck", "false");
        let states: HtmlSelectElement = html_as("select");
        let states = states.attr("aria-label", "Tasks that are, at this moment");
        for (n, (label, _)) in CHOICES.iter().enumerate() {
            let option = html("option").attr("value", &n.to_string()).text(label);
            append(&states, option);
        }
        let arrows: HtmlButtonElement = html_as("button");
        let arrows = (arrows.class("quiet").attr("type", "button"))
            .attr("title", "Draw the arrows of all tasks, not only of the selected one: which task wakes, spawns, awaits or cancels another (E)")
            .text("All arrows");
        let found = html("span").class("found").attr("role", "status");
        let (to_find, to_choose, to_draw) = (sender.clone(), sender.clone(), sender.clone());
        let (read, chosen) = (search.clone(), states.clone());
        Finder {
            root: html("div")
                .class("finder")
                .child(&search)
                .child(&states)
                .child(&found)
                .child(&arrows),
            _listeners: vec![
                Listener::new(search.clone(), "input", move |_| {
                    to_find.send(Message::Explore(ExploreMessage::Find(read.value())));
                }),
                Listener::new(states.clone(), "change", move |_| {
                    let choice: usize = chosen.value().parse().unwrap_or(0);
                    to_choose.send(Message::Explore(ExploreMessage::FindState(chosen_states(
                        choice,
                    ))));
                }),
                Listener::new(arrows.clone(), "click", move |_| {
                    to_draw.send(Message::Timeline(TimelineMessage::ToggleAllFlows));
                }),
            ],
            search: search.unchecked_into(),
            states,
            found: Text::new(found),
            arrows: Attr::new(arrows, "aria-pressed"),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let filter = &state.timeline.filter;
        // A new run starts without a filter.
        if filter.name.is_empty() && !self.search.value().is_empty() {
            self.search.set_value("");
        }
        if filter.states.is_empty() && self.states.value() != "0" {
            self.states.set_value("0");
        }
        let matches = state.timeline.rows.matches();
        self.found.show(
            &match (filter.name.is_empty() && filter.states.is_empty(), matches) {
                (true, _) => String::new(),
                (_, 0) => "none".into(),
                (_, n) => format!("{n} found"),
            },
        );
        self.arrows.show(if state.display.all_flows {
            "true"
        } else {
            "false"
        });
    }
}

/// The states that a choice includes; empty for all.
fn chosen_states(choice: usize) -> Vec<StateAt> {
    let ends = OutcomeKind::ALL.iter().copied().map(Ended);
    let all = TaskState::ALL.into_iter().map(Alive).chain(ends);
    match CHOICES.get(choice) {
        Some((_, is)) if choice > 0 => all.filter(|state| is(*state)).collect(),
        _ => Vec::new(),
    }
}
