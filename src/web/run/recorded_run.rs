//! Runs that are recorded elsewhere: read from a file, or followed while the file is written.

use super::Run;
use super::growing_run::GrowingRun;
use super::source::Source;
use crate::export::{FileEnd, Meta, Recording};
use crate::trace::Log;
use crate::wording::{tr, tr_n};

/// A run that was recorded before, or whose recording grows.
pub(crate) struct RecordedRun {
    /// The name of its file.
    pub(crate) file: String,
    content: Recorded,
}

/// What is in the file.
#[derive(Debug)]
pub(crate) enum Recorded {
    /// A whole recording.
    Whole(Box<Recording>),
    /// A recording that is still written.
    Growing(Box<GrowingRun>),
}

impl Recorded {
    /// What was run.
    pub(crate) fn meta(&self) -> &Meta {
        match self {
            Recorded::Whole(recording) => &recording.meta,
            Recorded::Growing(growing) => growing.meta(),
        }
    }

    /// What has to be said about the file, in sentences.
    pub(crate) fn remarks(&self) -> String {
        let Recorded::Whole(recording) = self else {
            return String::new();
        };
        let repairs = recording.repairs.iter().map(|it| format!(" {it}"));
        let end = match recording.end {
            FileEnd::Complete => None,
            FileEnd::Unfinished => {
                Some(tr!("It has no end: its program was killed, or still ran.").into())
            }
            FileEnd::CutOff => Some(tr_n!(
                recording.log.len(),
                "The file ends in the middle: what came after its first event is missing. Save or copy it again.",
                "The file ends in the middle: what came after its first {n} events is missing. Save or copy it again."
            )),
        };
        let end = end.map(|words: String| format!(" {words}"));
        repairs.chain(end).collect()
    }
}

impl RecordedRun {
    pub(super) fn log(&self) -> &Log {
        match &self.content {
            Recorded::Whole(recording) => &recording.log,
            Recorded::Growing(growing) => growing.log(),
        }
    }

    /// What was run.
    pub(crate) fn meta(&self) -> &Meta {
        self.content.meta()
    }

    pub(super) fn growing(&self) -> Option<&GrowingRun> {
        match &self.content {
            Recorded::Whole(_) => None,
            Recorded::Growing(growing) => Some(growing),
        }
    }

    pub(super) fn growing_mut(&mut self) -> Option<&mut GrowingRun> {
        match &mut self.content {
            Recorded::Whole(_) => None,
            Recorded::Growing(growing) => Some(growing),
        }
    }
}

impl Run {
    /// A run that was recorded, in the file with this name.
    pub(crate) fn recorded(file: String, content: Recorded, number: u32) -> Run {
        let title = match content.meta().title.as_str() {
            "" => file.clone(),
            title => title.to_owned(),
        };
        let ended = matches!(content, Recorded::Whole(_));
        let recorded = Box::new(RecordedRun { file, content });
        Run {
            ended,
            ..Run::of(Source::File(recorded), number, &title)
        }
    }

    /// What was recorded; `None` for other kinds of runs.
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

    /// Whether it is a recording that is still written.
    pub(crate) fn is_followed(&self) -> bool {
        self.is_recording() && !self.ended
    }

    /// Why the recording ends before its program did, in a sentence.
    pub(crate) fn broken_off(&self) -> Option<&str> {
        self.recorded_run()?.growing()?.failure()
    }
}
