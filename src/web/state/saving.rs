//! Exports of a run: files, pictures, links; and opening a recording.

use super::attributes::{SCHEDULE, SLEEPS, SRC};
use super::moment_ref::MomentRef;
use super::{Copied, Effect, Outgoing, Src, State};
use crate::export::{self, Clock as FileClock, Export, Format, Meta, measures};
use crate::timeline::svg;
use crate::web::events::ElementEvent;
use crate::web::fragment::CODE;
use crate::web::location;
use crate::web::message::{FileMessage, RecordingCell};
use crate::web::reader_script::ScriptEffect;
use crate::web::reader_script::files::ScriptFiles;
use crate::web::run::{Clock, Recorded, Run};
use crate::web::subject::Subject;
use crate::wording::{tr, translate};

/// The outcome of the last saving, copying or opening.
#[derive(Debug, Default)]
pub(crate) struct Saving {
    /// The outcome, as a sentence.
    pub(crate) feedback: Option<Result<String, String>>,
    /// Where the reader asked for it, and sees the outcome.
    pub(crate) from: AskedFrom,
    /// Whether a file is being read.
    pub(super) is_opening: bool,
}

/// Where a button that copies or saves is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum AskedFrom {
    /// In the menu.
    #[default]
    Menu,
    /// Above the program.
    Program,
    /// In what says how to record a program.
    OwnProgram,
    /// Below this finding.
    Finding(usize),
}

impl Saving {
    /// The outcome, if the reader asked for it there.
    pub(crate) fn outcome(&self, from: AskedFrom) -> Option<&Result<String, String>> {
        self.feedback.as_ref().filter(|_| self.from == from)
    }
}

impl State {
    /// The last run as SVG; `None` before the first run.
    pub(crate) fn svg(&self) -> Option<String> {
        let run = self.run.as_ref()?;
        Some(run.with_view(|view| svg::draw(view, &picture(run))))
    }

    /// The last run as a recording.
    pub(crate) fn recording(&self) -> Option<String> {
        let run = self.run.as_ref()?;
        Some(run.with_log(|log| export::write_recording(log, &self.meta(run))))
    }

    pub(super) fn file_message(&mut self, message: FileMessage) -> Vec<Effect> {
        match message {
            FileMessage::CopyCode => self.saving.from = AskedFrom::Program,
            FileMessage::CopyCommand(_) => self.saving.from = AskedFrom::OwnProgram,
            FileMessage::Save(_)
            | FileMessage::CopyLink
            | FileMessage::Measure
            | FileMessage::Open(_)
            | FileMessage::OpenAddress(_) => self.saving.from = AskedFrom::Menu,
            FileMessage::Feedback(_)
            | FileMessage::Opened(..)
            | FileMessage::NotOpened(_)
            | FileMessage::Fetched(_) => {}
        }
        match message {
            FileMessage::Save(format) => self.save(format),
            FileMessage::CopyLink => self.copy_link(),
            FileMessage::CopyCode => self.copy_code(),
            FileMessage::CopyCommand(command) => {
                let copy = Outgoing::Copy(Copied::Command, command.to_owned());
                vec![Effect::Send(copy)]
            }
            FileMessage::Measure => self.measure(),
            FileMessage::Feedback(words) => {
                self.saving.feedback = Some(words);
                Vec::new()
            }
            FileMessage::Open(file) => {
                self.saving.is_opening = true;
                vec![Effect::Open(file)]
            }
            FileMessage::OpenAddress(address) => {
                (self.src, self.saving.is_opening) = (Src::default(), true);
                vec![Effect::Fetch(Some(address))]
            }
            FileMessage::NotOpened(why) => self.not_opened(why),
            FileMessage::Opened(name, recording) => match recording.take() {
                Some(recording) => {
                    self.src = Src::default();
                    self.problems.remove(SRC);
                    self.opened(name, recording);
                    // The host page should show the same lesson.
                    vec![self.settings_event(self.link())]
                }
                None => Vec::new(),
            },
            FileMessage::Fetched(fetched) => self.fetched(fetched),
        }
    }

    /// Saves the last run.
    fn save(&self, format: &'static Format) -> Vec<Effect> {
        let Some(run) = &self.run else {
            return Vec::new();
        };
        let (meta, picture) = (self.meta(run), picture(run));
        let content = run.with_view(|view| {
            (format.write)(&Export {
                run: view,
                meta: &meta,
                picture: &picture,
            })
        });
        let name = format!("{}.{}", file_stem(&meta), format.extension);
        vec![Effect::Send(match format.is_pixels {
            true => Outgoing::Png(name, content),
            false => Outgoing::File(name, format.media_type, content),
        })]
    }

    /// Copies a link to the current lesson, settings and moment.
    fn copy_link(&self) -> Vec<Effect> {
        let here = self.here();
        vec![self.copy_with_link(Copied::Link, String::new(), here)]
    }

    /// Copies a text, followed by a link to a moment of the run.
    pub(super) fn copy_with_link(
        &self,
        what: Copied,
        text: String,
        at: Option<MomentRef>,
    ) -> Effect {
        if !self.can_be_linked() {
            return Effect::Send(Outgoing::Copy(what, text));
        }
        if !self.is_script() {
            let link = location::with_fragment(&self.link_to(at));
            return Effect::Send(Outgoing::Copy(what, text + &link));
        }
        Effect::Script(ScriptEffect::Share {
            what,
            text,
            files: self.files_to_link(),
            settings: self.link_settings(at),
        })
    }

