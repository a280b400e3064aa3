//! A recording of a program that is neither a lesson nor the script: its heading, and what can be done with it.

use super::State;
use crate::web::subject::Subject;
use crate::wording::translate;

impl State {
    /// The heading: that of the lesson, the script or the recording.
    pub(crate) fn title(&self) -> &str {
        match (self.settings.subject, &self.run) {
            (Subject::Recording, Some(run)) => translate(&run.title),
            (subject, _) => subject.title(),
        }
    }

    /// What the reader sees here; how to see a recording if there is none.
    pub(crate) fn sentence(&self) -> &'static str {
        let is_awaited = self.run.is_some() || self.src.address.is_some() || self.saving.is_opening;
        match self.settings.subject {
            Subject::Recording if is_awaited => "",
            subject => subject.sentence(),
        }
    }

    /// Whether what is shown can be run: it is neither a recording of another program nor the page's own futures.
    pub(crate) fn can_run(&self) -> bool {
        !self.is_live() && !self.settings.subject.is_recording()
    }

    /// The address of the recording of another program, if a link can lead to it: it is not a file of the reader.
    pub(crate) fn linked_recording(&self) -> Option<&str> {
        let is_recording = self.settings.subject.is_recording();
        self.src.address.as_deref().filter(|_| is_recording)
    }

    /// Whether a link can lead to what is shown.
    pub(crate) fn can_be_linked(&self) -> bool {
        !self.settings.subject.is_recording() || self.linked_recording().is_some()
    }
}
