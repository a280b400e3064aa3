//! The settings of the next run: its subject, the values and the clock.

use super::attributes::{CLOCK, SCHEDULE, SLEEPS};
use crate::lessons::{Sleeps, Values};
use crate::web::fragment::shorten;
use crate::web::location::is_playground;
use crate::web::run::Clock;
use crate::web::subject::Subject;
use crate::wording::tr;
use coroscope_explore::Schedule;
use std::collections::BTreeMap;

/// The value of the attribute `sleeps` with which sleeps stand for answers.
pub(super) const ANSWERS: &str = "answers";

/// The settings, which attributes and the reader change.
#[derive(Default)]
pub(crate) struct Settings {
    /// What the element is about.
    pub(crate) subject: Subject,
    /// The values of its settings.
    pub(super) values: Values,
    /// The clock that was chosen for the next run; `None` for the default.
    chosen_clock: Option<Clock>,
    /// The order of the next run; `None` for the usual one.
    schedule: Option<Schedule>,
    /// What sleeps are for in other orders.
    sleeps: Sleeps,
    /// Why values were rejected, by the ids of the settings.
    notices: BTreeMap<&'static str, String>,
    /// Counts the changes.
    pub(crate) version: u32,
    /// The setting that the reader has just changed. The host may set the attribute to the same value.
    pub(super) reflected: Option<(&'static str, String)>,
}

/// The values of settings, and the clock.
#[derive(Clone, PartialEq)]
pub(super) struct Snapshot {
    pub(super) values: Values,
    clock: Clock,
    /// The order of a run; `None` for an ordinary run.
    pub(super) schedule: Option<Schedule>,
    /// What sleeps are for in it.
    pub(super) sleeps: Sleeps,
}

impl Snapshot {
    /// The value of a setting, or of the clock.
    pub(super) fn get(&self, id: &str) -> String {
        match id {
            CLOCK => self.clock.name().to_owned(),
            id => self.values.get(id).to_owned(),
        }
    }
}

impl Settings {
    /// Selects a subject, with the default values of its settings.
    pub(super) fn select(&mut self, subject: Subject) {
        self.subject = subject;
        self.values = subject.defaults();
        self.schedule = None;
        self.sleeps = Sleeps::Sleep;
        self.notices.clear();
        self.version += 1;
    }

    /// The clock of the next run.
    pub(super) fn clock(&self) -> Clock {
        match self.schedule {
            Some(_) => Clock::Virtual,
            None => self.chosen_clock.unwrap_or_else(|| self.default_clock()),
        }
    }

    /// The order of the next run; `None` for an ordinary run.
    pub(super) fn schedule(&self) -> Option<&Schedule> {
        self.schedule.as_ref()
    }

    /// Sets the order of the next run.
    pub(super) fn set_schedule(&mut self, schedule: Option<Schedule>) {
        self.schedule = schedule;
        self.notices.remove(SCHEDULE);
        self.version += 1;
    }

    /// What sleeps are for in other orders.
    pub(crate) fn sleeps(&self) -> Sleeps {
        self.sleeps
    }

    /// Sets what sleeps are for in other orders. An order that was found before means something else then.
    pub(super) fn set_sleeps(&mut self, sleeps: Sleeps) {
        self.sleeps = sleeps;
        self.set_schedule(None);
    }

    fn default_clock(&self) -> Clock {
        self.subject.default_clock(&self.values)
    }

    /// The ids of all settings, of the clock, and of what makes the order.
    pub(super) fn ids(&self) -> impl Iterator<Item = &'static str> + use<> {
        let settings = self.subject.settings().iter().map(|setting| setting.id);
        let has_orders = !self.subject.is_recording();
        let order = [SCHEDULE, SLEEPS].into_iter().filter(move |_| has_orders);
        settings.chain([CLOCK]).chain(order)
    }

    /// The current value of a setting, or of the clock.
    pub(crate) fn get(&self, id: &str) -> String {
        match id {
            CLOCK => self.clock().name().to_owned(),
            SCHEDULE => (self.schedule.as_ref()).map_or_else(String::new, Schedule::to_string),
            SLEEPS => match self.sleeps {
                Sleeps::Sleep => String::new(),
                Sleeps::Answer => ANSWERS.to_owned(),
            },
            id => self.values.get(id).to_owned(),
        }
    }

