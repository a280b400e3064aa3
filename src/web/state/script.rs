//! The reader's script: its source, where that comes from, and its runs.

use super::heading::Heading;
use super::named_script::{CODE, Requested, SCRIPT};
use super::script_files::{Renaming, Undo};
use super::{Effect, Outgoing, State};
use crate::timeline::Overview;
use crate::web::events::ElementEvent;
use crate::web::location::is_playground;
use crate::web::reader_script::files::ScriptFiles;
use crate::web::reader_script::worker::{Failure, WorkerMessage};
use crate::web::reader_script::{FIRST, InTag, ScriptEffect, ScriptMessage};
use crate::web::run::Run;
use crate::web::subject::Subject;

/// The problem with the workers in which scripts run.
const WORKERS: &str = "workers";

/// The script in the editor.
#[derive(Debug, Default)]
pub(crate) struct Script {
    pub(super) files: ScriptFiles,
    /// The number of the file that the editor shows; 0 for the main one.
    pub(super) shown: usize,
    /// Set while the reader gives that file a name.
    pub(super) renaming: Option<Renaming>,
    /// The lines that it reads from standard input.
    pub(super) input: String,
    /// The script as its author wrote it: in the tag, the link, the example or the file; `None` if that is not known.
    pub(super) original: Option<ScriptFiles>,
    /// The script before it was reset or a file was removed, until the reader types.
    pub(super) undo: Option<(Undo, ScriptFiles)>,
    /// Counts replacements of the source, other than by typing.
    pub(crate) version: u32,
    /// What must still be unpacked or fetched.
    pub(super) requested: Option<Requested>,
    /// How often the attributes chose a script. A file that arrives after another choice is not shown.
    pub(super) requests: u32,
    /// Whether the script in the editor is that of the attribute `script`.
    pub(super) is_of_file: bool,
    /// Whether a script is being unpacked or fetched. No run starts meanwhile.
    pub(super) is_arriving: bool,
    /// The name of the example in the editor, until the reader changes it.
    pub(super) example: Option<String>,
    /// What stands above it.
    pub(super) heading: Heading,
    /// Whether the next script runs as soon as it has arrived.
    run_when_ready: bool,
    /// What is inside of the element's tag.
    pub(super) tag: InTag,
    /// Whether to load the engine in advance.
    pub(super) preload: bool,
    /// Whether it was asked if this page can run scripts.
    pub(super) is_checked: bool,
}

impl State {
    /// Whether a script is shown instead of a lesson.
    pub(crate) fn is_script(&self) -> bool {
        self.settings.subject.is_script()
    }

    /// The text of the main file in the editor.
    pub(crate) fn source(&self) -> &str {
        &self.script.files.main
    }

    /// The lines that the script reads from standard input.
    pub(crate) fn input(&self) -> &str {
        &self.script.input
    }

    /// The script's files for a link, with the lines that it reads.
    pub(super) fn files_to_link(&self) -> ScriptFiles {
        ScriptFiles {
            linked_input: self.script.input.clone(),
            ..self.script.files.clone()
        }
    }

    /// Whether the script seems to read standard input, or has lines to read.
    pub(crate) fn reads_input(&self) -> bool {
        let script = &self.script;
        let reads = |word| script.files.contain(word);
        !script.input.is_empty()
            || ["input(", "(input", "stdin", "getpass"]
                .into_iter()
                .any(reads)
    }

