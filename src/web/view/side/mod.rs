//! The tabs next to the program: output, details, resources, findings, comparison.

mod compare;
mod compare_printed;
mod details;
mod findings;
mod printed;
mod resources_panel;

use super::roving::{Orientation, roving};
use super::timeline::Drawn;
use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, append, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{DisplayMessage, Message, Sender, Tab};
use crate::web::state::State;
use crate::wording::{text, tr, translate};
use compare::Compare;
use details::Details;
pub(super) use details::facts;
use findings::Findings;
use printed::Printed;
use resources_panel::ResourcesPanel;
use wasm_bindgen::JsCast;
use web_sys::{HtmlButtonElement, HtmlElement};

const ALL: [(Tab, &str, &str); 5] = [
    (Tab::Printed, "printed", text!("Printed")),
    (Tab::Details, "details", text!("Details")),
    (Tab::Resources, "resources", text!("Resources")),
    (Tab::Findings, "findings", text!("Findings")),
    (Tab::Compare, "compare", text!("Compare")),
];

/// The tabs and their panels.
pub(super) struct SidePanel {
    root: HtmlElement,
    tabs: Vec<TabView>,
    printed: Printed,
    details: Details,
    resources: ResourcesPanel,
    findings: Findings,
    compare: Compare,
    _listeners: Vec<Listener>,
}

struct TabView {
    tab: Tab,
    label: Text,
    selected: Attr,
    hidden: Flag,
}

impl SidePanel {
    pub(super) fn new(sender: &Sender) -> SidePanel {
        let (printed, details, resources) = (Printed::new(), Details::new(), ResourcesPanel::new());
        let (findings, compare) = (Findings::new(sender), Compare::new(sender));
        let panels = [
            printed.root(),
            details.root(),
            resources.root(),
            findings.root(),
            compare.root(),
        ];
        let list = html("div")
            .class("tabs")
            .attr("role", "tablist")
            .attr("aria-label", tr!("About the run"));
        let mut root = html("section").class("side").child(&list);
        let (mut tabs, mut listeners, mut buttons) = (Vec::new(), Vec::new(), Vec::new());
        for ((tab, id, label), panel) in ALL.into_iter().zip(panels) {
            let button: HtmlButtonElement = html_as("button");
            let button = button
                .class("tab")
                .attr("type", "button")
                .attr("role", "tab")
                .attr("id", &format!("tab-{id}"))
                .attr("aria-controls", &format!("panel-{id}"))
                .text(translate(label));
            let panel = (panel.clone())
                .attr("role", "tabpanel")
                .attr("id", &format!("panel-{id}"))
                .attr("aria-labelledby", &format!("tab-{id}"));
            append(&list, &button);
            root = root.child(&panel);
            let sender = sender.clone();
            listeners.push(Listener::new(button.clone(), "click", move |_| {
                sender.send(Message::Display(DisplayMessage::Tab(tab)))
            }));
            tabs.push(TabView {
                tab,
                label: Text::new(button.clone()),
                selected: Attr::new(button.clone(), "aria-selected"),
                hidden: Flag::new(panel, "hidden"),
            });
            buttons.push(button.unchecked_into());
        }
        listeners.extend(roving(
            &list,
            buttons,
            Orientation::Horizontal,
            HtmlElement::click,
        ));
        SidePanel {
            root,
            tabs,
            printed,
            details,
            resources,
            findings,
            compare,
            _listeners: listeners,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Shows the panel of the chosen tab, and updates all of them.
    pub(super) fn draw(&mut self, state: &State, drawn: &Drawn) {
        for (view, (_, _, label)) in self.tabs.iter_mut().zip(ALL) {
            let label = translate(label);
            let is_shown = view.tab == state.display.tab;
            let count = match view.tab {
                Tab::Findings => state.search.findings().len(),
                Tab::Printed | Tab::Details | Tab::Resources | Tab::Compare => 0,
            };
            view.label.show(&match count {
                0 => label.to_owned(),
                n => format!("{label} {n}"),
            });
            view.selected.show(if is_shown { "true" } else { "false" });
            view.hidden.show(!is_shown);
        }
        self.printed.draw(state);
        self.details.draw(state, drawn);
        self.compare.draw(state);
        self.resources.draw(state);
        self.findings.draw(state);
        self.findings.scroll_to_first(state);
    }
}
