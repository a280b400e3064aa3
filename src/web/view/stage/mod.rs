//! The run row: the Run button, the status, the menu, the first finding, and what the lesson shows during the run.

mod compare_button;
mod embed_dialog;
mod exhibit;
mod first_finding;
mod guesses;
mod menu;
mod pace;
mod plot;
mod present_button;
mod responsiveness;
mod run_status;
mod status;

use crate::web::dom::{Build, html, set};
use crate::web::message::Sender;
use crate::web::state::State;
use compare_button::CompareButton;
use embed_dialog::EmbedDialog;
use exhibit::ExhibitView;
use first_finding::FirstFinding;
pub(super) use first_finding::NO_PROBLEMS;
use guesses::Guesses;
use menu::Menu;
use present_button::PresentButton;
use status::Status;
use web_sys::HtmlElement;

pub(super) struct Stage {
    root: HtmlElement,
    guesses: Guesses,
    status: Status,
    menu: Menu,
    present: PresentButton,
    embed: EmbedDialog,
    first_finding: FirstFinding,
    compare: CompareButton,
    exhibit: ExhibitView,
}

impl Stage {
    pub(super) fn new(sender: &Sender) -> Stage {
        let (status, menu) = (Status::new(sender), Menu::new(sender));
        let guesses = Guesses::new(sender);
        let (first_finding, exhibit) = (FirstFinding::new(sender), ExhibitView::new());
        let compare = CompareButton::new(sender);
        let (present, embed) = (PresentButton::new(sender), EmbedDialog::new(sender));
        set(status.root(), "part", "controls");
        let bar = html("div")
            .class("bar")
            .child(status.root())
            .child(present.root())
            .child(menu.root())
            .child(embed.root());
        let results = html("div")
            .class("results")
            .child(first_finding.root())
            .child(compare.root());
        let root = html("div")
            .class("stage")
            .child(guesses.root())
            .child(bar)
            .child(results)
            .child(exhibit.root());
        Stage {
            root,
            guesses,
            status,
            menu,
            present,
            embed,
            first_finding,
            compare,
            exhibit,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// The plot of the lesson, which is next to the timeline.
    pub(super) fn plot(&self) -> &HtmlElement {
        self.exhibit.plot()
    }

    pub(super) fn draw(&mut self, state: &State) {
        self.guesses.draw(state);
        self.status.draw(state);
        self.menu.draw(state);
        self.present.draw(state);
        self.embed.draw(state);
        self.exhibit.draw(state);
        self.first_finding.draw(state);
        self.compare.draw(state);
    }
}
