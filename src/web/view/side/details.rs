//! Details of the selected span: what the task did, why it waited, what woke it.

use crate::timeline::{Description, details};
use crate::web::cell::{Flag, Pool, Text};
use crate::web::dom::{Build, html};
use crate::web::state::State;
use crate::web::view::timeline::Drawn;
use crate::wording::{text, translate};
use web_sys::HtmlElement;

const NOTHING: &str = text!("Click a bar on the timeline for details, or use the arrow keys.");

pub(super) struct Details {
    root: HtmlElement,
    title: Text,
    sentence: Text,
    why: Text,
    no_why: Flag,
    life: Text,
    facts: Pool<(Text, Text)>,
    nothing: Flag,
    something: Flag,
}

impl Details {
    pub(super) fn new() -> Details {
        let (title, sentence, life) = (html("h4"), html("p"), html("p").class("empty"));
        let why = html("p").class("why");
        let facts = html("dl").class("facts");
        let nothing = html("p").class("empty").text(translate(NOTHING));
        let something = html("div").child(&title).child(&sentence).child(&why);
        let something = something.child(&facts).child(&life);
        Details {
            root: html("div")
                .class("details")
                .attr("tabindex", "0")
                .child(&nothing)
                .child(&something),
            title: Text::new(title),
            sentence: Text::new(sentence),
            no_why: Flag::new(why.clone(), "hidden"),
            why: Text::new(why),
            life: Text::new(life),
            facts: Pool::new(facts, || {
                let (label, value) = (html("dt"), html("dd"));
                let row = html("div").child(&label).child(&value);
                (row.into(), (Text::new(label), Text::new(value)))
            }),
            nothing: Flag::new(nothing, "hidden"),
            something: Flag::new(something, "hidden"),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State, drawn: &Drawn) {
        let found = state.run.as_ref().zip(drawn.selected);
        self.nothing.show(found.is_some());
        self.something.show(found.is_none());
        let Some((run, (task, span))) = found else {
            return;
        };
        let description = run.with_view(|view| details(view, task, span));
        let (life, why, description) = (description.life, description.chain, description.span);
        self.title.show(&description.title);
        self.sentence.show(&description.sentence);
        self.why.show(&why);
        self.no_why.show(why.is_empty());
        self.life.show(&life);
        let facts: Vec<_> = facts(&description).collect();
        let shown = self.facts.show(facts.len());
        for ((label, value), (name, fact)) in shown.zip(facts) {
            label.show(translate(name));
            value.show(fact);
        }
    }
}

/// The facts about the program, without places in the page's own code.
pub(in crate::web::view) fn facts(
    description: &Description,
) -> impl Iterator<Item = &(&'static str, String)> {
    let facts = description.facts.iter();
    facts.filter(|(_, fact)| !fact.contains("src/web/"))
}
