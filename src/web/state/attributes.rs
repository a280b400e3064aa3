//! The element's attributes: lesson or recording, knobs, clock and moment, and the link that says the same.

use super::State;
use super::reading::Wanted;
use super::script::CODE;
use crate::lessons::{self, Values};
use crate::player::PlayerMessage;
use crate::web::fragment::{Fragment, shorten};
use crate::web::run::{Clock, Run};
use crate::web::script;
use crate::web::script::running::Running;

/// The value of an attribute, where there is one.
pub(crate) type Attributes<'a> = &'a dyn Fn(&str) -> Option<String>;

const CLOCK: &str = lessons::CLOCK.id;
pub(super) const AT: &str = "at";
const LESSON: &str = "lesson";
const SRC: &str = "src";
const AUTOPLAY: &str = "autoplay";

/// Attributes that the class and the style go by, and the words that they take.
const CHOICES: [(&str, &[&str]); 3] = [
    ("loading", &["lazy", "eager", "click"]),
    ("theme", &["auto", "light", "dark"]),
    ("view", &["both", "timeline", "code"]),
];

impl State {
    /// Takes over all attributes.
    pub(crate) fn read_attributes(&mut self, attributes: Attributes) {
        let id = attributes(LESSON).unwrap_or_else(|| match self.is_offered() {
            true => script::SCRIPT.id.to_owned(),
            false => String::new(),
        });
        self.autoplay = attributes(AUTOPLAY).is_some();
        self.problems.clear();
        self.lesson = script::find(&id).unwrap_or_else(|| {
            let first = &lessons::ALL[0];
            if !id.is_empty() {
                let all: Vec<_> = lessons::ALL.iter().map(|lesson| lesson.id).collect();
                let problem = format!(
                    "There is no lesson “{}”; lesson can be {}. This is {}.",
                    shorten(&id),
                    all.join(" or "),
                    first.id
                );
                self.problems.insert(LESSON, problem);
            }
            first
        });
        self.values = Values::defaults(self.lesson);
        self.clock = Clock::default();
        self.notices.clear();
        self.edits += 1;
        let knobs = self.lesson.knobs.iter().map(|knob| knob.id);
        for id in knobs.chain([CLOCK]) {
            if let Some(given) = attributes(id) {
                self.set_as_given(id, &given);
            }
        }
        for (name, words) in CHOICES {
            self.choose(name, words, attributes(name));
        }
        self.want(attributes(AT));
        self.run = None;
        self.begin_reading();
        self.src = attributes(SRC);
        self.fetch_due = self.src.is_some();
        self.due = self.autoplay && self.src.is_none();
        self.choose_script(attributes);
        self.look_at_page(attributes);
    }

    pub(super) fn attribute(&mut self, name: &str, value: Option<String>, attributes: Attributes) {
        if let Some((name, words)) = CHOICES.iter().find(|(choice, _)| *choice == name) {
            return self.choose(name, words, value);
        }
        match name {
            // The page around took over what an opened recording says.
            LESSON if self.shows_recording_of(value.as_deref()) => return,
            LESSON => return self.read_attributes(attributes),
            CODE => return self.choose_script(attributes),
            AUTOPLAY => {
                self.autoplay = value.is_some();
                let fresh = self.run.is_none() && self.src.is_none();
                return self.due |= self.autoplay && fresh;
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
                return self.go_where_wanted();
            }
            _ => {}
        }
        let before = (self.values.clone(), self.clock);
        let mut knobs = self.lesson.knobs.iter().map(|knob| knob.id).chain([CLOCK]);
        let Some(id) = knobs.find(|id| *id == name) else {
            return;
        };
        let given = value.unwrap_or_else(|| match id {
            CLOCK => Clock::default().name().to_owned(),
            id => Values::defaults(self.lesson).get(id).to_owned(),
        });
        if self.told != Some((id, given.clone())) {
            self.set_as_given(id, &given);
        }
        self.due |= self.autoplay && (self.values.clone(), self.clock) != before;
    }

