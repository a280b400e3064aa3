//! The state of queues, locks and other shared resources at the reader's moment.

use crate::timeline::resource_at;
use crate::trace::Moment;
use crate::web::cell::{Flag, Pool, Text};
use crate::web::dom::{Build, html};
use crate::web::state::State;
use crate::wording::{and_more, tr};
use web_sys::HtmlElement;

/// Maximum number of resources that are listed, the first ones.
const MAX_RESOURCES: usize = 40;

pub(super) struct ResourcesPanel {
    root: HtmlElement,
    nothing: Flag,
    list: Pool<Text>,
    more: Text,
}

impl ResourcesPanel {
    pub(super) fn new() -> ResourcesPanel {
        let nothing = (html("p").class("empty")).text(tr!("No queue or lock used so far."));
        let (list, more) = (html("ul"), html("p").class("empty"));
        ResourcesPanel {
            root: html("div")
                .class("resources")
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
        let sentences: Vec<String> = run.with_view(|view| {
            let Some(moment) = state.moment().or(Moment::last(view.log)) else {
                return Vec::new();
            };
            let at = |id| resource_at(view, id, moment);
            let listed = resources
                .iter()
                .take(MAX_RESOURCES)
                .filter_map(|it| at(it.id));
            listed.map(|it| it.sentence).collect()
        });
        self.nothing.show(!sentences.is_empty());
        for (text, words) in self.list.show(sentences.len()).zip(&sentences) {
            text.show(words);
        }
        let more = resources.len().saturating_sub(MAX_RESOURCES);
        self.more.show(&and_more(more));
    }
}
