//! What is above the program: its title, its sentence and its question, and the lesson whose Python a script is.

use super::State;
use crate::lessons::{self, Lesson};
use crate::web::fragment::Fragment;
use crate::web::reader_script::sources::Example;
use crate::web::subject::Subject;
use crate::wording::{tr, translate};

/// What is known about the script in the editor.
#[derive(Debug, Default)]
pub(super) struct Heading {
    /// The example that the script is, or was before the reader changed it.
    example: Option<Example>,
    /// The lesson whose Python it is, or was.
    lesson: Option<OfLesson>,
    /// The Python that was last opened from a lesson, and that lesson. The script arrives later.
    opened: Option<(String, OfLesson)>,
}

/// A lesson with its settings.
#[derive(Clone, Debug)]
pub(crate) struct OfLesson {
    pub(crate) lesson: &'static Lesson,
    /// The fragment that shows it.
    pub(crate) link: String,
}

impl Heading {
    /// Another script is in the editor.
    pub(super) fn replace(&mut self, source: &str) {
        self.example = None;
        self.lesson = match &self.opened {
            Some((python, lesson)) if python == source => Some(lesson.clone()),
            _ => with_defaults(source),
        };
    }

    /// The script in the editor is this example.
    pub(super) fn is_example(&mut self, example: Example) {
        self.example = Some(example);
    }

    /// This Python was opened from a lesson, which `link` shows with its settings.
    pub(super) fn open(&mut self, python: String, lesson: &'static Lesson, link: String) {
        self.opened = Some((python, OfLesson { lesson, link }));
    }
}

/// The lesson whose Python with default settings this is, as after the page was loaded again.
fn with_defaults(source: &str) -> Option<OfLesson> {
    let mut all = lessons::ALL.iter();
    let lesson = all.find(|lesson| lesson.python(&Subject::Lesson(lesson).defaults()) == source)?;
    let link = Fragment {
        lesson: lesson.id.to_owned(),
        settings: Vec::new(),
    };
    Some(OfLesson {
        lesson,
        link: link.write(),
    })
}

impl State {
    /// The heading: that of the lesson, the script, its example or the recording.
    pub(crate) fn title(&self) -> &str {
        match self.settings.subject {
            Subject::Recording => self.title_of_recording(),
            Subject::Script => match self.example() {
                Some(example) => translate(&example.title),
                None => Subject::Script.title(),
            },
            subject => subject.title(),
        }
    }

    fn title_of_recording(&self) -> &str {
        match (self.src.sample, &self.run) {
            (Some(sample), _) => translate(sample.title),
            (None, Some(run)) => translate(&run.title),
            (None, None) if self.shows_own_program() => translate(Subject::OWN_PROGRAM_TITLE),
            (None, None) => Subject::Recording.title(),
        }
    }

    /// What the reader sees here; how to see a recording if there is none.
    pub(crate) fn sentence(&self) -> &str {
        match (self.settings.subject, self.example()) {
            (Subject::Recording, _) if self.is_recording_awaited() => "",
            (Subject::Recording, _) if self.shows_own_program() => tr!(
                "Record a real asyncio program, on your machine and with its own packages, and look at its tasks here."
            ),
            (Subject::Script, Some(example)) => translate(&example.about),
            (subject, _) => subject.sentence(),
        }
    }

    /// The question that a run answers.
    pub(crate) fn question(&self) -> &str {
        match (self.settings.subject, self.example(), self.src.sample) {
            (Subject::Script, Some(example), _) if !example.question.is_empty() => {
                translate(&example.question)
            }
            (Subject::Recording, _, Some(sample)) => translate(sample.question),
            (subject, ..) => subject.question(),
        }
    }

    fn example(&self) -> Option<&Example> {
        self.script.heading.example.as_ref()
    }

    /// The lesson whose Python is in the editor, with the settings with which it was opened.
    pub(crate) fn lesson_of_script(&self) -> Option<&OfLesson> {
        let of = self.script.heading.lesson.as_ref();
        of.filter(|_| self.is_script())
    }

    /// Shows the lesson whose Python is in the editor, where no address can do that: its settings are still there.
    pub(super) fn go_back_to_lesson(&mut self) {
        if let Some(of) = self.lesson_of_script() {
            self.settings.subject = Subject::Lesson(of.lesson);
            self.settings.version += 1;
            self.run = None;
            self.reset_exploration();
        }
    }
}
