//! The element's attributes: what is shown, settings, clock and moment; and the link with the same content.

use super::live::LIVE;
use super::moment_ref::MomentRef;
use super::named_script::{EXAMPLE, NAMING};
use super::{Src, State};
use crate::element_api::attributes as api;
use crate::lessons::highlight::Language;
use crate::player::PlayerMessage;
use crate::web::fragment::{Fragment, no_lesson, shorten};
use crate::web::location;
use crate::web::run::Run;
use crate::web::subject::Subject;

/// Looks up the value of an attribute.
pub(crate) type Attributes<'a> = &'a dyn Fn(&str) -> Option<String>;

pub(super) const CLOCK: &str = api::CLOCK.name;
pub(super) const SCHEDULE: &str = api::SCHEDULE.name;
pub(super) const SLEEPS: &str = api::SLEEPS.name;
pub(super) const AT: &str = api::AT.name;
pub(super) const SPEED: &str = api::SPEED.name;
pub(super) const LESSON: &str = api::LESSON.name;
pub(super) const SRC: &str = api::SRC.name;
pub(super) const AUTOPLAY: &str = api::AUTOPLAY.name;
const LANGUAGE: &str = api::LANGUAGE.name;

/// Attributes with a fixed set of values; the first value is the default. The class and the style use all but `speed` and
/// `language`.
const CHOICES: [(&str, &[&str]); 6] = [
    api::SPEED.choice(),
    api::LOADING.choice(),
    api::THEME.choice(),
    api::VIEW.choice(),
    api::GUIDE.choice(),
    api::LANGUAGE.choice(),
];

impl State {
    /// Reads all attributes.
    pub(crate) fn read_attributes(&mut self, attributes: Attributes) {
        let id = attributes(LESSON).unwrap_or_else(|| {
            let is_script = self.has_script(attributes) || self.has_lost_script(attributes);
            let id = match (is_script, attributes(SRC)) {
                (true, _) => Subject::SCRIPT_ID,
                (false, Some(_)) => Subject::RECORDING_ID,
                (false, None) => "",
            };
            id.to_owned()
        });
        self.next_run.autoplay = attributes(AUTOPLAY).is_some();
        self.problems.clear();
        let subject = Subject::find(&id).unwrap_or_else(|| {
            if attributes(LESSON).is_some_and(|id| id.is_empty()) {
                let problem =
                    "lesson is empty. Use the id of a lesson, or script. This is the first lesson.";
                self.problems.set(LESSON, problem.to_owned());
            }
            if !id.is_empty() {
                self.problems.set(LESSON, no_lesson(&id));
            }
            Subject::default()
        });
        self.settings.select(subject);
        self.settings.reset(CLOCK);
        for id in self.settings.ids() {
            if let Some(given) = attributes(id) {
                self.settings.set_by_attribute(id, &given);
            }
        }
        for (name, words) in CHOICES {
            self.choose(name, words, attributes(name));
        }
        if let Some(speed) = attributes(SPEED) {
            self.set_speed(&speed);
        }
        // The reader may have switched the language in an earlier lesson.
        if let Some(given) = attributes(LANGUAGE).filter(|_| !self.display.is_language_known) {
            self.show_language(&given);
        }
        self.request_moment(attributes(AT));
        self.run = None;
        self.narration.is_on = false;
        self.reset_exploration();
        self.src = Src::at(attributes(SRC));
        self.src.is_due = self.src.address.is_some();
        self.next_run.is_due = self.next_run.autoplay && !self.src.is_due;
        self.choose_script(attributes);
        self.show_live(attributes);
    }