    /// The default of a setting, or of the clock.
    pub(crate) fn default_of(&self, id: &str) -> String {
        match id {
            CLOCK if self.schedule.is_some() => Clock::Virtual.name().to_owned(),
            CLOCK => self.default_clock().name().to_owned(),
            SCHEDULE | SLEEPS => String::new(),
            id => self.subject.defaults().get(id).to_owned(),
        }
    }

    /// The settings that differ from their defaults.
    pub(super) fn changed(&self) -> Vec<(String, String)> {
        let changed = self.ids().map(|id| (id, self.get(id)));
        changed
            .filter(|(id, value)| *value != self.default_of(id))
            .map(|(id, value)| (id.to_owned(), value))
            .collect()
    }

    /// The values and the clock, to compare them later.
    pub(super) fn snapshot(&self) -> Snapshot {
        Snapshot {
            values: self.values.clone(),
            clock: self.clock(),
            schedule: self.schedule.clone(),
            sleeps: self.sleeps,
        }
    }

    /// Whether these are the values and the clock now.
    pub(super) fn are(&self, snapshot: &Snapshot) -> bool {
        let before = (&snapshot.values, snapshot.clock, &snapshot.schedule);
        // Without an order it makes no difference what sleeps are for.
        let is_same = snapshot.schedule.is_none() || snapshot.sleeps == self.sleeps;
        is_same && before == (&self.values, self.clock(), &self.schedule)
    }

    /// Sets a setting, or the clock. A rejected value is replaced, and gets a notice.
    pub(super) fn set(&mut self, id: &'static str, given: &str) {
        self.version += 1;
        let set = match id {
            CLOCK => {
                self.chosen_clock = Clock::named(given);
                self.chosen_clock.map(drop).ok_or_else(|| {
                    let (given, usual) = (shorten(given), self.default_clock().name());
                    tr!(
                        "The clock is real or virtual, not “{given}”. Using {usual}.",
                        given,
                        usual
                    )
                })
            }
            SLEEPS => {
                self.sleeps = match given {
                    ANSWERS => Sleeps::Answer,
                    _ => Sleeps::Sleep,
                };
                match given {
                    ANSWERS | "" => Ok(()),
                    _ => Err(tr!(
                        "The attribute sleeps is “answers” or empty, not “{given}”.",
                        given = shorten(given)
                    )),
                }
            }
            SCHEDULE if given.is_empty() => {
                self.schedule = None;
                Ok(())
            }
            SCHEDULE => {
                let read = given.parse();
                self.schedule = read.as_ref().ok().cloned();
                read.map(drop).map_err(|_| {
                    tr!(
                        "“{given}” is not an order: write choices and alternatives, such as 3:1,8:2, or 0. Using the usual order.",
                        given = shorten(given)
                    )
                })
            }
            id => {
                let lesson = self.subject.lesson();
                let set =
                    lesson.map_or(Ok(()), |lesson| self.values.set(lesson.settings, id, given));
                set.map_err(|notice| notice.to_string())
            }
        };
        match set {
            Ok(()) => self.notices.remove(id),
            Err(notice) => self.notices.insert(id, notice),
        };
    }

    /// Resets a setting, or the clock, to its default.
    pub(super) fn reset(&mut self, id: &'static str) {
        match id {
            CLOCK => {
                self.version += 1;
                self.chosen_clock = None;
                self.notices.remove(id);
            }
            SCHEDULE => self.set_schedule(None),
            SLEEPS => self.set(SLEEPS, ""),
            id => self.set(id, &self.default_of(id)),
        }
    }

    /// Sets a setting, or the clock, from its attribute. A notice names it, for the author of the page; readers of the
    /// playground have no attributes.
    pub(super) fn set_by_attribute(&mut self, id: &'static str, given: &str) {
        self.set(id, given);
        let notice = self.notices.get_mut(id);
        if let Some(notice) = notice.filter(|_| !is_playground()) {
            *notice += &format!(" {}", tr!("(attribute {id})", id));
        }
    }

    /// Why the value of a setting was rejected, or what to know about its current value.
    pub(crate) fn notice(&self, id: &str) -> Option<&str> {
        let unmeasured = id == CLOCK && self.clock() == Clock::Virtual && self.subject.measures();
        let notice = self.notices.get(id).map(String::as_str);
        notice.or(unmeasured.then(|| {
            tr!("This lesson measures computing, which takes no time on the virtual clock. Use the real one.")
        }))
    }
}
