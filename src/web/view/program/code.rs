//! The program, with marks at the lines where tasks are.

use super::code_line::CodeLine;
use super::file_list::FileList;
use super::marks::{Marks, line_of, marked_lines, marks};
use crate::lessons::highlight::{self, Language};
use crate::trace::{TaskId, TaskState};
use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, append, html, html_as, replace};
use crate::web::listener::Listener;
use crate::web::message::{DisplayMessage, FileMessage, Message, Sender};
use crate::web::reader_script;
use crate::web::state::{AskedFrom, State};
use crate::web::view::roving::{Orientation, roving};
use crate::web::view::timeline::Drawn;
use crate::web::view::timeline::shorten;
use crate::wording::{text, tr, translate};
use std::collections::BTreeSet;
use web_sys::{HtmlButtonElement, HtmlElement};

/// Maximum number of characters of a task's name at a line.
const NAME: usize = 20;
/// Maximum number of lines and of bytes that are shown.
const MAX_LINES: usize = 5_000;
const MAX_BYTES: usize = 1 << 20;
/// Minimum height of a line.
const LINE: i32 = 14;

pub(super) struct Code {
    root: HtmlElement,
    file: Text,
    /// Hides the name where there is a list of files.
    no_file: Flag,
    files: FileList,
    at: Text,
    list: HtmlElement,
    lines: Vec<CodeLine>,
    shows: (String, Language),
    /// The version of the settings whose values the shown program has, and its lines.
    version: u32,
    texts: Vec<String>,
    shown: Option<u32>,
    languages: [(Language, Attr, Flag); 2],
    /// Number of places in the log when line numbers were last enabled.
    places: Option<usize>,
    /// Hides what is about the lesson's Python: the button that runs it as a script, and a note.
    not_python: [Flag; 2],
    /// Says how much of a long file is shown.
    cut: Text,
    is_whole: Flag,
    copied: Text,
    sender: Sender,
    keys: Vec<Listener>,
    _listeners: Vec<Listener>,
}

/// What the lesson's Python has to do with the timeline.
const PYTHON_NOTE: &str = text!(
    "The timeline shows a run of the lesson’s Rust program, which does the same. “Run this Python” \
     runs the Python itself, as a script."
);

