//! What two compared runs printed, line by line.

use crate::timeline::{PrintedPair, compare_printed};
use crate::web::cell::{Attr, Flag, Pool, Text};
use crate::web::dom::{Build, html};
use crate::web::run::Run;
use crate::wording::tr;
use web_sys::HtmlElement;

pub(super) struct ComparePrinted {
    root: HtmlElement,
    hidden: Flag,
    heading: Text,
    lines: Pool<Line>,
}

/// A line, which a sign and words mark if only one run printed it.
struct Line {
    kind: Attr,
    sign: Text,
    who: Text,
    text: Text,
}

impl ComparePrinted {
    pub(super) fn new() -> ComparePrinted {
        let (heading, list) = (html("h4"), html("ol"));
        let root = html("div")
            .class("compare-printed")
            .attr("hidden", "")
            .child(&heading)
            .child(&list);
        ComparePrinted {
            hidden: Flag::new(root.clone(), "hidden"),
            root,
            heading: Text::new(heading),
            lines: Pool::new(list, || {
                let (sign, text) = (html("span").class("sign"), html("span").class("line"));
                let who = html("span").class("visually-hidden");
                let sign = sign.attr("aria-hidden", "true");
                let item = html("li").child(&sign).child(&who).child(&text);
                let line = Line {
                    kind: Attr::new(item.clone(), "data-in"),
                    sign: Text::new(sign),
                    who: Text::new(who),
                    text: Text::new(text),
                };
                (item.into(), line)
            }),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn hide(&mut self) {
        self.hidden.show(true);
    }

    pub(super) fn draw(&mut self, before: &Run, after: &Run) {
        before.with_log(|earlier| {
            after.with_log(|last| {
                let printed = &before.model.printed;
                let first: Vec<&str> = printed.iter().map(|it| earlier.text(it.text)).collect();
                let printed = &after.model.printed;
                let second: Vec<&str> = printed.iter().map(|it| last.text(it.text)).collect();
                self.show(&compare_printed(&first, &second));
            });
        });
    }

    fn show(&mut self, pairs: &[PrintedPair<'_>]) {
        self.hidden.show(pairs.is_empty());
        let is_same = |pair: &PrintedPair<'_>| matches!(pair, PrintedPair::Both(_));
        self.heading.show(match pairs.iter().all(is_same) {
            true => tr!("Both printed the same"),
            false => tr!("Printed: − only earlier, + only in this run"),
        });
        for (line, pair) in self.lines.show(pairs.len()).zip(pairs) {
            let (kind, sign, who, text) = match pair {
                PrintedPair::Both(text) => ("both", "", "", text),
                PrintedPair::OnlyBefore(text) => ("before", "−", tr!("only earlier:"), text),
                PrintedPair::OnlyAfter(text) => ("after", "+", tr!("only in this run:"), text),
            };
            let space = if who.is_empty() { "" } else { " " };
            line.kind.show(kind);
            line.sign.show(sign);
            line.who.show(&format!("{who}{space}"));
            line.text.show(text);
        }
    }
}
