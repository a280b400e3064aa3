//! The element's attributes: lesson or recording, settings, clock and moment, and the link with the same content.

use super::State;
use super::reading::MomentRef;
use super::script::CODE;
use crate::element_api::attributes as api;
use crate::lessons;
use crate::player::PlayerMessage;
use crate::web::fragment::{Fragment, shorten};
use crate::web::run::{Clock, Run};
use crate::web::script::script_run::ScriptRun;
use crate::web::subject::Subject;

/// Looks up the value of an attribute.
pub(crate) type Attributes<'a> = &'a dyn Fn(&str) -> Option<String>;

const CLOCK: &str = api::CLOCK.name;
pub(super) const AT: &str = api::AT.name;
const LESSON: &str = api::LESSON.name;
pub(super) const SRC: &str = api::SRC.name;
const AUTOPLAY: &str = api::AUTOPLAY.name;

/// Attributes with a fixed set of values, used by the class and the style; the first value is the default.
const CHOICES: [(&str, &[&str]); 3] = [
    api::LOADING.choice(),
    api::THEME.choice(),
    api::VIEW.choice(),
];

impl State {
    /// Reads all attributes.
    pub(crate) fn read_attributes(&mut self, attributes: Attributes) {
        let id = attributes(LESSON).unwrap_or_else(|| match self.has_script_in_tag() {
            true => Subject::SCRIPT_ID.to_owned(),
            false => String::new(),
        });
        self.autoplay = attributes(AUTOPLAY).is_some();
        self.problems.clear();
        self.subject = Subject::find(&id).unwrap_or_else(|| {
            if !id.is_empty() {
                let all: Vec<_> = lessons::ALL.iter().map(|lesson| lesson.id).collect();
                let problem = format!(
                    "No lesson is called “{}”. The lessons are {}. This is the first one.",
                    shorten(&id),
                    all.join(", ")
                );
                self.problems.insert(LESSON, problem);
            }
            Subject::default()
        });
        self.values = self.subject.defaults();
        self.clock = Clock::default();
        self.notices.clear();
        self.settings_version += 1;
        let settings = self.subject.settings().iter().map(|setting| setting.id);
        for id in settings.chain([CLOCK]) {
            if let Some(given) = attributes(id) {
                self.set_as_given(id, &given);
            }
        }
        for (name, words) in CHOICES {
            self.choose(name, words, attributes(name));
        }
        self.want(attributes(AT));
        self.run = None;
        self.reset_exploration();
        self.src = attributes(SRC);
        self.fetch_due = self.src.is_some();
        self.run_due = self.autoplay && self.src.is_none();
        self.choose_script(attributes);
        self.show_live(attributes);
    }

    pub(super) fn attribute(&mut self, name: &str, value: Option<String>, attributes: Attributes) {
        if let Some((name, words)) = CHOICES.iter().find(|(choice, _)| *choice == name) {
            return self.choose(name, words, value);
        }
        match name {
            // The host page repeated the lesson of an opened recording.
            LESSON if self.shows_recording_of(value.as_deref()) => return,
            LESSON => return self.read_attributes(attributes),
            CODE => return self.choose_script(attributes),
            AUTOPLAY => {
                self.autoplay = value.is_some();
                let fresh = self.run.is_none() && self.src.is_none();
                return self.run_due |= self.autoplay && fresh;
            }
            SRC => {
                self.problems.remove(SRC);
                (self.src, self.fetch_due) = (value, true);
                return;
            }
            AT => {
                if value.is_none() {
                    self.play(PlayerMessage::End);
                }
                self.want(value);
                return self.go_to_requested();
            }
            _ => {}
        }
        let before = (self.values.clone(), self.clock);
        let mut ids = self
            .subject
            .settings()
            .iter()
            .map(|setting| setting.id)
            .chain([CLOCK]);
        let Some(id) = ids.find(|id| *id == name) else {
            return;
        };
        let given = value.unwrap_or_else(|| match id {
            CLOCK => Clock::default().name().to_owned(),
            id => self.subject.defaults().get(id).to_owned(),
        });
        if self.reflected != Some((id, given.clone())) {
            self.set_as_given(id, &given);
        }
        self.run_due |= self.autoplay && (self.values.clone(), self.clock) != before;
    }

