//! The printed lines, each with its time.

use crate::lint::message_page;
use crate::web::cell::{Attr, Flag, Pool, Text};
use crate::web::dom::{Build, html};
use crate::web::reader_script::sources::site_folder;
use crate::web::state::State;
use crate::wording::{tr, tr_n};
use web_sys::HtmlElement;

/// Maximum number of lines that are shown, the last ones.
const MAX_LINES: usize = 200;

pub(super) struct Printed {
    root: HtmlElement,
    list: HtmlElement,
    lines: Pool<PrintedLine>,
    nothing: Text,
    no_nothing: Flag,
    earlier: Text,
    /// Says that the settings have changed since the lines were printed.
    not_of_before: Flag,
    shown: usize,
    /// The address of the folder with pages about messages, if the site has one.
    pages: Option<String>,
}

struct PrintedLine {
    time: Text,
    words: Text,
    /// The text for which a page was last searched.
    searched: String,
    page: Attr,
    no_page: Flag,
}

impl PrintedLine {
    fn new() -> (HtmlElement, PrintedLine) {
        let (time, words) = (html("span").class("at"), html("span").class("line"));
        let page = (html("a").attr("target", "_blank").attr("rel", "noopener"))
            .attr("hidden", "")
            .text(tr!("Why this message?"));
        let item = (html("li").child(&time).child(&words)).child(&page);
        let line = PrintedLine {
            time: Text::new(time),
            words: Text::new(words),
            searched: String::new(),
            no_page: Flag::new(page.clone(), "hidden"),
            page: Attr::new(page, "href"),
        };
        (item, line)
    }

    /// Shows a line, with a link to the page about its message, if there is one.
    fn show(&mut self, words: &str, pages: Option<&str>) {
        self.words.show(words);
        if self.searched == words {
            return;
        }
        words.clone_into(&mut self.searched);
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
            .attr("aria-label", tr!("Printed lines"));
        let nothing = html("p").class("empty");
        let earlier = html("p").class("empty");
        let of_before = html("p")
            .class("empty of-before")
            .text(tr!("Printed before the settings changed."));
        let root = html("div")
            .class("printed")
            .child(&of_before)
            .child(&nothing)
            .child(&earlier)
            .child(&list);
        Printed {
            root,
            lines: Pool::new(list.clone(), || {
                let (item, line) = PrintedLine::new();
                (item.into(), line)
            }),
            list,
            no_nothing: Flag::new(nothing.clone(), "hidden"),
            nothing: Text::new(nothing),
            earlier: Text::new(earlier),
            not_of_before: Flag::new(of_before, "hidden"),
            shown: 0,
            pages: site_folder().map(|site| format!("{site}messages/")),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let run = state.run.as_ref();
        let printed = state.printed();
        let is_over = run.is_some_and(|run| !run.is_growing());
        let is_at_the_end = state.playback.player.moment().is_none();
        self.nothing.show(if !is_at_the_end {
            tr!("No output up to this moment.")
        } else if is_over {
            tr!("No output.")
        } else {
            tr!("Output will appear here.")
        });
        self.no_nothing.show(!printed.is_empty());
        self.not_of_before
            .show(printed.is_empty() || !state.is_changed());
        let skipped = printed.len().saturating_sub(MAX_LINES);
        self.earlier.show(&match skipped {
            0 => String::new(),
            n => tr_n!(n, "one earlier line", "{n} earlier lines"),
        });
        let printed = &printed[skipped..];
        let pages = self.pages.as_deref();
        for (line, event) in self.lines.show(printed.len()).zip(printed) {
            line.time.show(&event.at.to_string());
            if let Some(run) = run {
                run.with_log(|log| line.show(log.text(event.text), pages));
            }
        }
        if self.shown != printed.len() + skipped {
            self.shown = printed.len() + skipped;
            self.list.set_scroll_top(self.list.scroll_height());
        }
    }
}
