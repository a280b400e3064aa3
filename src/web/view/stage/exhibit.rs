//! What a lesson shows besides its timeline: a plot next to it; above it a progress bar, or whether the page responds.

use super::plot::PlotView;
use super::responsiveness::Responsiveness;
use crate::lessons::Exhibit;
use crate::lessons::exhibit::Progress;
use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, html};
use crate::web::state::State;
use crate::wording::tr;
use web_sys::{Element, HtmlElement};

pub(super) struct ExhibitView {
    root: HtmlElement,
    none: Flag,
    plot: PlotView,
    progress: ProgressBar,
    responsiveness: Responsiveness,
}

/// A progress bar, with words.
struct ProgressBar {
    root: HtmlElement,
    hidden: Flag,
    max: Attr,
    value: Attr,
    words: Text,
}

impl ExhibitView {
    pub(super) fn new() -> ExhibitView {
        let (plot, progress, responsiveness) =
            (PlotView::new(), ProgressBar::new(), Responsiveness::new());
        let root = html("div")
            .class("exhibit")
            .child(&progress.root)
            .child(responsiveness.root());
        ExhibitView {
            none: Flag::new(root.clone(), "hidden"),
            root,
            plot,
            progress,
            responsiveness,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn plot(&self) -> &HtmlElement {
        self.plot.root()
    }

    /// Shows the exhibit as of the reader's moment.
    pub(super) fn draw(&mut self, state: &State) {
        let exhibit = state.settings.subject.exhibit();
        self.none
            .show(matches!(exhibit, None | Some(Exhibit::Plot(_))));
        let plot = match exhibit {
            Some(Exhibit::Plot(plot)) => Some(plot(&state.points())),
            _ => None,
        };
        self.plot.draw(plot);
        self.progress.draw(match exhibit {
            Some(Exhibit::Progress(progress)) => {
                Some(progress(&state.points()).unwrap_or(Progress {
                    done: 0,
                    all: 1,
                    words: tr!("nothing is done yet").into(),
                }))
            }
            _ => None,
        });
        self.responsiveness
            .draw(state, matches!(exhibit, Some(Exhibit::Page)));
    }
}

impl ProgressBar {
    fn new() -> ProgressBar {
        let bar: Element = html("progress").attr("aria-label", tr!("Progress")).into();
        let words = html("span");
        let root = html("p").class("progress").child(&bar).child(&words);
        ProgressBar {
            hidden: Flag::new(root.clone(), "hidden"),
            root,
            max: Attr::new(bar.clone(), "max"),
            value: Attr::new(bar, "value"),
            words: Text::new(words),
        }
    }

    fn draw(&mut self, progress: Option<Progress>) {
        self.hidden.show(progress.is_none());
        if let Some(progress) = progress {
            self.max.show(&progress.all.to_string());
            self.value.show(&progress.done.to_string());
            self.words.show(&progress.words);
        }
    }
}