    /// Whether the last run is a recording from a file, made of this lesson.
    fn shows_recording_of(&self, lesson: Option<&str>) -> bool {
        let is_recording = self.src.is_none() && self.run.as_ref().is_some_and(Run::is_recording);
        is_recording && lesson == Some(self.subject.id())
    }

    /// Whether the settings or the script have changed since the last run.
    pub(crate) fn is_changed(&self) -> bool {
        let Some(run) = self.run.as_ref().filter(|run| !run.is_live()) else {
            return false;
        };
        let (values, clock) = (&self.values, self.clock);
        let started_with = self.started_with.as_ref();
        let others = started_with.is_some_and(|begun| (&begun.0, begun.1) != (values, clock));
        let another = |script: &ScriptRun| script.source() != self.source();
        others || run.script_run().is_some_and(another)
    }

    /// What is wrong with the attributes, a sentence each.
    pub(crate) fn problem(&self) -> String {
        let problems: Vec<&str> = self.problems.values().map(String::as_str).collect();
        problems.join("\n")
    }

    fn choose(&mut self, name: &'static str, words: &[&str], given: Option<String>) {
        self.problems.remove(name);
        if let Some(given) = given.filter(|given| !words.contains(&given.as_str())) {
            let (given, usual) = (shorten(&given), words[0]);
            let all = words.join(" or ");
            let problem = format!("{name} can be {all}, not “{given}”. Using {usual}.");
            self.problems.insert(name, problem);
        }
    }

    /// Sets a setting, or the clock, from its attribute. A rejected value gets a notice that names the attribute.
    fn set_as_given(&mut self, id: &'static str, given: &str) {
        self.set(id, given);
        if let Some(notice) = self.notices.get_mut(id) {
            *notice += &format!(" (attribute {id})");
        }
    }

    /// Sets a setting, or the clock.
    pub(super) fn set(&mut self, id: &'static str, given: &str) {
        self.settings_version += 1;
        let set = if id == CLOCK {
            let named = Clock::named(given);
            self.clock = named.unwrap_or_default();
            named.map(drop).ok_or_else(|| {
                let given = shorten(given);
                format!("The clock is real or virtual, not “{given}”. Using real.")
            })
        } else {
            let lesson = self.subject.lesson();
            let set = lesson.map_or(Ok(()), |lesson| self.values.set(lesson, id, given));
            set.map_err(|notice| notice.to_string())
        };
        match set {
            Ok(()) => self.notices.remove(id),
            Err(notice) => self.notices.insert(id, notice),
        };
    }

    /// Why the value of a setting was rejected, or what to know about its current value.
    pub(crate) fn notice(&self, id: &str) -> Option<&str> {
        let unmeasured = id == CLOCK && self.clock == Clock::Virtual && self.subject.measures();
        let notice = self.notices.get(id).map(String::as_str);
        notice.or(unmeasured.then_some(
        "This lesson measures computing, which takes no time on the virtual clock. Use the real one.",
        ))
    }

    /// The current value of a setting, or of the clock.
    pub(crate) fn setting(&self, id: &str) -> String {
        if id == CLOCK {
            self.clock.name().to_owned()
        } else {
            self.values.get(id).to_owned()
        }
    }

    fn want(&mut self, at: Option<String>) {
        self.problems.remove(AT);
        self.requested = at.and_then(|at| match MomentRef::read(&at) {
            Ok(wanted) => Some(wanted),
            Err(problem) => {
                self.problems.insert(AT, problem);
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
        let defaults = self.subject.defaults();
        let settings = self.subject.settings().iter().map(|setting| setting.id);
        let changed = settings.filter(|id| self.values.get(id) != defaults.get(id));
        let mut settings: Vec<(String, String)> = changed
            .map(|id| (id.to_owned(), self.values.get(id).to_owned()))
            .collect();
        if self.clock != Clock::default() {
            settings.push((CLOCK.to_owned(), self.clock.name().to_owned()));
        }
        if let Some(wanted) = at {
            settings.push((AT.to_owned(), wanted.write()));
        }
        Fragment {
            lesson: self.subject.id().to_owned(),
            settings,
        }
        .write()
    }
}