    /// Why the script's last run ended early.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        self.run.as_ref()?.script_run()?.failure()
    }

    /// The line of the shown file where the endless turn continued, and the name of its task.
    pub(crate) fn stuck_line(&self) -> Option<(u32, String)> {
        let run = self.run.as_ref()?;
        let endless = run.script_run()?.endless()?;
        run.with_view(|view| {
            let name = view.task_name(endless.task?).into_owned();
            Some((endless.line(view.log)?, name))
        })
    }

    /// Replaces the script in the editor by one that its author wrote.
    pub(super) fn put_script(&mut self, mut files: ScriptFiles) {
        let script = &mut self.script;
        script.input = core::mem::take(&mut files.linked_input);
        script.heading.replace(&files.main);
        script.original = Some(files.clone());
        (script.undo, script.renaming) = (None, None);
        script.is_of_file = false;
        (script.files, script.shown) = (files, 0);
        script.version += 1;
    }

    /// Puts the script back as its author wrote it, or undoes that.
    fn reset_script(&mut self) {
        let script = &mut self.script;
        let now = core::mem::take(&mut script.files);
        (script.files, script.undo) = match (script.undo.take(), &script.original) {
            (Some((_, before)), _) => (before, None),
            (None, Some(original)) => (original.clone(), Some((Undo::Reset, now))),
            (None, None) => (now, None),
        };
        script.shown = script.shown.min(script.files.modules.len());
        script.renaming = None;
        script.version += 1;
    }

    /// Whether the script can be reset: it differs from what its author wrote.
    pub(crate) fn can_reset_script(&self) -> bool {
        let original = self.script.original.as_ref();
        original.is_some_and(|original| *original != self.script.files)
    }

    /// What can be undone: the reader has not typed since.
    pub(crate) fn can_undo(&self) -> Option<Undo> {
        self.script.undo.as_ref().map(|(undo, _)| *undo)
    }

    /// Handles a message about the script.
    pub(super) fn script_message(&mut self, message: ScriptMessage) -> Vec<Effect> {
        match message {
            ScriptMessage::Typed(source) => {
                self.script.files.set_text(self.script.shown, source);
                self.script.undo = None;
                return self.changed_by_reader();
            }
            ScriptMessage::TypedInput(input) => {
                self.script.input.clone_from(&input);
                return vec![Effect::Script(ScriptEffect::StoreInput(input))];
            }
            ScriptMessage::Tab(message) => return self.tab_message(message),
            ScriptMessage::Opened(Ok(files), is_opened) => {
                self.settings.subject = Subject::Script;
                self.problems.remove(CODE);
                return self.take_files(files, is_opened);
            }
            ScriptMessage::Opened(Err(why), _) => self.problems.set(CODE, why),
            ScriptMessage::Replace(Ok(files)) => {
                self.problems.remove(CODE);
                self.replace_by_arrived(files);
            }
            ScriptMessage::Replace(Err(why)) => return self.has_no_script(CODE, why),
            ScriptMessage::Fetched(request, _) if request != self.script.requests => {}
            ScriptMessage::Fetched(_, Ok(source)) => {
                self.replace_by_arrived(source.into());
                self.script.is_of_file = true;
            }
            ScriptMessage::Fetched(_, Err(why)) => return self.has_no_script(SCRIPT, why),
            ScriptMessage::CannotRun(why) => self.problems.set(WORKERS, why),
            ScriptMessage::IsExample(example) => self.script.heading.is_example(example),
            ScriptMessage::Worker(number, message) => self.receive(number, message),
            ScriptMessage::Reset => self.reset_script(),
            ScriptMessage::Save => {
                let (files, shown) = (&self.script.files, self.script.shown);
                let name = files.name(shown).rsplit('/').next().unwrap_or_default();
                let text = files.text(shown).to_owned();
                let file = Outgoing::File(name.to_owned(), "text/x-python", text);
                return vec![Effect::Send(file)];
            }
            ScriptMessage::TryPython => {
                let Subject::Lesson(lesson) = self.settings.subject else {
                    return Vec::new();
                };
                self.script.run_when_ready = true;
                let python = lesson.python(&self.settings.values);
                let link = self.link_to(None);
                self.script.heading.open(python.clone(), lesson, link);
                return vec![Effect::Script(ScriptEffect::Show(python))];
            }
            ScriptMessage::BackToLesson => self.go_back_to_lesson(),
            ScriptMessage::Open(files, is_opened) => {
                self.script.example = None;
                return vec![Effect::Script(ScriptEffect::Open(files, is_opened))];
            }
            ScriptMessage::LoadExample(file) => {
                self.script.example = None;
                return vec![Effect::Script(ScriptEffect::LoadExample(file))];
            }
        }
        Vec::new()
    }

    /// Shows a script that was unpacked, opened or fetched.
    fn replace_by_arrived(&mut self, files: ScriptFiles) {
        self.script.is_arriving = false;
        self.settings.subject = Subject::Script;
        self.put_script(files);
        self.run = None;
        self.reset_exploration();
        self.next_run.is_due |= core::mem::take(&mut self.script.run_when_ready);
        self.next_run.is_due |= self.next_run.autoplay && !is_playground();
    }

    /// Reports why a script did not arrive. What the reader had stays, and nothing else runs in its place.
    fn has_no_script(&mut self, attribute: &'static str, why: String) -> Vec<Effect> {
        (self.script.is_arriving, self.script.run_when_ready) = (false, false);
        self.next_run.is_due = false;
        self.problems.set(attribute, why.clone());
        if self.script.files.main.is_empty() && is_playground() {
            self.put_script(FIRST.to_owned().into());
        }
        vec![Effect::Emit(ElementEvent::Error(why))]
    }

    fn receive(&mut self, number: u32, message: WorkerMessage) {
        if let Some(run) = self.run.as_mut().filter(|run| run.number == number) {
            if run.receive(message) {
                self.timeline.overview = Overview::default();
            }
            // Load an engine for the next run.
            let has_ended = !run.is_running();
            self.script.preload |= is_playground() && has_ended;
            if has_ended {
                self.show_file_of_failure();
            }
        }
    }

    /// Effects that are due before the script runs.
    pub(super) fn script_due(&mut self) -> Vec<Effect> {
        let request = (self.script.requested.take()).map(|requested| match requested {
            Requested::Packed(code) => ScriptEffect::Unpack(code),
            Requested::Example(name) => ScriptEffect::LoadExample(format!("{name}.py")),
            Requested::File(address, request) => ScriptEffect::Fetch(address, request),
        });
        self.script.is_arriving |= request.is_some();
        let preload = core::mem::take(&mut self.script.preload).then_some(ScriptEffect::Preload);
        let is_unchecked =
            self.is_script() && !core::mem::replace(&mut self.script.is_checked, true);
        let check = is_unchecked.then_some(ScriptEffect::Check);
        (request.into_iter().chain(preload).chain(check))
            .map(Effect::Script)
            .collect()
    }

    /// Takes over the started run of the script.
    pub(crate) fn set_script_run(&mut self, run: Run) {
        if self.next_run.count == run.number {
            self.run = Some(run);
        }
    }
}
