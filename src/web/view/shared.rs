//! Queues, locks and all else that tasks share, as they are at the reader's moment.

use crate::timeline::resource_at;
use crate::trace::Moment;
use crate::web::cell::{Flag, Pool, Text};
use crate::web::dom::{Build, html};
use crate::web::state::State;
use web_sys::HtmlElement;

/// Things that are told of; a run with more has the first ones told.
const MOST: usize = 40;

pub(super) struct Shared {
    root: HtmlElement,
    nothing: Flag,
    list: Pool<Text>,
    more: Text,
}

impl Shared {
    pub(super) fn new() -> Shared {
        let nothing = (html("p").class("empty"))
            .text("Tasks of this run share no queue, lock or the like, up to here.");
        let (list, more) = (html("ul"), html("p").class("empty"));
        Shared {
            root: html("div")
                .class("shared")
                .attr("tabindex", "0")
                .child(&nothing)
                .child(&list)
                .child(&more),
            nothing: Flag::new(nothing, "hidden"),
            list: Pool::new(list, || {
                let item = html("li");
                (item.clone().into(), Text::new(item))
            }),
            more: Text::new(more),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let Some(run) = state.run.as_ref() else {
            self.list.show(0).for_each(drop);
            return self.nothing.show(false);
        };
        let resources = run.model.resources();
        let said: Vec<String> = run.with_log(|log| {
            let Some(moment) = state.moment().or(Moment::last(log)) else {
                return Vec::new();
            };
            let at = |id| resource_at(&run.model, log, id, moment);
            let told = resources.iter().take(MOST).filter_map(|it| at(it.id));
            told.map(|it| it.sentence).collect()
        });
        self.nothing.show(!said.is_empty());
        for (text, words) in self.list.show(said.len()).zip(&said) {
            text.show(words);
        }
        self.more.show(&match resources.len().saturating_sub(MOST) {
            0 => String::new(),
            n => format!("and {n} more"),
        });
    }
}
