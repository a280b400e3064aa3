//! What is pointed at, in words.

use super::sheet::Sheet;
use crate::web::cell::Text;
use crate::web::dom::{Build, html};
use crate::web::state::State;
use web_sys::HtmlElement;

pub(super) struct Readout {
    root: HtmlElement,
    name: Text,
    words: Text,
}

impl Readout {
    pub(super) fn new() -> Readout {
        let (name, words) = (html("strong"), html("span").class("more"));
        let root = html("p")
            .class("readout")
            .attr("id", "readout")
            .attr("role", "status")
            .child(&name)
            .child(&words);
        Readout { root, name: Text::new(name), words: Text::new(words) }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, _state: &State, _sheet: &Sheet) {
        self.name.show("");
        self.words.show("Point at a bar to read about it, or go there with the arrow keys.");
    }
}
