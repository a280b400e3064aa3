//! Runs that were recorded before.

use super::Run;
use super::source::Source;
use crate::export::Recording;

/// A run that was recorded before.
pub(crate) struct RecordedRun {
    /// The name of its file.
    pub(crate) file: String,
    /// What is in the file.
    pub(crate) recording: Recording,
}

impl Run {
    /// A run that was recorded before.
    pub(crate) fn recorded(file: String, recording: Recording, number: u32) -> Run {
        let title = match recording.meta.title.as_str() {
            "" => file.clone(),
            title => title.to_owned(),
        };
        let recorded = Box::new(RecordedRun { file, recording });
        Run {
            ended: true,
            ..Run::of(Source::File(recorded), number, &title)
        }
    }

    /// What was recorded before; `None` for other kinds of runs.
    pub(crate) fn recorded_run(&self) -> Option<&RecordedRun> {
        match &self.source {
            Source::File(recorded) => Some(recorded),
            _ => None,
        }
    }

    /// Whether it is a recording.
    pub(crate) fn is_recording(&self) -> bool {
        self.recorded_run().is_some()
    }
}
