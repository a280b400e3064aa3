//! The lines of the shown program, for the lines in the log: those of the program that runs.

use super::State;
use crate::lessons::highlight::Language;
use crate::trace::Counterparts;
use crate::web::subject::Subject;

/// The lines that are shown for lines in the log.
pub(crate) enum ShownLines {
    /// The program that runs is shown.
    Same,
    /// Pairs of lines, in the log and as shown. Other lines have no counterpart.
    Pairs(Vec<(u32, u32)>),
}

impl State {
    /// The lines of the shown program.
    pub(crate) fn shown_lines(&self) -> ShownLines {
        match (self.settings.subject, self.display.language) {
            (Subject::Lesson(lesson), Language::Python) => {
                ShownLines::Pairs(lesson.same_lines().collect())
            }
            _ => ShownLines::Same,
        }
    }

    /// Has sentences and findings name the lines of the shown program. They are written again after it has changed.
    pub(super) fn set_shown_lines(&mut self) {
        let lines = match (self.settings.subject, self.display.language) {
            (Subject::Lesson(lesson), Language::Python) => Some(Counterparts {
                logged: lesson.program.file.into(),
                file: lesson.program.python_file.into(),
                lines: lesson.same_lines().collect(),
            }),
            _ => None,
        };
        if let Some(run) = self
            .run
            .as_mut()
            .filter(|run| run.counterparts.as_ref() != Some(&lines))
        {
            run.counterparts = Some(lines);
            self.search.repeat();
        }
    }
}

impl ShownLines {
    /// The shown line for a line in the log.
    pub(crate) fn shown(&self, logged: u32) -> Option<u32> {
        match self {
            ShownLines::Same => Some(logged),
            ShownLines::Pairs(pairs) => {
                let pair = pairs.iter().find(|(line, _)| *line == logged);
                pair.map(|(_, shown)| *shown)
            }
        }
    }

    /// The lines in the log for a shown line.
    pub(crate) fn logged(&self, shown: u32) -> Vec<u32> {
        match self {
            ShownLines::Same => vec![shown],
            ShownLines::Pairs(pairs) => {
                let found = pairs.iter().filter(|(_, line)| *line == shown);
                found.map(|(line, _)| *line).collect()
            }
        }
    }
}
