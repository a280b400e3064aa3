//! A recording of a program that is neither a lesson nor the script: what can be done with it. Without one, the playground
//! says how to record a program.

use super::{Src, State};
use crate::lessons::recordings::{SAMPLES, SampleRecording};
use crate::web::location;

/// The site's sample at an address, in the playground.
pub(crate) fn sample_at(address: &str) -> Option<&'static SampleRecording> {
    let address = location::absolute(address);
    let mut samples = SAMPLES.iter().filter(|_| location::is_playground());
    samples.find(|sample| location::absolute(&sample.path()) == address)
}

impl Src {
    /// What is at an address.
    pub(super) fn at(address: Option<String>) -> Src {
        Src {
            sample: address.as_deref().and_then(sample_at),
            address,
            ..Src::default()
        }
    }
}

impl State {
    /// Whether a recording is shown, or will be.
    pub(super) fn is_recording_awaited(&self) -> bool {
        self.run.is_some() || self.src.address.is_some() || self.saving.is_opening
    }

    /// Whether this is a place for recordings in the playground, which says there how to make one.
    pub(super) fn has_guide_to_recording(&self) -> bool {
        self.settings.subject.is_recording() && location::is_playground()
    }

    /// Whether it says how to record a program, because no recording is shown.
    pub(crate) fn shows_own_program(&self) -> bool {
        self.has_guide_to_recording() && !self.is_recording_awaited()
    }

    /// Whether the reader can go back from a recording to how to record a program.
    pub(crate) fn has_way_back(&self) -> bool {
        self.has_guide_to_recording() && self.is_recording_awaited()
    }

    /// Closes the recording that is shown, if it came from an address. One that the reader opened from a file stays when
    /// the page removes the address of an earlier one.
    pub(super) fn close_fetched(&mut self) {
        if self.src.address.is_some() {
            self.close_recording();
        }
    }

    /// Closes the recording that is shown.
    pub(super) fn close_recording(&mut self) {
        self.src = Src::default();
        self.problems.remove(super::attributes::SRC);
        self.saving.feedback = None;
        self.run = None;
        self.narration.is_on = false;
        self.reset_exploration();
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
