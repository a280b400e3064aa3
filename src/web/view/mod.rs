//! The inside of an element: made once, then kept as the state says.

mod axis;
mod code;
mod cursor;
mod highlight;
mod input;
mod intro;
mod knobs;
mod lane;
mod legend;
mod printed;
mod readout;
pub(crate) mod sheet;
mod status;
mod strips;

use super::app::Sender;
use super::dom::{Build, append, html};
use super::state::State;
use code::Code;
use intro::Intro;
use knobs::Knobs;
use printed::Printed;
use readout::Readout;
use sheet::Sheet;
use status::Status;
use web_sys::ShadowRoot;

/// All parts of an element.
pub(crate) struct View {
    intro: Intro,
    knobs: Knobs,
    status: Status,
    code: Code,
    printed: Printed,
    readout: Readout,
    sheet: Sheet,
}

impl View {
    /// Makes the parts in the shadow root.
    pub(crate) fn new(root: ShadowRoot, sender: Sender) -> View {
        let view = View {
            intro: Intro::new(),
            knobs: Knobs::new(sender.clone()),
            status: Status::new(&sender),
            code: Code::new(),
            printed: Printed::new(),
            readout: Readout::new(),
            sheet: Sheet::new(sender),
        };
        let timeline = html("section")
            .class("timeline")
            .attr("aria-label", "Timeline")
            .child(view.readout.root())
            .child(view.sheet.root())
            .child(legend::legend());
        let scope = html("div")
            .class("scope")
            .attr("part", "scope")
            .child(view.intro.root())
            .child(view.status.root())
            .child(view.knobs.root())
            .child(view.code.root())
            .child(view.printed.root())
            .child(timeline);
        append(&root, html("div").class("frame").child(scope));
        view
    }

    /// Makes the parts show the state.
    pub(crate) fn draw(&mut self, state: &State) {
        self.intro.draw(state);
        self.knobs.draw(state);
        self.status.draw(state);
        self.sheet.draw(state);
        self.readout.draw(state, &self.sheet);
        self.code.draw(state, &self.sheet);
        self.printed.draw(state);
    }
}