    /// Whether the last run is a recording from a file, of this lesson.
    fn shows_recording_of(&self, lesson: Option<&str>) -> bool {
        let is_recording = self.src.is_none() && self.run.as_ref().is_some_and(Run::is_recording);
        is_recording && lesson == Some(self.lesson.id)
    }

    /// Whether the settings, or the script, are others than those of the last run.
    pub(crate) fn is_changed(&self) -> bool {
        let Some(run) = self.run.as_ref().filter(|run| !run.is_of_page()) else {
            return false;
        };
        let (values, clock) = (&self.values, self.clock);
        let begun_with = self.begun_with.as_ref();
        let others = begun_with.is_some_and(|begun| (&begun.0, begun.1) != (values, clock));
        let another = |script: &Running| script.source() != self.source();
        others || run.running().is_some_and(another)
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
            let problem = format!("{name} can be {all}, not “{given}”. It is {usual}.");
            self.problems.insert(name, problem);
        }
    }

    /// Sets a knob, or the clock, to what its attribute says; names that where it can't be taken.
    fn set_as_given(&mut self, id: &'static str, given: &str) {
        self.set(id, given);
        if let Some(notice) = self.notices.get_mut(id) {
            *notice += &format!(" (attribute {id})");
        }
    }

    /// Sets a knob, or the clock.
    pub(super) fn set(&mut self, id: &'static str, given: &str) {
        self.edits += 1;
        let set = if id == CLOCK {
            let named = Clock::named(given);
            self.clock = named.unwrap_or_default();
            named.map(drop).ok_or_else(|| {
                let given = shorten(given);
                format!("“{given}” is no clock; clock can be real or virtual. It is real.")
            })
        } else {
            let set = self.values.set(self.lesson, id, given);
            set.map_err(|notice| notice.to_string())
        };
        match set {
            Ok(()) => self.notices.remove(id),
            Err(notice) => self.notices.insert(id, notice),
        };
    }

    /// Why a knob was not taken as it was given, or what to know of how it stands.
    pub(crate) fn notice(&self, id: &str) -> Option<&str> {
        let unmeasured = id == CLOCK && self.clock == Clock::Virtual && self.lesson.measures;
        let said = self.notices.get(id).map(String::as_str);
        said.or(unmeasured.then_some(
            "Computing takes no time on the virtual clock: what this lesson measures is 0 there.",
        ))
    }

    /// What a knob, or the clock, stands at.
    pub(crate) fn given(&self, id: &str) -> String {
        if id == CLOCK {
            self.clock.name().to_owned()
        } else {
            self.values.get(id).to_owned()
        }
    }

    fn want(&mut self, at: Option<String>) {
        self.problems.remove(AT);
        self.wanted = at.and_then(|at| match Wanted::read(&at) {
            Ok(wanted) => Some(wanted),
            Err(problem) => {
                self.problems.insert(AT, problem);
                None
            }
        });
    }

    /// The lesson, what is not as it is by default, and the moment if the reader is at one.
    pub(crate) fn link(&self) -> String {
        self.link_to(self.here())
    }

    /// The same with another moment.
    pub(super) fn link_to(&self, at: Option<Wanted>) -> String {
        let defaults = Values::defaults(self.lesson);
        let knobs = self.lesson.knobs.iter().map(|knob| knob.id);
        let changed = knobs.filter(|id| self.values.get(id) != defaults.get(id));
        let mut knobs: Vec<(String, String)> = changed
            .map(|id| (id.to_owned(), self.values.get(id).to_owned()))
            .collect();
        if self.clock != Clock::default() {
            knobs.push((CLOCK.to_owned(), self.clock.name().to_owned()));
        }
        if let Some(wanted) = at {
            knobs.push((AT.to_owned(), wanted.write()));
        }
        Fragment {
            lesson: self.lesson.id.to_owned(),
            knobs,
        }
        .write()
    }
}