impl Code {
    pub(super) fn new(sender: &Sender) -> Code {
        let (file, at) = (html("h3"), html("p").class("empty where"));
        let mut listeners = Vec::new();
        let mut button = |label: &str, message: Message| {
            let button: HtmlButtonElement = html_as("button");
            let button = button.class("quiet").attr("type", "button").text(label);
            let sender = sender.clone();
            let on_click = move |_| sender.send(message.clone());
            listeners.push(Listener::new(button.clone(), "click", on_click));
            button
        };
        let rust = button(
            "Rust",
            Message::Display(DisplayMessage::Language(Language::Rust)),
        );
        let python = button(
            "Python",
            Message::Display(DisplayMessage::Language(Language::Python)),
        );
        let copy = button(tr!("Copy"), Message::File(FileMessage::CopyCode));
        let run_it = button(
            tr!("Run this Python"),
            Message::Script(reader_script::ScriptMessage::TryPython),
        );
        let copied = html("span").class("feedback").attr("role", "status");
        let buttons = (html("div").class("buttons").child(&copied).child(&run_it))
            .child(&rust)
            .child(&python)
            .child(copy);
        let note = html("p").class("note").text(translate(PYTHON_NOTE));
        let cut = html("p").class("note cut");
        let list = html("ol")
            .attr("tabindex", "0")
            .attr("translate", "no")
            .attr("aria-label", tr!("The program"));
        let files = FileList::new(sender);
        let head = (html("div").class("head")).child(&file).child(files.root());
        Code {
            root: html("section")
                .class("code")
                .child(head.child(&at).child(buttons))
                .child(&list)
                .child(&cut)
                .child(&note),
            no_file: Flag::new(file.clone(), "hidden"),
            file: Text::new(file),
            files,
            at: Text::new(at),
            list,
            lines: Vec::new(),
            shows: (String::new(), Language::default()),
            version: 0,
            texts: Vec::new(),
            shown: None,
            languages: [
                language_button(Language::Rust, rust),
                language_button(Language::Python, python),
            ],
            places: None,
            not_python: [Flag::new(run_it, "hidden"), Flag::new(note, "hidden")],
            is_whole: Flag::new(cut.clone(), "hidden"),
            cut: Text::new(cut),
            copied: Text::new(copied),
            sender: sender.clone(),
            keys: Vec::new(),
            _listeners: listeners,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State, drawn: &Drawn) {
        let language = state.code_language();
        let is_lesson = state.settings.subject.lesson().is_some();
        for (its, pressed, hidden) in &mut self.languages {
            pressed.show(if *its == language { "true" } else { "false" });
            hidden.show(!is_lesson);
        }
        for hidden in &mut self.not_python {
            hidden.show(!is_lesson || language != Language::Python);
        }
        self.no_file.show(self.files.draw(state));
        self.copied
            .show(match state.saving.outcome(AskedFrom::Program) {
                Some(Ok(words) | Err(words)) => words,
                None => "",
            });
        self.draw_program(state);
        self.enable_lines(state);
        let marks = marks(state, drawn.selected);
        let name = |task| match state.run.as_ref() {
            Some(run) => run.with_view(|view| shorten(&view.task_name(task), NAME)),
            None => String::new(),
        };
        for (n, line) in (1..).zip(&mut self.lines) {
            line.mark(marks.get(&n).map_or(&[], Vec::as_slice), &name);
        }
        self.at.show(&marked_lines(&marks));
        let line = line_of(state, drawn.selected);
        if line.is_none() {
            // During a run, the program stays where the reader left it.
            if state.playback.player.moment().is_some() {
                self.scroll_to_busiest(&marks);
            }
        } else if let Some(n) = line.filter(|_| self.shown != line) {
            self.scroll_to(n);
        }
        self.shown = line;
    }

    /// Shows the lines of the program. When only values of settings have changed, the other lines stay.
    fn draw_program(&mut self, state: &State) {
        let (file, language) = (state.shown_file_name(), state.code_language());
        let is_same = (self.shows.0.as_str(), self.shows.1) == (file, language);
        let version = state.settings.version;
        if is_same && self.version == version {
            return;
        }
        if !is_same {
            self.file.show(file);
            self.shows = (file.to_owned(), language);
            self.list.set_text_content(None);
            self.list.set_scroll_top(0);
            self.lines.clear();
            self.texts.clear();
            self.shown = None;
        }
        (self.version, self.places) = (version, None);
        let code = state.code();
        let mut is_changed = false;
        let shown = beginning(&code);
        self.is_whole.show(shown.len() == code.len());
        self.cut.show(&cut(shown, &code));
        let lines = highlight::lines(language, shown);
        for (n, pieces) in lines.iter().enumerate() {
            let text: String = pieces.iter().map(|(_, piece)| *piece).collect();
            if self.texts.get(n) == Some(&text) {
                continue;
            }
            let line = CodeLine::new(n as u32 + 1, pieces, &self.sender);
            match self.lines.get_mut(n) {
                Some(old) => {
                    replace(old.root(), line.root());
                    (*old, self.texts[n]) = (line, text);
                }
                None => {
                    append(&self.list, line.root());
                    self.lines.push(line);
                    self.texts.push(text);
                }
            }
            is_changed = true;
        }
        for old in self.lines.drain(lines.len()..) {
            old.root().remove();
            is_changed = true;
        }
        self.texts.truncate(lines.len());
        if is_changed {
            let numbers = self.lines.iter().map(CodeLine::number).cloned();
            self.keys = roving(&self.list, numbers.collect(), Orientation::Vertical, |_| {}).into();
        }
    }

    /// Enables the numbers of lines that occur in the log.
    fn enable_lines(&mut self, state: &State) {
        let Some(run) = state.run.as_ref() else {
            return;
        };
        run.with_log(|log| {
            let places = log.places();
            if self.places.replace(places.len()) != Some(places.len()) {
                let here = places.iter().filter(|it| state.is_shown_file(&it.file));
                let shown = state.shown_lines();
                let lines: BTreeSet<u32> =
                    here.filter_map(|place| shown.shown(place.line)).collect();
                for (n, line) in (1..).zip(&mut self.lines) {
                    line.enable(lines.contains(&n));
                }
            }
        });
    }

    /// Scrolls to the line with the most tasks; ties go to the line of the youngest task. Does nothing while a spawned
    /// task is visible.
    fn scroll_to_busiest(&self, marks: &Marks) {
        let spawned =
            |tasks: &[(TaskId, TaskState)]| tasks.iter().any(|(task, _)| task.index() > 0);
        if marks
            .iter()
            .any(|(n, tasks)| spawned(tasks) && self.is_visible(*n))
        {
            return;
        }
        let busiest = marks
            .iter()
            .max_by_key(|(_, tasks)| (tasks.len(), tasks.last().map(|at| at.0)));
        if let Some((n, _)) = busiest {
            self.scroll_to(*n);
        }
    }

    /// Scrolls the list, but not the page, to a line.
    fn scroll_to(&self, n: u32) {
        if let Some(top) = self.top(n).filter(|_| !self.is_visible(n)) {
            self.list
                .set_scroll_top(top - self.list.client_height() / 2);
        }
    }

    fn is_visible(&self, n: u32) -> bool {
        let (seen, room) = (self.list.scroll_top(), self.list.client_height());
        self.top(n)
            .is_some_and(|top| top >= seen && top + LINE <= seen + room)
    }

    /// The offset of a line in the scrolled list.
    fn top(&self, n: u32) -> Option<i32> {
        let line = self.lines.get((n as usize).checked_sub(1)?)?;
        Some(line.root().offset_top() - self.list.offset_top())
    }
}

/// The part of a program that is shown: a file of a recording may be of any size.
fn beginning(code: &str) -> &str {
    let mut ends = code.match_indices('\n').map(|(at, _)| at + 1);
    let end = ends.nth(MAX_LINES - 1).unwrap_or(code.len());
    let mut ends = (0..=end.min(MAX_BYTES)).rev();
    let end = ends.find(|end| code.is_char_boundary(*end));
    &code[..end.unwrap_or_default()]
}

/// How much of a program is shown.
fn cut(shown: &str, code: &str) -> String {
    let (shown, all) = (shown.lines().count(), code.lines().count());
    tr!(
        "The file has {all} lines, of which the first {shown} are shown here. Copy takes all of it.",
        all,
        shown
    )
}

/// The button of a language, which is hidden for programs other than lessons.
fn language_button(language: Language, button: HtmlButtonElement) -> (Language, Attr, Flag) {
    let pressed = Attr::new(button.clone(), "aria-pressed");
    (language, pressed, Flag::new(button, "hidden"))
}
