//! A run of what a fence names: its log, and what can be read from that.

use crate::fence::Fence;
use crate::options::{Options, Subject};
use crate::problem::Problem;
use crate::script::{self, ScriptError};
use coroscope::Runtime;
use coroscope::export::{Clock, MAX_BYTES, Meta, read_recording, write_recording};
use coroscope::lessons::{Lesson, Values, doubles};
use coroscope::lint::{self, Finding};
use coroscope::time::Duration;
use coroscope::trace::{Log, Model, RunView};
use std::fs;
use std::path::{Path, PathBuf};

/// What was run or read.
#[derive(Debug)]
pub struct Run {
    /// Everything that happened.
    pub log: Log,
    /// The same, arranged.
    pub model: Model,
    /// What was run.
    pub meta: Meta,
    /// The error that ended the script.
    pub error: Option<ScriptError>,
    /// The script, if it is one.
    pub script: Option<String>,
}

/// How scripts are run.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// How long a script may take, in real time.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            time: Duration::from_secs(60),
        }
    }
}

/// What a fence names, read from files.
#[derive(Clone, Debug)]
pub enum Source {
    /// A script: the fence, or a file as if it were one.
    Script(Fence),
    /// The content of a recording.
    Recording(Vec<u8>),
    /// Nothing that is in a file.
    Lesson,
}

impl Source {
    /// Reads the file that a fence names, if it names one.
    ///
    /// # Errors
    /// If it can't be read, is too large, or is no text.
    pub fn of(fence: &Fence, options: &Options) -> Result<Source, Problem> {
        match &options.subject {
            Subject::Script => Ok(Source::Script(fence.clone())),
            Subject::Lesson(..) => Ok(Source::Lesson),
            Subject::Recording(name) => Ok(Source::Recording(read(fence, "src", name)?)),
            Subject::File(name) => {
                let text = String::from_utf8(read(fence, "file", name)?);
                let text = text.map_err(|_| {
                    fence.problem(format!("file= names {name}, which is not UTF-8"))
                })?;
                let path = beside(fence, name);
                let script = Fence::read(&path.to_string_lossy(), 1, "", &text, 1)?;
                Ok(Source::Script(script))
            }
        }
    }

    /// The script, if it is one.
    pub fn script(&self) -> Option<&Fence> {
        match self {
            Source::Script(script) => Some(script),
            Source::Recording(_) | Source::Lesson => None,
        }
    }
}

/// The path of a file that a document names.
fn beside(fence: &Fence, name: &str) -> PathBuf {
    let folder = Path::new(&fence.file).parent().unwrap_or(Path::new(""));
    folder.join(name)
}

fn read(fence: &Fence, option: &str, name: &str) -> Result<Vec<u8>, Problem> {
    let path = beside(fence, name);
    let unreadable = |why: &dyn std::fmt::Display| {
        let path = path.display();
        fence.problem(format!(
            "{option}= names {path}, which can't be read: {why}"
        ))
    };
    let size = fs::metadata(&path).map_err(|why| unreadable(&why))?.len();
    if size > MAX_BYTES as u64 {
        return Err(unreadable(&format_args!(
            "it has more than {MAX_BYTES} bytes"
        )));
    }
    fs::read(&path).map_err(|why| unreadable(&why))
}

impl Run {
    /// Runs or reads what a fence names.
    ///
    /// # Errors
    /// If there is no run to show: the script is too large or does not end, or the file is no recording. A script that
    /// ends with an error has a run.
    pub fn of(
        fence: &Fence,
        options: &Options,
        source: &Source,
        limits: Limits,
    ) -> Result<Run, Problem> {
        let run = match (source, &options.subject) {
            (Source::Script(script), _) => Run::of_script(&script.script, limits),
            (Source::Recording(bytes), _) => match read_recording(bytes) {
                Ok(recording) => Ok(Run::new(recording.log, recording.meta)),
                Err(why) => Err(format!("src= is not a recording that can be read: {why}")),
            },
            (Source::Lesson, Subject::Lesson(lesson, values)) => Ok(Run::of_lesson(lesson, values)),
            (Source::Lesson, _) => Err("there is nothing to run".into()),
        };
        run.map_err(|why| fence.problem(why))
    }

    fn new(log: Log, meta: Meta) -> Run {
        Run {
            model: Model::of(&log),
            log,
            meta,
            error: None,
            script: None,
        }
    }

    /// Runs a script.
    ///
    /// # Errors
    /// If it is too large, or does not end.
    pub fn of_script(script: &str, limits: Limits) -> Result<Run, String> {
        let ran = script::run(script, limits.time)?;
        let recording = read_recording(&ran.recording).map_err(|why| why.to_string())?;
        Ok(Run {
            error: ran.error,
            script: Some(script.to_owned()),
            ..Run::new(recording.log, recording.meta)
        })
    }

    fn of_lesson(lesson: &Lesson, values: &Values) -> Run {
        let rt = Runtime::virtual_clock();
        // The main task's result is not needed: the log has it.
        drop(
            rt.start((lesson.program.start)(values, doubles::world()))
                .named("main"),
        );
        while rt.clock().is_some_and(|clock| clock.step()) {}
        let settings = lesson.settings.iter();
        let meta = Meta {
            title: lesson.title.into(),
            lesson: lesson.id.into(),
            settings: settings
                .map(|setting| (setting.id.into(), values.get(setting.id).into()))
                .collect(),
            clock: Clock::Virtual,
            ..Meta::default()
        };
        let text = rt.with_log(|log| write_recording(log, &meta));
        let recording = read_recording(text.as_bytes()).expect("a recording that was just written");
        Run::new(recording.log, meta)
    }

    /// The log with its model.
    pub fn view(&self) -> RunView<'_> {
        RunView::new(&self.log, &self.model)
    }

    /// What the program printed, line by line.
    pub fn lines(&self) -> Vec<&str> {
        let printed = self.model.printed.iter();
        printed.map(|line| self.log.text(line.text)).collect()
    }

    /// What the program printed.
    pub fn output(&self) -> String {
        let lines = self.lines();
        lines.iter().map(|line| format!("{line}\n")).collect()
    }

    /// The findings.
    pub fn findings(&self) -> Vec<Finding> {
        lint::findings(self.view(), &lint::Options::default())
    }

    /// How long it took on its clock.
    pub fn makespan(&self) -> Duration {
        self.model.now().elapsed()
    }

    /// The recording, with a title.
    pub fn recording(&self, title: Option<&str>) -> String {
        let mut meta = self.meta.clone();
        if let Some(title) = title {
            meta.title = title.into();
        }
        write_recording(&self.log, &meta)
    }
}
