//! The field that opens a recording from a file of the reader.

use crate::web::dom::{Build, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{FileMessage, Message, Sender};
use crate::wording::tr;
use wasm_bindgen::JsCast;
use web_sys::{HtmlElement, HtmlInputElement};

/// A labelled field, and the listener that sends the chosen file.
pub(super) fn field(sender: &Sender) -> (HtmlElement, Listener) {
    let input: HtmlInputElement = html_as("input");
    let input = input
        .attr("type", "file")
        .attr("accept", ".json,.jsonl,application/json")
        .attr("aria-label", tr!("Open a recording"));
    let sender = sender.clone();
    let listener = Listener::new(input.clone(), "change", move |event| {
        let target = event.target();
        let Some(input) = target.and_then(|it| it.dyn_into::<HtmlInputElement>().ok()) else {
            return;
        };
        if let Some(file) = input.files().and_then(|files| files.get(0)) {
            sender.send(Message::File(FileMessage::Open(file)));
        }
        // Allows choosing the same file again.
        input.set_value("");
    });
    let label = html("label")
        .class("open")
        .child(html("span").text(tr!("Open a recording")))
        .child(input);
    (label, listener)
}
