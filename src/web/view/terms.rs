//! Texts in which terms explain themselves to pointer, touch and keys.

use crate::lessons::terms::{Term, pieces};
use crate::web::dom::{Build, append, html};
use crate::wording::translate;
use web_sys::HtmlElement;

/// Replaces the content of an element by a text. Terms in `used` are plain text.
pub(super) fn fill(element: &HtmlElement, text: &str, used: &mut Vec<&'static Term>) {
    element.set_text_content(None);
    for (words, term) in pieces(text, used) {
        let part = match term {
            None => html("span"),
            Some(term) => html("dfn")
                .class("term")
                .attr("tabindex", "0")
                .attr("aria-description", translate(term.meaning))
                .attr("data-meaning", translate(term.meaning)),
        };
        append(element, part.text(words));
    }
}