    pub(super) fn attribute(&mut self, name: &str, value: Option<String>, attributes: Attributes) {
        if let Some((name, words)) = CHOICES.iter().find(|(choice, _)| *choice == name) {
            if *name == SPEED {
                self.set_speed(value.as_deref().unwrap_or(words[0]));
            }
            if let Some(given) = value.as_deref().filter(|_| *name == LANGUAGE) {
                self.show_language(given);
            }
            return self.choose(name, words, value);
        }
        match name {
            // The host page repeated the lesson of an opened recording.
            LESSON if self.shows_recording_of(value.as_deref()) => {}
            LESSON => self.read_attributes(attributes),
            name if NAMING.contains(&name) => match attributes(LESSON) {
                // It may also decide whether there is a script at all.
                None => self.read_attributes(attributes),
                Some(_) => self.choose_script(attributes),
            },
            LIVE => self.show_live(attributes),
            AUTOPLAY => {
                self.next_run.autoplay = value.is_some();
                let is_fresh = self.run.is_none() && self.src.address.is_none();
                self.next_run.is_due |= self.next_run.autoplay && is_fresh;
            }
            SRC => {
                self.problems.remove(SRC);
                if value.is_none() && self.has_guide_to_recording() {
                    self.close_fetched();
                }
                self.src = Src::at(value);
                self.src.is_due = true;
            }
            AT => {
                if value.is_none() {
                    self.play(PlayerMessage::End);
                }
                self.request_moment(value);
                self.go_to_requested();
            }
            name => self.setting_attribute(name, value),
        }
    }

    /// Sets a setting, or the clock, from its attribute. Ignores other attributes.
    fn setting_attribute(&mut self, name: &str, value: Option<String>) {
        let Some(id) = self.settings.ids().find(|id| *id == name) else {
            return;
        };
        let before = self.settings.snapshot();
        let given = value.as_deref();
        let now = given.map_or_else(|| self.settings.default_of(id), str::to_owned);
        if self.settings.reflected != Some((id, now)) {
            match given {
                Some(given) => self.settings.set_by_attribute(id, given),
                None => self.settings.reset(id),
            }
        }
        let is_changed = self.settings.snapshot() != before;
        self.next_run.is_due |= self.next_run.autoplay && is_changed;
        if is_changed {
            self.comparison.interrupt();
            self.run_again_if_virtual();
        }
    }

    /// Whether the last run is a recording from a file, made of this lesson.
    fn shows_recording_of(&self, lesson: Option<&str>) -> bool {
        let is_recording = self.run.as_ref().is_some_and(Run::is_recording);
        let is_file = is_recording && self.src.address.is_none();
        is_file && lesson == Some(self.settings.subject.id())
    }

    fn choose(&mut self, name: &'static str, words: &[&str], given: Option<String>) {
        self.problems.remove(name);
        if let Some(given) = given.filter(|given| !words.contains(&given.as_str())) {
            let (given, usual) = (shorten(&given), words[0]);
            let all = words.join(" or ");
            let problem = format!("{name} can be {all}, not “{given}”. Using {usual}.");
            self.problems.set(name, problem);
        }
    }

    fn show_language(&mut self, given: &str) {
        let language = Language::named(given).unwrap_or_default();
        self.display.set_language(language);
    }

    fn request_moment(&mut self, at: Option<String>) {
        self.problems.remove(AT);
        self.playback.requested = at.and_then(|at| match MomentRef::read(&at) {
            Ok(moment) => Some(moment),
            Err(problem) => {
                self.problems.set(AT, problem);
                None
            }
        });
    }

    /// A link to the lesson, with the settings that differ from their defaults, and the moment unless it is the end.
    pub(crate) fn link(&self) -> String {
        self.link_to(self.here())
    }

    /// The same for another moment.
    pub(super) fn link_to(&self, at: Option<MomentRef>) -> String {
        let example = self.script.example.clone().filter(|_| self.is_script());
        let example = example.map(|name| (EXAMPLE.to_owned(), name));
        Fragment {
            lesson: self.settings.subject.id().to_owned(),
            settings: example.into_iter().chain(self.link_settings(at)).collect(),
        }
        .write()
    }

    /// What a link contains besides the lesson or the script.
    pub(super) fn link_settings(&self, at: Option<MomentRef>) -> Vec<(String, String)> {
        let at = at.map(|at| (AT.to_owned(), at.write()));
        let speed = Some(self.speed()).filter(|speed| speed != api::SPEED.choice().1[0]);
        let speed = speed.map(|speed| (SPEED.to_owned(), speed));
        let src = self.linked_recording();
        let src = src.map(|address| (SRC.to_owned(), location::absolute(address)));
        let changed = self.settings.changed().into_iter();
        src.into_iter()
            .chain(changed)
            .chain(at)
            .chain(speed)
            .collect()
    }
}
