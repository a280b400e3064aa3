//! What is pointed at, in words.

use super::sheet::Sheet;
use crate::timeline::{describe, sentence_for_task};
use crate::web::cell::Text;
use crate::web::dom::{Build, html};
use crate::web::state::State;
use web_sys::HtmlElement;

const HINT: &str = "Point at a bar to read about it, or focus the timeline and use the arrow keys.";

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
        Readout {
            root,
            name: Text::new(name),
            words: Text::new(words),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State, sheet: &Sheet) {
        let described = state
            .drawn_run()
            .zip(sheet.selected())
            .map(|(run, (task, span))| {
                run.with_log(|log| {
                    let words = describe(&run.model, log, task, span);
                    let facts = words
                        .facts
                        .iter()
                        .map(|(label, value)| format!("{label}: {value}"));
                    let mut parts: Vec<String> = facts.collect();
                    parts.push(sentence_for_task(&run.model, log, task));
                    (
                        words.title,
                        format!(" {}. {}", words.sentence, parts.join(" · ")),
                    )
                })
            });
        match described {
            Some((name, words)) => {
                self.name.show(&name);
                self.words.show(&words);
            }
            None => {
                self.name.show("");
                self.words.show(HINT);
            }
        }
    }
}
