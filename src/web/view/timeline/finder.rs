//! Filters the lanes by the name and the state of tasks, and toggles the flow arrows. Shown when there are many tasks.

use crate::timeline::StateAt::{self, Alive, Ended};
use crate::trace::{OutcomeKind, TaskState, WaitKind};
use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, append, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{ExploreMessage, Message, Sender, TimelineMessage};
use crate::web::state::State;
use crate::wording::{text, tr, tr_n, translate, translate_with};
use wasm_bindgen::JsCast;
use web_sys::{HtmlButtonElement, HtmlElement, HtmlInputElement, HtmlSelectElement};

/// A choice of the state filter.
struct Choice {
    label: &'static str,
    /// The sentences for when no task is in such a state: of any name, and with a `{name}`.
    nothing: [&'static str; 2],
    /// Whether it includes a state.
    includes: fn(StateAt) -> bool,
}

/// The choices. The first one is all tasks.
const CHOICES: [Choice; 8] = [
    Choice {
        label: text!("all tasks"),
        nothing: [NOT_CALLED, NOT_CALLED],
        includes: |_| true,
    },
    Choice {
        label: text!("running"),
        nothing: [
            text!("No task is running at this moment."),
            text!("No task “{name}” is running at this moment."),
        ],
        includes: |state| state == Alive(TaskState::Running),
    },
    Choice {
        label: text!("ready"),
        nothing: [
            text!("No task is ready at this moment."),
            text!("No task “{name}” is ready at this moment."),
        ],
        includes: |state| state == Alive(TaskState::Ready),
    },
    Choice {
        label: text!("waiting"),
        nothing: [
            text!("No task is waiting at this moment."),
            text!("No task “{name}” is waiting at this moment."),
        ],
        includes: |state| matches!(state, Alive(TaskState::Waiting(_))),
    },
    Choice {
        label: text!("waiting for a queue or lock"),
        nothing: [
            text!("No task is waiting for a queue or lock at this moment."),
            text!("No task “{name}” is waiting for a queue or lock at this moment."),
        ],
        includes: |state| {
            use WaitKind::{Lock, Queue};
            matches!(state, Alive(TaskState::Waiting(Queue | Lock)))
        },
    },
    Choice {
        label: text!("done"),
        nothing: [
            text!("No task is done at this moment."),
            text!("No task “{name}” is done at this moment."),
        ],
        includes: |state| state == Ended(OutcomeKind::Done),
    },
    Choice {
        label: text!("failed"),
        nothing: [
            text!("No task has failed at this moment."),
            text!("No task “{name}” has failed at this moment."),
        ],
        includes: |state| state == Ended(OutcomeKind::Failed),
    },
    Choice {
        label: text!("cancelled"),
        nothing: [
            text!("No task is cancelled at this moment."),
            text!("No task “{name}” is cancelled at this moment."),
        ],
        includes: |state| state == Ended(OutcomeKind::Cancelled),
    },
];
const NOT_CALLED: &str = text!("No task is called “{name}”.");

/// As many tasks can be seen at once, and need neither search nor filter.
const FEW: usize = 12;

pub(super) struct Finder {
    root: HtmlElement,
    search: HtmlInputElement,
    states: HtmlSelectElement,
    found: Text,
    /// Stands in place of the lanes if no task was found.
    nothing: HtmlElement,
    nothing_words: Text,
    arrows: Attr,
    needless: Flag,
    _listeners: Vec<Listener>,
}

impl Finder {
    pub(super) fn new(sender: &Sender) -> Finder {
        let search: HtmlInputElement = html_as("input");
        let search = search
            .attr("type", "search")
            .attr("placeholder", tr!("Find a task"))
            .attr("aria-label", tr!("Find a task by its name"))
            .attr("spellcheck", "false");
        let states: HtmlSelectElement = html_as("select");
        let states = states.attr("aria-label", tr!("Tasks that are, at this moment"));
        for (n, choice) in CHOICES.iter().enumerate() {
            let option = html("option").attr("value", &n.to_string());
            let option = option.text(translate(choice.label));
            append(&states, option);
        }
        let arrows: HtmlButtonElement = html_as("button");
        let arrows = (arrows.class("quiet").attr("type", "button"))
            .attr("title", tr!("Draw the arrows of all tasks, not only of the selected one: which task wakes, spawns, awaits or cancels another (E)"))
            .text(tr!("All arrows"));
        let found = html("span").class("found").attr("role", "status");
        let nothing = html("p").class("nothing-found").attr("aria-hidden", "true");
        let (to_find, to_choose, to_draw) = (sender.clone(), sender.clone(), sender.clone());
        let (read, chosen) = (search.clone(), states.clone());
        let root = html("div")
            .class("finder")
            .child(&search)
            .child(&states)
            .child(&found)
            .child(&arrows);
        Finder {
            needless: Flag::new(root.clone(), "hidden"),
            root,
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
            nothing_words: Text::new(nothing.clone()),
            nothing,
            arrows: Attr::new(arrows, "aria-pressed"),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// What stands in place of the lanes if no task was found.
    pub(super) fn nothing(&self) -> &HtmlElement {
        &self.nothing
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
        let is_filtered = !filter.name.is_empty() || !filter.states.is_empty();
        let many = state
            .run
            .as_ref()
            .is_some_and(|run| run.model.tasks().len() > FEW);
        self.needless.show(!many && !is_filtered);
        let matches = state.timeline.rows.matches();
        let nothing = match matches {
            0 if is_filtered => nothing_found(&filter.name, &self.states.value()),
            _ => String::new(),
        };
        self.found.show(&match (is_filtered, matches) {
            (false, _) => String::new(),
            (true, 0) => nothing.clone(),
            (true, n) => tr_n!(n, "{n} found", "{n} found"),
        });
        self.nothing_words.show(&nothing);
        self.arrows.show(if state.display.all_flows {
            "true"
        } else {
            "false"
        });
    }
}

/// The sentence for a filter that no task passes, with the name and the choice of its fields.
fn nothing_found(name: &str, choice: &str) -> String {
    let choice = choice.parse().ok();
    let choice = choice.and_then(|choice: usize| CHOICES.get(choice));
    let [unnamed, named] = choice.map_or([NOT_CALLED; 2], |choice| choice.nothing);
    let sentence = if name.is_empty() { unnamed } else { named };
    translate_with(sentence, &[("name", &name)])
}

/// The states that a choice includes; empty for all.
fn chosen_states(choice: usize) -> Vec<StateAt> {
    let ends = OutcomeKind::ALL.iter().copied().map(Ended);
    let all = TaskState::ALL.into_iter().map(Alive).chain(ends);
    match CHOICES.get(choice) {
        Some(chosen) if choice > 0 => all.filter(|state| (chosen.includes)(*state)).collect(),
        _ => Vec::new(),
    }
}