    /// Copies the program.
    fn copy_code(&self) -> Vec<Effect> {
        vec![Effect::Send(Outgoing::Copy(
            Copied::Program,
            self.code().into_owned(),
        ))]
    }

    /// Adds the last run to the browser's Performance panel.
    fn measure(&self) -> Vec<Effect> {
        let measured = self.run.as_ref().map(|run| {
            let measures = run.with_view(measures);
            Effect::Send(Outgoing::Measures(measures, run.now()))
        });
        measured.into_iter().collect()
    }

    fn meta(&self, run: &Run) -> Meta {
        if let Some(recorded) = run.recorded_run() {
            return Meta {
                title: run.title.clone(),
                ..recorded.meta().clone()
            };
        }
        let (lesson, settings) = match run.is_live() {
            true => ("this-page", [].iter()),
            false => (
                self.settings.subject.id(),
                self.settings.subject.settings().iter(),
            ),
        };
        let values = settings
            .map(|setting| setting.id)
            .map(|id| (id.to_owned(), self.settings.values.get(id).to_owned()));
        let files = (self.is_script() && !run.is_live()).then(|| match run.script_run() {
            Some(script_run) => script_run.files().clone(),
            None => self.script_files().clone(),
        });
        let (source, sources) = match files {
            Some(files) => (Some((CODE.to_owned(), files.main)), files.modules),
            None => (None, Vec::new()),
        };
        Meta {
            title: run.title.clone(),
            lesson: lesson.to_owned(),
            settings: values.chain(source).chain(self.order_of_run()).collect(),
            clock: match run.clock() {
                Some(Clock::Virtual) => FileClock::Virtual,
                _ => FileClock::Real,
            },
            sources,
        }
    }

    /// Shows the recording at `src`, or why that failed.
    fn fetched(&mut self, fetched: Result<(String, RecordingCell), String>) -> Vec<Effect> {
        self.src.is_arriving = false;
        let event = match fetched {
            Ok((name, recording)) => {
                let recording = recording.take();
                let title = recording.map(|recording| self.opened(name, recording));
                let title = title.unwrap_or_default();
                ElementEvent::Load(match self.src.sample {
                    Some(sample) => translate(sample.title).to_owned(),
                    None => title,
                })
            }
            Err(why) => {
                self.saving.is_opening = false;
                self.problems.set(SRC, why.clone());
                ElementEvent::Error(why)
            }
        };
        vec![Effect::Emit(event)]
    }

    /// Reports why a file was not opened: where the reader asked for it, and in place of a run if there is none.
    fn not_opened(&mut self, why: String) -> Vec<Effect> {
        self.saving.is_opening = false;
        if self.run.is_none() {
            self.problems.set(SRC, why.clone());
        }
        self.saving.feedback = Some(Err(why.clone()));
        vec![Effect::Emit(ElementEvent::Error(why))]
    }

    /// Shows a recording in place of the last run, with the lesson or the script that it was made of, if any. Returns its
    /// title.
    fn opened(&mut self, name: String, recording: Recorded) -> String {
        self.put_run_aside();
        let meta = recording.meta();
        let subject = Subject::find(&meta.lesson).unwrap_or(Subject::Recording);
        self.settings.select(subject);
        for (id, value) in &meta.settings {
            if let Some(setting) = subject.settings().iter().find(|setting| setting.id == id) {
                self.settings.set(setting.id, value);
            } else if id == SCHEDULE {
                self.settings.set(SCHEDULE, value);
            } else if id == SLEEPS {
                self.settings.set(SLEEPS, value);
            } else if self.is_script() && id == CODE {
                let mut files = ScriptFiles::from(value.clone());
                for file in &meta.sources {
                    // A file that can't be imported was not part of the run.
                    let _ = files.put(&file.name, file.text.clone());
                }
                self.put_script(files);
            }
        }
        self.next_run.is_due = false;
        self.next_run.count += 1;
        self.narration.is_on = false;
        self.reset_exploration();
        self.next_run.started_with = Some(self.settings.snapshot());
        let remarks = recording.remarks();
        self.saving.feedback = Some(Ok(tr!(
            "This is the recording {name}.{remarks}",
            name,
            remarks
        )));
        self.saving.is_opening = false;
        let run = Run::recorded(name, recording, self.next_run.count);
        let title = run.title.clone();
        self.show_run_from_its_end(run);
        self.show_first_file();
        title
    }
}

/// The name of a file with the run, without its extension.
fn file_stem(meta: &Meta) -> String {
    if !meta.lesson.is_empty() {
        return meta.lesson.clone();
    }
    let is_kept = |c: char| c.is_alphanumeric() || "._-".contains(c);
    let kept = |c: char| if is_kept(c) { c } else { '-' };
    meta.title.chars().map(kept).collect()
}

/// How the picture of a run looks in a file.
fn picture(run: &Run) -> svg::Options {
    svg::Options {
        title: translate(&run.title).to_owned(),
        width: 1200.0,
        ..svg::Options::default()
    }
}
