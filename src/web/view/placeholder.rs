//! Takes the place of everything until there is something to show: the content of the tag, and that it loads.

use crate::web::cell::Flag;
use crate::web::dom::{Build, html};
use crate::web::state::State;
use crate::wording::tr;
use web_sys::HtmlElement;

pub(super) struct Placeholder {
    root: HtmlElement,
    is_over: Flag,
    /// The parts that are hidden meanwhile.
    parts: Flag,
    /// Whether something has been shown. From then on it stays until something else has arrived.
    has_shown: bool,
}

impl Placeholder {
    pub(super) fn new(parts: &HtmlElement) -> Placeholder {
        let text = html("p").attr("role", "status").text(tr!("Loading…"));
        let root = html("div").class("placeholder").child(html("slot"));
        let root = root.child(text);
        Placeholder {
            is_over: Flag::new(root.clone(), "hidden"),
            root,
            parts: Flag::new(parts.clone(), "hidden"),
            has_shown: false,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Returns whether the parts are shown.
    pub(super) fn draw(&mut self, state: &State) -> bool {
        self.has_shown |= !state.awaits_content();
        self.is_over.show(self.has_shown);
        self.parts.show(!self.has_shown);
        self.has_shown
    }
}
