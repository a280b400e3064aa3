//! What one element knows, and how a message changes it.

use super::app::Message;
use super::dom::wants_less_motion;
use super::fragment::{Fragment, shorten};
use super::run::Run;
use super::view::sheet::Cursor;
use crate::lessons::{self, Lesson, Values};
use core::pin::Pin;
use std::collections::BTreeMap;

/// What is to be done beside drawing.
pub(crate) enum Effect {
    /// Await the end of the run with this number.
    Await(u32, Pin<Box<dyn Future<Output = ()>>>),
    /// Dispatch an event with this name and detail.
    Tell(&'static str, String),
}

/// Everything that an element shows is drawn from this.
pub(crate) struct State {
    /// The lesson.
    pub(crate) lesson: &'static Lesson,
    /// What its knobs stand at.
    pub(crate) values: Values,
    /// Of the knobs that were not taken as they were given: why.
    pub(crate) notices: BTreeMap<&'static str, String>,
    /// Grows with each change of the knobs.
    pub(crate) edits: u32,
    /// What is wrong with the element's attributes.
    pub(crate) problem: Option<String>,
    /// The last run, also when it is over.
    pub(crate) run: Option<Run>,
    /// What of the timeline is pointed at.
    pub(crate) cursor: Cursor,
    /// The knob that the reader has just set. A host that makes the attribute say the same says
    /// nothing new.
    told: Option<(&'static str, String)>,
    autoplay: bool,
    due: bool,
    runs: u32,
}

type Attributes<'a> = &'a dyn Fn(&str) -> Option<String>;

impl Default for State {
    fn default() -> State {
        let lesson = &lessons::ALL[0];
        State {
            lesson,
            values: Values::defaults(lesson),
            notices: BTreeMap::new(),
            edits: 1,
            problem: None,
            run: None,
            cursor: Cursor::default(),
            told: None,
            autoplay: false,
            due: false,
            runs: 0,
        }
    }
}

impl State {
    /// Takes over all attributes.
    pub(crate) fn read_attributes(&mut self, attributes: Attributes) {
        let id = attributes("lesson").unwrap_or_default();
        self.autoplay = attributes("autoplay").is_some();
        self.problem = None;
        self.lesson = lessons::find(&id).unwrap_or_else(|| {
            let first = &lessons::ALL[0];
            if !id.is_empty() {
                let all: Vec<_> = lessons::ALL.iter().map(|lesson| lesson.id).collect();
                self.problem = Some(format!(
                    "There is no lesson “{}”; lesson can be {}. This is {}.",
                    shorten(&id),
                    all.join(" or "),
                    first.id
                ));
            }
            first
        });
        self.values = Values::defaults(self.lesson);
        self.notices.clear();
        self.edits += 1;
        for knob in self.lesson.knobs {
            if let Some(given) = attributes(knob.id) {
                self.set(knob.id, &given);
            }
        }
        self.run = None;
        self.cursor = Cursor::default();
        self.due = self.autoplay;
    }

    /// Does what a message says; returns what is to be done outside.
    pub(crate) fn update(&mut self, message: Message, attributes: Attributes) -> Vec<Effect> {
        match message {
            Message::Attribute(name, value) => self.attribute(&name, value, attributes),
            Message::Knob(id, given) => {
                self.set(id, &given);
                self.told = Some((id, self.values.get(id).to_owned()));
                return vec![Effect::Tell("coro-change", self.link())];
            }
            Message::Run => self.due = true,
            Message::Stop => {
                self.due = false;
                if let Some(run) = self.run.as_mut().filter(|run| run.is_going_on()) {
                    run.stop();
                }
            }
            Message::Over(number) => {
                if let Some(run) = self.run.as_mut().filter(|run| run.number == number) {
                    run.end();
                    return vec![Effect::Tell("coro-end", self.lesson.id.to_owned())];
                }
            }
            Message::Pointer(at) => self.cursor.point(at),
            Message::Move(to) => {
                if let Some(run) = &self.run {
                    self.cursor.go(to, &run.model);
                }
            }
            Message::Shifted => {}
        }
        Vec::new()
    }

    /// Does what is due in this frame: starts a run, reads what a run has logged.
    pub(crate) fn settle(&mut self) -> Vec<Effect> {
        let mut effects = Vec::new();
        self.told = None;
        if core::mem::take(&mut self.due) {
            // The old run and its tasks go before the new one begins.
            self.run = None;
            self.cursor = Cursor::default();
            self.runs += 1;
            let run = Run::start(self.lesson, &self.values, self.runs);
            effects.push(Effect::Await(self.runs, Box::pin(run.ends())));
            effects.push(Effect::Tell("coro-start", self.lesson.id.to_owned()));
            self.run = Some(run);
        }
        if let Some(run) = &mut self.run {
            run.catch_up();
        }
        effects
    }

    /// Whether the picture is still to change by itself.
    pub(crate) fn is_growing(&self) -> bool {
        self.due || self.run.as_ref().is_some_and(Run::is_growing)
    }

    /// The run to draw. Under reduced motion it is drawn when it is over.
    pub(crate) fn drawn_run(&self) -> Option<&Run> {
        let run = self.run.as_ref()?;
        (!run.is_growing() || !wants_less_motion()).then_some(run)
    }

    fn attribute(&mut self, name: &str, value: Option<String>, attributes: Attributes) {
        if name == "lesson" {
            return self.read_attributes(attributes);
        }
        if name == "autoplay" {
            self.autoplay = value.is_some();
            return;
        }
        let before = self.values.clone();
        let Some(knob) = self.lesson.knobs.iter().find(|knob| knob.id == name) else {
            return;
        };
        match value {
            Some(given) if self.told == Some((knob.id, given.clone())) => {}
            Some(given) => self.set(knob.id, &given),
            None => {
                let default = Values::defaults(self.lesson).get(knob.id).to_owned();
                self.set(knob.id, &default);
            }
        }
        self.due |= self.autoplay && self.values != before;
    }

    fn set(&mut self, id: &'static str, given: &str) {
        self.edits += 1;
        match self.values.set(self.lesson, id, given) {
            Ok(()) => self.notices.remove(id),
            Err(notice) => self.notices.insert(id, notice.to_string()),
        };
    }

    /// The lesson and its knobs, where they are not as they are by default, as a fragment.
    fn link(&self) -> String {
        let defaults = Values::defaults(self.lesson);
        let knobs = self.lesson.knobs.iter().map(|knob| knob.id);
        let changed = knobs.filter(|id| self.values.get(id) != defaults.get(id));
        Fragment {
            lesson: self.lesson.id.to_owned(),
            knobs: changed
                .map(|id| (id.to_owned(), self.values.get(id).to_owned()))
                .collect(),
        }
        .write()
    }
}
