//! The tabs next to the program: output, details, resources, findings, comparison.

use super::roving::{Orientation, roving};
use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, append, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{Message, Sender, ViewMessage};
use crate::web::state::Tab;
use wasm_bindgen::JsCast;
use web_sys::{HtmlButtonElement, HtmlElement};

const ALL: [(Tab, &str, &str); 5] = [
    (Tab::Printed, "printed", "Printed"),
    (Tab::Details, "details", "Details"),
    (Tab::Resources, "resources", "Resources"),
    (Tab::Findings, "findings", "Findings"),
    (Tab::Compare, "compare", "Compare"),
];

/// The tabs and their panels.
pub(super) struct SidePanel {
    root: HtmlElement,
    tabs: Vec<TabView>,
    _listeners: Vec<Listener>,
}

struct TabView {
    tab: Tab,
    label: Text,
    selected: Attr,
    hidden: Flag,
}

impl SidePanel {
    /// Creates the tabs, with these panels in the same order.
    pub(super) fn new(panels: [&HtmlElement; 5], sender: &Sender) -> SidePanel {
        let list = html("div")
            .class("tabs")
            .attr("role", "tablist")
            .attr("aria-label", "About the run");
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
                .text(label);
            let panel = (panel.clone())
                .attr("role", "tabpanel")
                .attr("id", &format!("panel-{id}"))
                .attr("aria-labelledby", &format!("tab-{id}"));
            append(&list, &button);
            root = root.child(&panel);
            let sender = sender.clone();
            listeners.push(Listener::new(button.clone(), "click", move |_| {
                sender.send(Message::View(ViewMessage::Tab(tab)))
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
            _listeners: listeners,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Shows a tab's panel, and the counts in the labels.
    pub(super) fn draw(&mut self, shown: Tab, counts: impl Fn(Tab) -> usize) {
        for (view, (_, _, label)) in self.tabs.iter_mut().zip(ALL) {
            let on = view.tab == shown;
            view.label.show(&match counts(view.tab) {
                0 => label.to_owned(),
                n => format!("{label} {n}"),
            });
            view.selected.show(if on { "true" } else { "false" });
            view.hidden.show(!on);
        }
    }
}
