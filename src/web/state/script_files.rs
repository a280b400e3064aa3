//! The files of the reader's script: tabs of the editor, files that the reader opens, and the one that an import misses.

use super::{Effect, State};
use crate::export::SourceFile;
use crate::trace::TaskId;
use crate::web::reader_script::files::ScriptFiles;
use crate::web::reader_script::{ScriptEffect, TabMessage};
use crate::web::subject::Subject;

/// The names of files that start a program.
const MAIN_NAMES: [&str; 4] = [Subject::SCRIPT_FILE, "main.py", "__main__.py", "app.py"];
/// What a program that runs contains.
const MAIN_MARKS: [&str; 3] = ["asyncio.run(", "__name__ ==", "run_until_complete("];
/// What the engine says before and after the name of a file that is missing.
const MISSING: (&str, &str) = ("add a file ", " to the script");

/// What the reader can undo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Undo {
    /// The script was reset.
    Reset,
    /// A file was removed, or others were opened.
    Files,
}

/// The name that the reader gives a file.
#[derive(Debug, Default)]
pub(crate) struct Renaming {
    /// What is wrong with the name, as a sentence.
    pub(crate) problem: String,
}

impl State {
    /// The files of the script in the editor.
    pub(crate) fn script_files(&self) -> &ScriptFiles {
        &self.script.files
    }

    /// The number of the file that the editor shows.
    pub(crate) fn shown_tab(&self) -> usize {
        self.script.shown
    }

    /// The name of that file.
    pub(crate) fn shown_tab_name(&self) -> &str {
        self.script.files.name(self.script.shown)
    }

    /// Whether the reader gives the shown file a name.
    pub(crate) fn renaming(&self) -> Option<&Renaming> {
        self.script.renaming.as_ref()
    }

    /// Handles a message about the tabs.
    pub(super) fn tab_message(&mut self, message: TabMessage) -> Vec<Effect> {
        let missing = self.missing_file().map(str::to_owned);
        let script = &mut self.script;
        match message {
            TabMessage::Show(number) => {
                if number != script.shown {
                    script.renaming = None;
                }
                script.shown = number.min(script.files.modules.len());
                return Vec::new();
            }
            TabMessage::Add | TabMessage::AddMissing => {
                let missing = missing.filter(|_| matches!(message, TabMessage::AddMissing));
                let is_new = missing.is_none();
                let name = missing.unwrap_or_else(|| script.files.new_name());
                match script.files.put(&name, String::new()) {
                    Ok(number) => {
                        script.shown = number;
                        script.renaming = is_new.then(Renaming::default);
                    }
                    Err(problem) => script.renaming = Some(Renaming { problem }),
                }
            }
            TabMessage::Rename => {
                script.renaming = (script.shown > 0).then(Renaming::default);
                return Vec::new();
            }
            TabMessage::Name(None) => {
                script.renaming = None;
                return Vec::new();
            }
            TabMessage::Name(Some(name)) => match script.files.rename(script.shown, &name) {
                Ok(()) => script.renaming = None,
                Err(problem) => script.renaming = Some(Renaming { problem }),
            },
            TabMessage::Remove => {
                let Some(n) = script.shown.checked_sub(1) else {
                    return Vec::new();
                };
                script.undo = Some((Undo::Files, script.files.clone()));
                script.files.modules.remove(n);
                script.shown = n;
                script.renaming = None;
            }
        }
        self.changed_by_reader()
    }

    /// The reader has changed the script.
    pub(super) fn changed_by_reader(&mut self) -> Vec<Effect> {
        let store = ScriptEffect::Store(self.script.files.clone());
        let mut effects = vec![Effect::Script(store)];
        if self.script.example.take().is_some() {
            // After a reload, the address must not replace the reader's script by the example.
            effects.push(self.settings_event(self.link()));
        }
        effects
    }

    /// Takes files that the reader opened or dropped: a whole program, if one of them starts it, or else modules of the
    /// script in the editor.
    pub(super) fn take_files(&mut self, files: Vec<SourceFile>, is_opened: bool) -> Vec<Effect> {
        let before = self.script.files.clone();
        let is_single = is_opened && files.len() == 1;
        let main = match is_single {
            true => Some(0),
            false => position_of_main(&files),
        };
        let mut all = match main {
            Some(_) => ScriptFiles::default(),
            None => before.clone(),
        };
        let mut shown = 0;
        for (n, file) in files.into_iter().enumerate() {
            if Some(n) == main {
                all.main = file.text;
                continue;
            }
            match all.put(&file.name, file.text) {
                Ok(number) if main.is_none() => shown = number,
                Ok(_) => {}
                Err(problem) => {
                    self.script.renaming = Some(Renaming { problem });
                    return Vec::new();
                }
            }
        }
        if main.is_some() {
            self.put_script(all);
            self.run = None;
            self.reset_exploration();
            self.script.undo = (!is_single).then_some((Undo::Files, before));
            return Vec::new();
        }
        let script = &mut self.script;
        (script.files, script.shown) = (all, shown);
        script.undo = Some((Undo::Files, before));
        script.version += 1;
        self.changed_by_reader()
    }

    /// The file that the last run has missed, if the script has none of this name.
    pub(crate) fn missing_file(&self) -> Option<&str> {
        let message = &self.failure()?.message;
        let (_, rest) = message.split_once(MISSING.0)?;
        let (name, _) = rest.split_once(MISSING.1)?;
        (self.script.files.position(name).is_none()).then_some(name)
    }

    /// Shows the file where the run failed.
    pub(super) fn show_file_of_failure(&mut self) {
        let failure = self.failure();
        let file = failure.and_then(|failure| failure.file.as_deref());
        if let Some(number) = file.and_then(|file| self.script.files.position(file)) {
            self.script.shown = number;
        }
    }

    /// Shows the file of the script in which a span began.
    pub(super) fn follow_in_script(&mut self, (task, span): (TaskId, usize)) {
        let files = &self.script.files;
        let number = self.file_of(task, span, |file| files.position(file));
        self.script.shown = number.unwrap_or(self.script.shown);
    }
}

/// The file that starts a program, if that is certain.
fn position_of_main(files: &[SourceFile]) -> Option<usize> {
    let mut named = MAIN_NAMES.iter();
    let named = named.find_map(|name| files.iter().position(|file| file.name == *name));
    let runs = |file: &SourceFile| MAIN_MARKS.iter().any(|mark| file.text.contains(mark));
    named.or_else(|| {
        let mut running = files.iter().enumerate().filter(|(_, file)| runs(file));
        match (running.next(), running.next()) {
            (Some((n, _)), None) => Some(n),
            _ => None,
        }
    })
}
