//! What an element is about: a lesson, the reader's script, or a recording of another program.

use super::clock::Clock;
use crate::element_api;
use crate::lessons::exhibit::Exhibit;
use crate::lessons::{self, DefaultClock, Lesson, Setting, Values};
use crate::wording::{tr, translate};

/// What an element is about. A recording of a lesson or a script belongs to that, as its run does.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Subject {
    /// A lesson.
    Lesson(&'static Lesson),
    /// The reader's own Python script. Its source is part of the state.
    Script,
    /// A program of which there is only a recording. Its title and its files are part of the run.
    Recording,
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
    /// The id of a recording.
    pub(crate) const RECORDING_ID: &'static str = element_api::RECORDING_ID;
    /// The title of the script.
    pub(crate) const SCRIPT_TITLE: &'static str = element_api::SCRIPT_TITLE;
    /// The title of how to record a program.
    pub(crate) const OWN_PROGRAM_TITLE: &'static str = element_api::OWN_PROGRAM_TITLE;
    /// The file name of places in a script's log.
    pub(crate) const SCRIPT_FILE: &'static str = "script.py";

    /// The subject with this id.
    pub(crate) fn find(id: &str) -> Option<Subject> {
        match id {
            Subject::SCRIPT_ID => Some(Subject::Script),
            Subject::RECORDING_ID => Some(Subject::Recording),
            id => lessons::find(id).map(Subject::Lesson),
        }
    }

    /// The lesson; `None` for the others.
    pub(crate) fn lesson(self) -> Option<&'static Lesson> {
        match self {
            Subject::Lesson(lesson) => Some(lesson),
            Subject::Script | Subject::Recording => None,
        }
    }

    /// Whether it is the script.
    pub(crate) fn is_script(self) -> bool {
        matches!(self, Subject::Script)
    }

    /// Whether it is a recording.
    pub(crate) fn is_recording(self) -> bool {
        matches!(self, Subject::Recording)
    }

    /// Its name in addresses, attributes and events.
    pub(crate) fn id(self) -> &'static str {
        match self {
            Subject::Lesson(lesson) => lesson.id,
            Subject::Script => Subject::SCRIPT_ID,
            Subject::Recording => Subject::RECORDING_ID,
        }
    }

    /// Its title; that of a recording while none is shown.
    pub(crate) fn title(self) -> &'static str {
        match self {
            Subject::Lesson(lesson) => translate(lesson.title),
            Subject::Script => translate(Subject::SCRIPT_TITLE),
            Subject::Recording => tr!("A recording"),
        }
    }

    /// What it shows.
    pub(crate) fn sentence(self) -> &'static str {
        match self {
            Subject::Lesson(lesson) => translate(lesson.sentence),
            Subject::Script => {
                tr!(
                    "Python with asyncio, on this page’s event loop. Paste a script, or edit this one, and run it."
                )
            }
            Subject::Recording => {
                tr!(
                    "Choose Open a recording under Save and share. A recording from your disk is not in the address of this page."
                )
            }
        }
    }

    /// The question that a run answers.
    pub(crate) fn question(self) -> &'static str {
        match self {
            Subject::Lesson(lesson) => translate(lesson.question),
            Subject::Script => tr!("Which of its tasks waits longest, and for what?"),
            Subject::Recording => "",
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

    /// The path of its program's file, as the log has it; empty for a recording, which may have several.
    pub(crate) fn file(self) -> &'static str {
        match self {
            Subject::Lesson(lesson) => lesson.program.file,
            Subject::Script => Subject::SCRIPT_FILE,
            Subject::Recording => "",
        }
    }
}
