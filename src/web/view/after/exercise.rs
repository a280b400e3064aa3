//! The exercise of the lesson, and whether the run solves it.

use crate::lessons::Setting;
use crate::web::cell::{Attr, Text};
use crate::web::dom::{Build, html};
use crate::web::run::Run;
use crate::web::state::State;
use crate::wording::{list, tr, tr_n, translate};
use web_sys::HtmlElement;

pub(super) struct ExerciseView {
    root: HtmlElement,
    lesson: &'static str,
    task: Text,
    kind: Attr,
    result: Text,
}

impl ExerciseView {
    pub(super) fn new() -> ExerciseView {
        let task = html("p");
        let result = html("p").class("result").attr("role", "status");
        let root = html("div")
            .class("exercise")
            .child(html("h3").text(tr!("Exercise")))
            .child(&task)
            .child(&result);
        ExerciseView {
            root,
            lesson: "",
            task: Text::new(task),
            kind: Attr::new(result.clone(), "data-result"),
            result: Text::new(result),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let Some(guide) = state.guide() else { return };
        let subject = state.settings.subject;
        if self.lesson != subject.id() {
            self.lesson = subject.id();
            let exercise = guide.exercise;
            let kept = subject.settings().iter();
            let kept = kept.filter(|setting| exercise.keep.contains(&setting.id));
            self.task
                .show(&(translate(exercise.task).to_owned() + &stay(kept.collect())));
        }
        let is_over = state.run.as_ref().is_some_and(|run| !run.is_growing());
        let (kind, result) = match is_over && !state.is_changed() {
            false => ("open", ""),
            true if state.is_solved() => ("solved", tr!("Solved by this run.")),
            true if state.guidance.is_solved => (
                "open",
                tr!("This run is right. Is every other order, too? Try them."),
            ),
            true if state.run.as_ref().is_some_and(Run::is_recording) => ("open", ""),
            true => ("open", tr!("Not solved by this run.")),
        };
        self.kind.show(kind);
        self.result.show(result);
    }
}

/// What must not be changed.
fn stay(kept: Vec<&Setting>) -> String {
    match kept.is_empty() {
        true => String::new(),
        false => {
            let names = kept
                .iter()
                .map(|setting| tr!("“{name}”", name = translate(setting.label)));
            let sentence = tr_n!(
                kept.len(),
                "Leave {names} as it was.",
                "Leave {names} as they were.",
                names = list(names)
            );
            format!(" {sentence}")
        }
    }
}
