//! The reader's script: its source, where that comes from, and its runs.

use super::heading::Heading;
use super::script_files::{Renaming, Undo};
use super::{Attributes, Effect, Outgoing, State};
use crate::timeline::Overview;
use crate::web::fragment::shorten;
use crate::web::location::is_playground;
use crate::web::reader_script::files::ScriptFiles;
use crate::web::reader_script::worker::{Failure, WorkerMessage};
use crate::web::reader_script::{FIRST, ScriptEffect, ScriptMessage, sources};
use crate::web::run::Run;
use crate::web::storage;
use crate::web::subject::Subject;
use crate::wording::tr;

/// The attributes that hold a packed script, and that name an example.
pub(super) use crate::web::fragment::{CODE, EXAMPLE};

/// What problems with the names of files in the tag are kept under.
const NAME_IN_TAG: &str = "data-name";

/// The script in the editor.
#[derive(Debug, Default)]
pub(crate) struct Script {
    pub(super) files: ScriptFiles,
    /// The number of the file that the editor shows; 0 for the main one.
    pub(super) shown: usize,
    /// Set while the reader gives that file a name.
    pub(super) renaming: Option<Renaming>,
    /// The lines that it reads from standard input.
    input: String,
    /// The script as its author wrote it: in the tag, the link, the example or the file; `None` if that is not known.
    original: Option<ScriptFiles>,
    /// The script before it was reset or a file was removed, until the reader types.
    pub(super) undo: Option<(Undo, ScriptFiles)>,
    /// Counts replacements of the source, other than by typing.
    pub(crate) version: u32,
    /// What must still be unpacked or fetched.
    requested: Option<Requested>,
    /// Whether a script is being unpacked or fetched. No run starts meanwhile.
    pub(super) is_arriving: bool,
    /// The name of the example in the editor, until the reader changes it.
    pub(super) example: Option<String>,
    /// What stands above it.
    pub(super) heading: Heading,
    /// Whether the next script runs as soon as it has arrived.
    run_when_ready: bool,
    /// The script inside the element's tag.
    tag: Option<ScriptFiles>,
    /// Whether to load the engine in advance.
    preload: bool,
}

/// A script that an attribute asks for.
#[derive(Debug)]
enum Requested {
    /// A packed script.
    Packed(String),
    /// The example with this name.
    Example(String),
}

impl State {
    /// Sets the script inside the element's tag. The element shows it unless the attributes say otherwise.
    pub(crate) fn set_script_in_tag(&mut self, files: Vec<(Option<String>, String)>) {
        let is_main = |name: &Option<String>| {
            name.as_deref()
                .is_none_or(|name| name == Subject::SCRIPT_FILE)
        };
        let main = files.iter().position(|(name, _)| is_main(name));
        let mut tag = ScriptFiles::default();
        for (n, (name, text)) in files.iter().enumerate() {
            let text = unindented(text);
            match name {
                _ if Some(n) == main.or(Some(0)) => tag.main = text,
                Some(name) => {
                    if let Err(problem) = tag.put(name, text) {
                        self.problems.set(NAME_IN_TAG, problem);
                    }
                }
                None => {
                    let problem = tr!(
                        "A further script in the tag needs a name, as in data-name=\"util.py\"."
                    );
                    self.problems.set(NAME_IN_TAG, problem.to_owned());
                }
            }
        }
        self.script.tag = (!files.is_empty()).then_some(tag);
    }

    /// Whether there is a script inside the element's tag.
    pub(super) fn has_script_in_tag(&self) -> bool {
        self.script.tag.is_some()
    }

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

    /// Chooses the script according to the attributes.
    pub(super) fn choose_script(&mut self, attributes: Attributes) {
        if !self.is_script() {
            return;
        }
        let example = attributes(EXAMPLE);
        self.problems.remove(EXAMPLE);
        let example = example.filter(|name| self.can_be_example(name));
        let before = core::mem::replace(&mut self.script.example, example.clone());
        match (attributes(CODE), example) {
            (Some(code), _) => self.script.requested = Some(Requested::Packed(code)),
            (None, Some(name)) => self.script.requested = Some(Requested::Example(name)),
            // The reader's own script stays, an example does not.
            (None, None) if !self.script.files.main.is_empty() && before.is_none() => {}
            (None, None) => {
                let own = is_playground().then(sources::stored).flatten();
                let is_own = self.script.tag.is_none() && own.is_some();
                let script = self.script.tag.clone().or(own);
                self.put_script(script.unwrap_or_else(|| FIRST.to_owned().into()));
                if is_own {
                    self.script.original = None;
                    self.script.input = storage::read(storage::INPUT).unwrap_or_default();
                }
            }
        }
        self.script.preload = is_playground();
        // A script from a link must not run before the reader has seen it.
        self.next_run.is_due &= !is_playground();
    }

    /// Whether a name can be that of an example's file. If not, there is a problem to show.
    fn can_be_example(&mut self, name: &str) -> bool {
        let is_part = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        let can_be = !name.is_empty() && name.bytes().all(is_part);
        if !can_be {
            let problem = tr!(
                "“{name}” is not the name of an example: write it as in “forgotten-await”.",
                name = shorten(name)
            );
            self.problems.set(EXAMPLE, problem);
        }
        can_be
    }

    /// Replaces the script in the editor by one that its author wrote.
    pub(super) fn put_script(&mut self, files: ScriptFiles) {
        let script = &mut self.script;
        script.heading.replace(&files.main);
        script.original = Some(files.clone());
        (script.undo, script.renaming) = (None, None);
        (script.files, script.shown) = (files, 0);
        script.input.clear();
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
                self.script.is_arriving = false;
                self.settings.subject = Subject::Script;
                self.problems.remove(CODE);
                self.put_script(files);
                self.run = None;
                self.reset_exploration();
                self.next_run.is_due |= core::mem::take(&mut self.script.run_when_ready);
                self.next_run.is_due |= self.next_run.autoplay && !is_playground();
            }
            ScriptMessage::Replace(Err(why)) => {
                (self.script.is_arriving, self.script.run_when_ready) = (false, false);
                self.problems.set(CODE, why);
                if self.script.files.main.is_empty() {
                    self.put_script(FIRST.to_owned().into());
                }
            }
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
        });
        self.script.is_arriving |= request.is_some();
        let preload = core::mem::take(&mut self.script.preload).then_some(ScriptEffect::Preload);
        (request.into_iter().chain(preload))
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

/// Removes the common indentation of all lines, as of a script in indented HTML.
fn unindented(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text).trim_end();
    let full = text.lines().filter(|line| !line.trim().is_empty());
    let indent = full.map(|line| line.len() - line.trim_start_matches([' ', '\t']).len());
    let indent = indent.min().unwrap_or(0);
    let lines = text.lines().map(|line| line.get(indent..).unwrap_or(""));
    lines.map(|line| format!("{line}\n")).collect()
}
