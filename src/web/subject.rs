//! What an element is about: a lesson, or the reader's script.

use super::clock::Clock;
use crate::element_api;
use crate::lessons::exhibit::Exhibit;
use crate::lessons::{self, DefaultClock, Lesson, Setting, Values};

/// What an element is about. A recording belongs to one of them as well, as the run of a lesson does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Subject {
    /// A lesson.
    Lesson(&'static Lesson),
    /// The reader's own Python script. Its source is part of the state.
    Script,
}

/// The first lesson.
impl Default for Subject {
    fn default() -> Subject {
        Subject::Lesson(&lessons::ALL[0])
    }
}

impl Subject {
    /// The id of the script.
    pub(crate) const SCRIPT_ID: &'static str = element_api::SCRIPT_ID;
    /// The title of the script.
    pub(crate) const SCRIPT_TITLE: &'static str = element_api::SCRIPT_TITLE;
    /// The file name of places in a script's log.
    pub(crate) const SCRIPT_FILE: &'static str = "script.py";

    /// The subject with this id.
    pub(crate) fn find(id: &str) -> Option<Subject> {
        match id == Subject::SCRIPT_ID {
            true => Some(Subject::Script),
            false => lessons::find(id).map(Subject::Lesson),
        }
    }

    /// The lesson; `None` for the script.
    pub(crate) fn lesson(self) -> Option<&'static Lesson> {
        match self {
            Subject::Lesson(lesson) => Some(lesson),
            Subject::Script => None,
        }
    }

    /// Whether it is the script.
    pub(crate) fn is_script(self) -> bool {
        matches!(self, Subject::Script)
    }

    /// Its name in addresses, attributes and events.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Subject::Lesson(lesson) => lesson.id,
            Subject::Script => Subject::SCRIPT_ID,
        }
    }

    /// Its title.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Subject::Lesson(lesson) => lesson.title,
            Subject::Script => Subject::SCRIPT_TITLE,
        }
    }

    /// What it shows.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Subject::Lesson(lesson) => lesson.sentence,
            Subject::Script => {
                "Python with asyncio, on this page’s event loop. Paste a script, or edit this one, and run it."
            }
        }
    }

    /// The question that a run answers.
    pub(crate) fn question(self) -> &'static str {
        match self {
            Subject::Lesson(lesson) => lesson.question,
            Subject::Script => "Which of its tasks waits longest, and for what?",
        }
    }

    /// Its settings, without the clock.
    pub(crate) fn settings(self) -> &'static [Setting] {
        self.lesson().map_or(&[], |lesson| lesson.settings)
    }

    /// The default values of its settings.
    pub(crate) fn defaults(self) -> Values {
        Values::defaults(self.settings())
    }

    /// What it shows next to its timeline.
    pub(crate) fn exhibit(self) -> Option<Exhibit> {
        self.lesson()?.exhibit
    }

    /// Whether it measures computing, which takes no time on the virtual clock.
    pub(crate) fn measures(self) -> bool {
        let clock = self.lesson().map(|lesson| lesson.clock);
        clock == Some(DefaultClock::RealToMeasure)
    }

    /// The clock of its runs unless the reader chooses the other one. Scripts may compute, fetch and read files, so theirs
    /// is the real one.
    pub(crate) fn default_clock(self, values: &Values) -> Clock {
        match self.lesson() {
            Some(lesson) if lesson.is_virtual(values) => Clock::Virtual,
            _ => Clock::Real,
        }
    }

    /// The path of its program's file, as the log has it.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Subject::Lesson(lesson) => lesson.program.file,
            Subject::Script => Subject::SCRIPT_FILE,
        }
    }
}
