//! A recording of a program that is neither a lesson nor the script: what can be done with it.

use super::State;

impl State {
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
