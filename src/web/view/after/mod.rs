//! What a reader can do after a run: look at moments of it, try other settings, solve an exercise.

mod exercise;
mod spots;
mod tries;

use crate::web::cell::Flag;
use crate::web::dom::{Build, html, reveal};
use crate::web::message::Sender;
use crate::web::state::State;
use exercise::ExerciseView;
use spots::Spots;
use tries::Tries;
use web_sys::HtmlElement;

pub(super) struct After {
    root: HtmlElement,
    no_guide: Flag,
    spots: Spots,
    tries: Tries,
    exercise: ExerciseView,
    /// The number of requests to show a moment that were handled.
    handled: u32,
}

impl After {
    pub(super) fn new(sender: &Sender) -> After {
        let (spots, tries) = (Spots::new(sender), Tries::new(sender));
        let exercise = ExerciseView::new();
        let root = html("div")
            .class("after")
            .child(spots.root())
            .child(tries.root())
            .child(exercise.root());
        After {
            no_guide: Flag::new(root.clone(), "hidden"),
            root,
            spots,
            tries,
            exercise,
            handled: 0,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Shows the parts. Scrolls `timeline` into view when the reader asks for a moment.
    pub(super) fn draw(&mut self, state: &State, timeline: &HtmlElement) {
        self.no_guide.show(state.guide().is_none());
        self.spots.draw(state);
        self.tries.draw(state);
        self.exercise.draw(state);
        let requests = state.guidance.spot_requests;
        if self.handled != requests {
            self.handled = requests;
            reveal(timeline);
        }
    }
}
