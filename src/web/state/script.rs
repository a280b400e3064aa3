//! The reader's script: its source, where that comes from, and its runs.

use super::{Attributes, Effect, Outgoing, State};
use crate::timeline::Overview;
use crate::web::location::is_playground;
use crate::web::reader_script::worker::{Failure, WorkerMessage};
use crate::web::reader_script::{FIRST, ScriptEffect, ScriptMessage, sources};
use crate::web::run::Run;
use crate::web::subject::Subject;

/// The attribute that holds a packed script.
pub(super) use crate::web::fragment::CODE;

/// The script in the editor.
#[derive(Debug, Default)]
pub(crate) struct Script {
    source: String,
    /// Counts replacements of the source, other than by typing.
    pub(crate) version: u32,
    /// A packed script that was not unpacked yet.
    packed: Option<String>,
    /// Whether a script is being unpacked. No run starts meanwhile.
    pub(super) is_unpacking: bool,
    /// Whether the next script runs as soon as it has arrived.
    run_when_ready: bool,
    /// The script inside the element's tag.
    tag: Option<String>,
    /// Whether to load the engine in advance.
    preload: bool,
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
        match attributes(CODE) {
            Some(code) => self.script.packed = Some(code),
            None if !self.script.source.is_empty() => {}
            None => {
                let own = is_playground().then(sources::stored).flatten();
                let source = self.script.tag.clone().or(own);
                self.replace_source(source.unwrap_or_else(|| FIRST.to_owned()));
            }
        }
        self.script.preload = is_playground();
        // A script from a link must not run before the reader has seen it.
        self.next_run.is_due &= !is_playground();
    }

    /// Replaces the script in the editor.
    pub(super) fn replace_source(&mut self, source: String) {
        self.script.source = source;
        self.script.version += 1;
    }

    /// Handles a message about the script.
    pub(super) fn script_message(&mut self, message: ScriptMessage) -> Vec<Effect> {
        match message {
            ScriptMessage::Typed(source) => {
                self.script.source = source;
                return vec![Effect::Script(ScriptEffect::Store(
                    self.script.source.clone(),
                ))];
            }
            ScriptMessage::Replace(Ok(source)) => {
                self.script.is_unpacking = false;
                self.settings.subject = Subject::Script;
                self.problems.remove(CODE);
                self.replace_source(source);
                self.run = None;
                self.reset_exploration();
                self.next_run.is_due |= core::mem::take(&mut self.script.run_when_ready);
                self.next_run.is_due |= self.next_run.autoplay && !is_playground();
            }
            ScriptMessage::Replace(Err(why)) => {
                (self.script.is_unpacking, self.script.run_when_ready) = (false, false);
                self.problems.set(CODE, why);
                if self.script.source.is_empty() {
                    self.replace_source(FIRST.to_owned());
                }
            }
            ScriptMessage::Worker(number, message) => self.receive(number, message),
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
                let python = lesson.program.python.to_owned();
                return vec![Effect::Script(ScriptEffect::Show(python))];
            }
            ScriptMessage::Open(file) => return vec![Effect::Script(ScriptEffect::Open(file))],
            ScriptMessage::LoadExample(file) => {
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
        let unpack = self.script.packed.take().map(ScriptEffect::Unpack);
        self.script.is_unpacking |= unpack.is_some();
        let preload = core::mem::take(&mut self.script.preload).then_some(ScriptEffect::Preload);
        (unpack.into_iter().chain(preload))
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
