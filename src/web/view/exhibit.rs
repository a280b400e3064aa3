//! What a lesson shows beside its timeline: a plot, how far the work is, or whether the page goes on.

use super::alive::Alive;
use super::plot::PlotView;
use crate::lessons::Exhibit;
use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, html};
use crate::web::state::State;
use web_sys::{Element, HtmlElement};

pub(super) struct ExhibitView {
    root: HtmlElement,
    none: Flag,
    plot: PlotView,
    progress: Progress,
    alive: Alive,
}

/// How much of the work is done, as a bar and in words.
struct Progress {
    root: HtmlElement,
    hidden: Flag,
    max: Attr,
    value: Attr,
    words: Text,
}

impl ExhibitView {
    pub(super) fn new() -> ExhibitView {
        let (plot, progress, alive) = (PlotView::new(), Progress::new(), Alive::new());
        let root = html("div")
            .class("exhibit")
            .child(plot.root())
            .child(&progress.root)
            .child(alive.root());
        ExhibitView {
            none: Flag::new(root.clone(), "hidden"),
            root,
            plot,
            progress,
            alive,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Shows it as it was at the reader's moment.
    pub(super) fn draw(&mut self, state: &State) {
        let exhibit = state.lesson.exhibit;
        self.none.show(exhibit.is_none());
        let plot = match exhibit {
            Some(Exhibit::Plot(plot)) => Some(with_printed(state, plot)),
            _ => None,
        };
        self.plot.draw(plot);
        self.progress.draw(match exhibit {
            Some(Exhibit::Progress(progress)) => Some(with_printed(state, progress).unwrap_or(
                crate::lessons::exhibit::Progress {
                    done: 0,
                    all: 1,
                    words: "nothing is done yet".into(),
                },
            )),
            _ => None,
        });
        self.alive
            .draw(state, matches!(exhibit, Some(Exhibit::Page)));
    }
}

/// What a lesson makes of the lines that are printed up to the reader's moment.
fn with_printed<R>(state: &State, make: fn(&[&str]) -> R) -> R {
    match state.run.as_ref() {
        None => make(&[]),
        Some(run) => run.with_log(|log| {
            let printed = state.printed().iter().map(|line| log.text(line.text));
            make(&printed.collect::<Vec<_>>())
        }),
    }
}

impl Progress {
    fn new() -> Progress {
        let bar: Element = html("progress").attr("aria-label", "What is done").into();
        let words = html("span");
        let root = html("p").class("progress").child(&bar).child(&words);
        Progress {
            hidden: Flag::new(root.clone(), "hidden"),
            root,
            max: Attr::new(bar.clone(), "max"),
            value: Attr::new(bar, "value"),
            words: Text::new(words),
        }
    }

    fn draw(&mut self, progress: Option<crate::lessons::exhibit::Progress>) {
        self.hidden.show(progress.is_none());
        if let Some(progress) = progress {
            self.max.show(&progress.all.to_string());
            self.value.show(&progress.done.to_string());
            self.words.show(&progress.words);
        }
    }
}
