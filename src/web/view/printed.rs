//! What the program printed, each line with its time.

use crate::web::cell::{Flag, Pool, Text};
use crate::web::dom::{Build, html};
use crate::web::state::State;
use web_sys::HtmlElement;

/// Lines that are shown; of more, these are the last.
const MOST: usize = 200;

pub(super) struct Printed {
    root: HtmlElement,
    list: HtmlElement,
    lines: Pool<(Text, Text)>,
    nothing: Text,
    no_nothing: Flag,
    earlier: Text,
    shown: usize,
}

impl Printed {
    pub(super) fn new() -> Printed {
        let list = html("ol")
            .class("list")
            .attr("tabindex", "0")
            .attr("aria-label", "Printed lines");
        let nothing = html("p").class("empty");
        let earlier = html("p").class("empty");
        let root = html("div")
            .class("printed")
            .child(&nothing)
            .child(&earlier)
            .child(&list);
        Printed {
            root,
            lines: Pool::new(list.clone(), || {
                let (time, line) = (html("span").class("at"), html("span").class("line"));
                let item = html("li").child(&time).child(&line);
                (item.into(), (Text::new(time), Text::new(line)))
            }),
            list,
            no_nothing: Flag::new(nothing.clone(), "hidden"),
            nothing: Text::new(nothing),
            earlier: Text::new(earlier),
            shown: 0,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let run = state.run.as_ref();
        let printed = state.printed();
        let is_over = run.is_some_and(|run| !run.is_growing());
        let is_at_the_end = state.player.moment().is_none();
        self.nothing.show(if !is_at_the_end {
            "Nothing was printed up to here."
        } else if is_over {
            "It printed nothing."
        } else {
            "What the program prints comes here."
        });
        self.no_nothing.show(!printed.is_empty());
        let skipped = printed.len().saturating_sub(MOST);
        self.earlier.show(&match skipped {
            0 => String::new(),
            n => format!("{n} lines before these"),
        });
        let printed = &printed[skipped..];
        for ((time, line), said) in self.lines.show(printed.len()).zip(printed) {
            time.show(&said.at.to_string());
            if let Some(run) = run {
                run.with_log(|log| line.show(log.text(said.text)));
            }
        }
        if self.shown != printed.len() + skipped {
            self.shown = printed.len() + skipped;
            self.list.set_scroll_top(self.list.scroll_height());
        }
    }
}
