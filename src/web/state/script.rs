//! The reader's own script: what stands in the editor, where it comes from, and its runs.

use super::attributes::AT;
use super::{Attributes, Effect, State, Wanted};
use crate::lessons::CLOCK;
use crate::timeline::Overview;
use crate::web::exchange::Outgoing;
use crate::web::page;
use crate::web::run::{Clock, Run};
use crate::web::script::worker::{Failure, Heard};
use crate::web::script::{Errand, FIRST, Message, SCRIPT, is_script, keep};

/// The attribute that holds a packed script.
pub(super) use crate::web::fragment::CODE;

/// What is in the editor.
#[derive(Debug, Default)]
pub(crate) struct Script {
    source: String,
    /// Grows whenever another script is put in, other than by writing.
    pub(crate) version: u32,
    /// A packed script that is still to be unpacked.
    packed: Option<String>,
    /// Whether it is being unpacked; no run begins before.
    pub(super) coming: bool,
    /// Whether what is put in next is to run at once.
    at_once: bool,
    /// What stands in the element's tag.
    tag: Option<String>,
    /// Whether the engine is to be loaded before it is asked for.
    warm: bool,
}

impl State {
    /// Tells of a script that stands in the element's tag: it is what the element shows, unless its attributes say
    /// otherwise.
    pub(crate) fn offer(&mut self, tag: Option<String>) {
        self.script.tag = tag.map(|text| unindented(&text));
    }

    /// Whether a script stands in the element's tag.
    pub(super) fn is_offered(&self) -> bool {
        self.script.tag.is_some()
    }

    /// Whether a script is shown, and not a lesson.
    pub(crate) fn is_script(&self) -> bool {
        is_script(self.lesson)
    }

    /// What is in the editor.
    pub(crate) fn source(&self) -> &str {
        &self.script.source
    }

    /// What ended the script's last run early.
    pub(crate) fn failure(&self) -> Option<&Failure> {
        self.run.as_ref()?.running()?.failure()
    }

    /// The line in which a turn continued that has not ended, and the name of its task.
    pub(crate) fn stuck_line(&self) -> Option<(u32, String)> {
        let run = self.run.as_ref()?;
        let endless = run.running()?.endless()?;
        run.with_log(|log| {
            let name = run.model.task_name(log, endless.task?).into_owned();
            Some((endless.line(log)?, name))
        })
    }

    /// Chooses the script that the attributes ask for.
    pub(super) fn choose_script(&mut self, attributes: Attributes) {
        if !self.is_script() {
            return;
        }
        match attributes(CODE) {
            Some(code) => self.script.packed = Some(code),
            None if !self.script.source.is_empty() => {}
            None => {
                let own = page::is_here().then(keep::kept).flatten();
                let source = self.script.tag.clone().or(own);
                self.put(source.unwrap_or_else(|| FIRST.to_owned()));
            }
        }
        self.script.warm = page::is_here();
        // A script that came with a link is not run before it was seen.
        self.due &= !page::is_here();
    }

    /// Puts another script into the editor.
    pub(super) fn put(&mut self, source: String) {
        self.script.source = source;
        self.script.version += 1;
    }

    /// Does what a message about scripts says.
    pub(super) fn script_message(&mut self, message: Message) -> Vec<Effect> {
        match message {
            Message::Typed(source) => {
                self.script.source = source;
                return vec![Effect::Script(Errand::Keep(self.script.source.clone()))];
            }
            Message::Put(Ok(source)) => {
                self.script.coming = false;
                self.lesson = &SCRIPT;
                self.problems.remove(CODE);
                self.put(source);
                self.run = None;
                self.begin_reading();
                self.due |= core::mem::take(&mut self.script.at_once);
                self.due |= self.autoplay && !page::is_here();
            }
            Message::Put(Err(why)) => {
                (self.script.coming, self.script.at_once) = (false, false);
                self.problems.insert(CODE, why);
                if self.script.source.is_empty() {
                    self.put(FIRST.to_owned());
                }
            }
            Message::Heard(number, heard) => self.hear(number, heard),
            Message::Save => {
                let (name, source) = (SCRIPT.program.file.to_owned(), self.script.source.clone());
                let file = Outgoing::File(name, "text/x-python", source);
                return vec![Effect::Send(file)];
            }
            Message::TryPython => {
                self.script.at_once = true;
                let python = self.lesson.program.python.to_owned();
                return vec![Effect::Script(Errand::Visit(python))];
            }
            Message::Open(file) => return vec![Effect::Script(Errand::Open(file))],
            Message::Choose(file) => return vec![Effect::Script(Errand::Choose(file))],
        }
        Vec::new()
    }

    fn hear(&mut self, number: u32, heard: Heard) {
        if let Some(run) = self.run.as_mut().filter(|run| run.number == number) {
            if run.hear(heard) {
                self.overview = Overview::default();
            }
            // The next run is to begin at once.
            self.script.warm |= page::is_here() && !run.is_going_on();
        }
    }

    /// What is to be done before the script runs.
    pub(super) fn script_due(&mut self) -> Vec<Effect> {
        let unpack = self.script.packed.take().map(Errand::Unpack);
        self.script.coming |= unpack.is_some();
        let warm = core::mem::take(&mut self.script.warm).then_some(Errand::Warm);
        (unpack.into_iter().chain(warm))
            .map(Effect::Script)
            .collect()
    }

    /// The script begins to run.
    pub(crate) fn script_runs(&mut self, run: Run) {
        if self.runs == run.number {
            self.run = Some(run);
        }
    }

    /// What a link to the script says besides: the clock, where that is not the usual one, and a moment.
    pub(super) fn script_settings(&self, at: Option<Wanted>) -> Vec<(String, String)> {
        let usual = self.clock == Clock::default();
        let clock = (!usual).then(|| (CLOCK.id.to_owned(), self.clock.name().to_owned()));
        let at = at.map(|at| (AT.to_owned(), at.write()));
        clock.into_iter().chain(at).collect()
    }
}

/// A text less the indent that all of its lines have, as HTML that is indented gives it to a script in a tag.
fn unindented(text: &str) -> String {
    let text = text.strip_prefix('\n').unwrap_or(text).trim_end();
    let full = text.lines().filter(|line| !line.trim().is_empty());
    let indent = full.map(|line| line.len() - line.trim_start_matches([' ', '\t']).len());
    let indent = indent.min().unwrap_or(0);
    let lines = text.lines().map(|line| line.get(indent..).unwrap_or(""));
    lines.map(|line| format!("{line}\n")).collect()
}
