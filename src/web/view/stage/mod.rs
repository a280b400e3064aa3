//! How the run is doing: its status, the menu, the first finding, and what the lesson shows next to its timeline.

mod exhibit;
mod first_finding;
mod menu;
mod plot;
mod responsiveness;
mod status;

use crate::web::dom::{Build, html, set};
use crate::web::message::Sender;
use crate::web::state::State;
use exhibit::ExhibitView;
use first_finding::FirstFinding;
pub(super) use first_finding::NO_PROBLEMS;
use menu::Menu;
use status::Status;
use web_sys::HtmlElement;

pub(super) struct Stage {
    root: HtmlElement,
    status: Status,
    menu: Menu,
    first_finding: FirstFinding,
    exhibit: ExhibitView,
}

impl Stage {
    pub(super) fn new(sender: &Sender) -> Stage {
        let (status, menu) = (Status::new(sender), Menu::new(sender));
        let (first_finding, exhibit) = (FirstFinding::new(sender), ExhibitView::new());
        set(status.root(), "part", "controls");
        let bar = html("div")
            .class("bar")
            .child(status.root())
            .child(menu.root());
        let root = html("div")
            .class("stage")
            .child(bar)
            .child(first_finding.root())
            .child(exhibit.root());
        Stage {
            root,
            status,
            menu,
            first_finding,
            exhibit,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        self.status.draw(state);
        self.menu.draw(state);
        self.exhibit.draw(state);
        self.first_finding.draw(state);
    }
}
