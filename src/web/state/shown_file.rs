//! The shown program: a file of the lesson or of the recorded program, with its text.

use super::State;
use crate::export::SourceFile;
use crate::lessons::highlight::Language;
use crate::timeline::ends_with_path;
use crate::trace::TaskId;
use crate::web::run::Run;
use crate::web::subject::Subject;
use std::borrow::Cow;

/// Which file of the recorded program is shown.
#[derive(Debug, Default)]
pub(crate) struct ShownFile {
    /// Its index in the recording.
    pub(crate) index: usize,
    /// The selected span that decided it, until the reader chooses a file.
    followed: Option<(TaskId, usize)>,
}

impl State {
    /// The files of the recorded program; none for lessons and scripts.
    pub(crate) fn source_files(&self) -> &[SourceFile] {
        let is_recording = self.settings.subject.is_recording();
        let run = self.run.as_ref().filter(|_| is_recording);
        let recorded = run.and_then(Run::recorded_run);
        recorded.map_or(&[], |it| &it.meta().sources)
    }

    fn shown_source(&self) -> Option<&SourceFile> {
        self.source_files().get(self.shown_file.index)
    }

    /// Whether there is a program to show, apart from the editor's.
    pub(crate) fn has_code(&self) -> bool {
        match self.settings.subject {
            Subject::Lesson(_) => true,
            Subject::Script => false,
            Subject::Recording => self.shown_source().is_some(),
        }
    }

    /// The name of the file that is shown.
    pub(crate) fn shown_file_name(&self) -> &str {
        match (self.settings.subject, self.display.language) {
            (Subject::Lesson(lesson), Language::Python) => lesson.program.python_file,
            (Subject::Recording, _) => self.shown_source().map_or("", |source| &source.name),
            (Subject::Script, _) => self.shown_tab_name(),
            (subject, _) => subject.file(),
        }
    }

    /// The language of that file.
    pub(crate) fn code_language(&self) -> Language {
        match self.settings.subject {
            Subject::Recording if self.shown_file_name().ends_with(".rs") => Language::Rust,
            Subject::Recording => Language::Python,
            _ => self.display.language,
        }
    }

    /// Its text: the lesson's program with the values of the settings, or the file of the recording; empty for the script.
    pub(crate) fn code(&self) -> Cow<'_, str> {
        match (self.settings.subject, self.display.language) {
            (Subject::Lesson(lesson), Language::Rust) => Cow::Borrowed(lesson.program.source),
            (Subject::Lesson(lesson), Language::Python) => {
                Cow::Owned(lesson.python(&self.settings.values))
            }
            (Subject::Recording, _) => {
                Cow::Borrowed(self.shown_source().map_or("", |source| &source.text))
            }
            (Subject::Script, _) => Cow::Borrowed(""),
        }
    }

    /// Whether a path in the log is that of the program that is shown. The path of a lesson may begin with a folder.
    pub(crate) fn is_shown_file(&self, path: &str) -> bool {
        match self.settings.subject {
            Subject::Recording | Subject::Script => path == self.shown_file_name(),
            subject => ends_with_path(path, subject.file()),
        }
    }

    /// Shows a file of the recorded program, at the reader's choice.
    pub(super) fn show_file(&mut self, index: usize) {
        self.shown_file = ShownFile {
            index,
            followed: self.timeline.cursor.focus,
        };
    }

    /// Shows the file of a recording that occurs first in its log.
    pub(super) fn show_first_file(&mut self) {
        let index = self.run.as_ref().and_then(|run| {
            run.with_log(|log| {
                let mut places = log.places().iter();
                places.find_map(|place| self.source_named(&place.file))
            })
        });
        self.shown_file = ShownFile {
            index: index.unwrap_or_default(),
            followed: None,
        };
    }

    /// Shows the file in which the selected span began, if the recording has it.
    pub(super) fn follow_selection(&mut self) {
        let selected = self.timeline.cursor.focus;
        if self.shown_file.followed == selected {
            return;
        }
        self.shown_file.followed = selected;
        let Some((task, span)) = selected else {
            return;
        };
        if self.is_script() {
            return self.follow_in_script((task, span));
        }
        if let Some(index) = self.file_of(task, span, |file| self.source_named(file)) {
            self.shown_file.index = index;
        }
    }

    /// The number of the file in which a span began: where the task waited, or else where it was spawned.
    pub(super) fn file_of(
        &self,
        task: TaskId,
        span: usize,
        number: impl Fn(&str) -> Option<usize>,
    ) -> Option<usize> {
        let run = self.run.as_ref()?;
        let track = run.model.task(task)?;
        let waited = track.spans.get(span)?.waited.map(|waited| waited.place);
        run.with_log(|log| {
            let places = [waited, track.place].into_iter().flatten();
            let mut files = places.filter_map(|place| log.place(place));
            files.find_map(|place| number(&place.file))
        })
    }

    fn source_named(&self, name: &str) -> Option<usize> {
        self.source_files().iter().position(|it| it.name == name)
    }
}
