//! The reader's script: its source, where that comes from, and its runs.

use super::heading::Heading;
use super::{Attributes, Effect, Outgoing, State};
use crate::timeline::Overview;
use crate::web::events::ElementEvent;
use crate::web::fragment::shorten;
use crate::web::location::is_playground;
use crate::web::reader_script::worker::{Failure, WorkerMessage};
use crate::web::reader_script::{FIRST, ScriptEffect, ScriptMessage, sources};
use crate::web::run::Run;
use crate::web::storage;
use crate::web::subject::Subject;
use crate::wording::tr;

/// The attributes that hold a packed script, and that name an example.
pub(super) use crate::web::fragment::{CODE, EXAMPLE};

/// The script in the editor.
#[derive(Debug, Default)]
pub(crate) struct Script {
    source: String,
    /// The lines that it reads from standard input.
    input: String,
    /// The script as its author wrote it: in the tag, the link, the example or the file; `None` if that is not known.
    original: Option<String>,
    /// The script before it was reset, until the reader types.
    before_reset: Option<String>,
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
    tag: Option<String>,
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
    pub(crate) fn set_script_in_tag(&mut self, tag: Option<String>) {
        self.script.tag = tag.map(|text| unindented(&text));
    }

    /// Whether there is a script inside the element's tag.
    pub(super) fn has_script_in_tag(&self) -> bool {
        self.script.tag.is_some()
    }

    /// Whether a script is shown instead of a lesson.
    pub(crate) fn is_script(&self) -> bool {
        self.settings.subject.is_script()
    }

    /// The script in the editor.
    pub(crate) fn source(&self) -> &str {
        &self.script.source
    }

    /// The lines that the script reads from standard input.
    pub(crate) fn input(&self) -> &str {
        &self.script.input
    }

    /// Whether the script seems to read standard input, or has lines to read.
    pub(crate) fn reads_input(&self) -> bool {
        let script = &self.script;
        let reads = |word| script.source.contains(word);
        !script.input.is_empty()
            || ["input(", "(input", "stdin", "getpass"]
                .into_iter()
                .any(reads)
    }

    /// Why the script's last run ended early.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        self.run.as_ref()?.script_run()?.failure()
    }

    /// The line where the endless turn continued, and the name of its task.
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
            (None, None) if !self.script.source.is_empty() && before.is_none() => {}
            (None, None) => {
                let own = is_playground().then(sources::stored).flatten();
                let is_own = self.script.tag.is_none() && own.is_some();
                let source = self.script.tag.clone().or(own);
                self.replace_source(source.unwrap_or_else(|| FIRST.to_owned()));
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
    pub(super) fn replace_source(&mut self, source: String) {
        self.script.heading.replace(&source);
        self.script.original = Some(source.clone());
        self.script.before_reset = None;
        self.script.source = source;
        self.script.input.clear();
        self.script.version += 1;
    }

    /// Puts the script back as its author wrote it, or undoes that.
    fn reset_script(&mut self) {
        let script = &mut self.script;
        let now = core::mem::take(&mut script.source);
        (script.source, script.before_reset) = match (script.before_reset.take(), &script.original)
        {
            (Some(before), _) => (before, None),
            (None, Some(original)) => (original.clone(), Some(now)),
            (None, None) => (now, None),
        };
        script.version += 1;
    }

    /// Whether the script can be reset: it differs from what its author wrote.
    pub(crate) fn can_reset_script(&self) -> bool {
        let original = self.script.original.as_ref();
        original.is_some_and(|original| *original != self.script.source)
    }

    /// Whether the script was reset, and the reader has not typed since.
    pub(crate) fn can_undo_reset(&self) -> bool {
        self.script.before_reset.is_some()
    }

    /// Handles a message about the script.
    pub(super) fn script_message(&mut self, message: ScriptMessage) -> Vec<Effect> {
        match message {
            ScriptMessage::Typed(source) => {
                self.script.source = source;
                self.script.before_reset = None;
                let store = ScriptEffect::Store(self.script.source.clone());
                let mut effects = vec![Effect::Script(store)];
                if self.script.example.take().is_some() {
                    // After a reload, the address must not replace the reader's script by the example.
                    effects.push(Effect::Emit(ElementEvent::Settings(self.link())));
                }
                return effects;
            }
            ScriptMessage::TypedInput(input) => {
                self.script.input.clone_from(&input);
                return vec![Effect::Script(ScriptEffect::StoreInput(input))];
            }
            ScriptMessage::Replace(Ok(source)) => {
                self.script.is_arriving = false;
                self.settings.subject = Subject::Script;
                self.problems.remove(CODE);
                self.replace_source(source);
                self.run = None;
                self.reset_exploration();
                self.next_run.is_due |= core::mem::take(&mut self.script.run_when_ready);
                self.next_run.is_due |= self.next_run.autoplay && !is_playground();
            }
            ScriptMessage::Replace(Err(why)) => {
                (self.script.is_arriving, self.script.run_when_ready) = (false, false);
                self.problems.set(CODE, why);
                if self.script.source.is_empty() {
                    self.replace_source(FIRST.to_owned());
                }
            }
            ScriptMessage::IsExample(example) => self.script.heading.is_example(example),
            ScriptMessage::Worker(number, message) => self.receive(number, message),
            ScriptMessage::Reset => self.reset_script(),
            ScriptMessage::Save => {
                let (name, source) = (Subject::SCRIPT_FILE.to_owned(), self.script.source.clone());
                let file = Outgoing::File(name, "text/x-python", source);
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
            ScriptMessage::Open(file) => {
                self.script.example = None;
                return vec![Effect::Script(ScriptEffect::Open(file))];
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
            self.script.preload |= is_playground() && !run.is_running();
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
