//! What the program printed, each line with its time.

use crate::lint::message_page;
use crate::web::cell::{Attr, Flag, Pool, Text};
use crate::web::dom::{Build, html};
use crate::web::script::keep::site;
use crate::web::state::State;
use web_sys::HtmlElement;

/// Lines that are shown; of more, these are the last.
const MOST: usize = 200;

pub(super) struct Printed {
    root: HtmlElement,
    list: HtmlElement,
    lines: Pool<Line>,
    nothing: Text,
    no_nothing: Flag,
    earlier: Text,
    shown: usize,
    /// The folder of the site that has pages about messages; none where there is no such site.
    pages: Option<String>,
}

struct Line {
    time: Text,
    words: Text,
    /// What the line said when its page was looked for.
    looked_at: String,
    page: Attr,
    no_page: Flag,
}

impl Line {
    fn new() -> (HtmlElement, Line) {
        let (time, words) = (html("span").class("at"), html("span").class("line"));
        let page = (html("a").attr("target", "_blank").attr("rel", "noopener"))
            .attr("hidden", "")
            .text("Why this message?");
        let item = (html("li").child(&time).child(&words)).child(&page);
        let line = Line {
            time: Text::new(time),
            words: Text::new(words),
            looked_at: String::new(),
            no_page: Flag::new(page.clone(), "hidden"),
            page: Attr::new(page, "href"),
        };
        (item, line)
    }

    /// Shows a line, with a link to the page about it where there is one.
    fn show(&mut self, words: &str, pages: Option<&str>) {
        self.words.show(words);
        if self.looked_at == words {
            return;
        }
        words.clone_into(&mut self.looked_at);
        let page = pages.zip(message_page(words));
        self.no_page.show(page.is_none());
        if let Some((pages, page)) = page {
            self.page.show(&format!("{pages}{page}.html"));
        }
    }
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
                let (item, line) = Line::new();
                (item.into(), line)
            }),
            list,
            no_nothing: Flag::new(nothing.clone(), "hidden"),
            nothing: Text::new(nothing),
            earlier: Text::new(earlier),
            shown: 0,
            pages: site().map(|site| format!("{site}messages/")),
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
        let pages = self.pages.as_deref();
        for (line, said) in self.lines.show(printed.len()).zip(printed) {
            line.time.show(&said.at.to_string());
            if let Some(run) = run {
                run.with_log(|log| line.show(log.text(said.text), pages));
            }
        }
        if self.shown != printed.len() + skipped {
            self.shown = printed.len() + skipped;
            self.list.set_scroll_top(self.list.scroll_height());
        }
    }
}
