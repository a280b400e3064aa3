//! The program, with marks at the lines where tasks are.

use super::code_line::CodeLine;
use crate::lessons::highlight::{self, Language};
use crate::timeline::lines_at;
use crate::trace::{Moment, TaskId, TaskState};
use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, append, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{DisplayMessage, FileMessage, Message, Sender};
use crate::web::reader_script;
use crate::web::state::State;
use crate::web::view::roving::{Orientation, roving};
use crate::web::view::timeline::Drawn;
use crate::web::view::timeline::shorten;
use std::collections::{BTreeMap, BTreeSet};
use web_sys::{HtmlButtonElement, HtmlElement};

/// Maximum number of characters of a task's name at a line.
const NAME: usize = 20;
/// Minimum height of a line.
const LINE: i32 = 14;

pub(super) struct Code {
    root: HtmlElement,
    file: Text,
    at: Text,
    list: HtmlElement,
    lines: Vec<CodeLine>,
    shows: (&'static str, Language),
    shown: Option<u32>,
    languages: [(Language, Attr); 2],
    /// Number of places in the log when line numbers were last enabled.
    places: Option<usize>,
    /// Hides the button that runs the lesson's Python as a script.
    not_python: Flag,
    sender: Sender,
    keys: Vec<Listener>,
    _listeners: Vec<Listener>,
}

/// The tasks at each line, in the order of spawning.
pub(super) type Marks = BTreeMap<u32, Vec<(TaskId, TaskState)>>;

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
        let copy = button("Copy", Message::File(FileMessage::CopyCode));
        let run_it = button(
            "Run this Python",
            Message::Script(reader_script::ScriptMessage::TryPython),
        );
        let buttons = (html("div").class("buttons").child(&run_it).child(&rust))
            .child(&python)
            .child(copy);
        let list = html("ol")
            .attr("tabindex", "0")
            .attr("translate", "no")
            .attr("aria-label", "The program");
        Code {
            root: html("section")
                .class("code")
                .child((html("div").class("head").child(&file).child(&at)).child(buttons))
                .child(&list),
            file: Text::new(file),
            at: Text::new(at),
            list,
            lines: Vec::new(),
            shows: ("", Language::Rust),
            shown: None,
            languages: [
                (Language::Rust, Attr::new(rust, "aria-pressed")),
                (Language::Python, Attr::new(python, "aria-pressed")),
            ],
            places: None,
            not_python: Flag::new(run_it, "hidden"),
            sender: sender.clone(),
            keys: Vec::new(),
            _listeners: listeners,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State, drawn: &Drawn) {
        let language = state.display.language;
        for (its, pressed) in &mut self.languages {
            pressed.show(if *its == language { "true" } else { "false" });
        }
        self.not_python.show(language != Language::Python);
        if self.shows != (state.settings.subject.id(), language) {
            self.shows = (state.settings.subject.id(), language);
            self.file.show(match language {
                Language::Rust => state.settings.subject.file(),
                Language::Python => "the same in Python",
            });
            self.list.set_text_content(None);
            self.list.set_scroll_top(0);
            self.lines = (1..)
                .zip(highlight::lines(language, state.code()))
                .map(|(n, pieces)| CodeLine::new(language, n, &pieces, &self.sender))
                .collect();
            for line in &self.lines {
                append(&self.list, line.root());
            }
            let numbers = self.lines.iter().filter_map(CodeLine::number).cloned();
            self.keys = roving(&self.list, numbers.collect(), Orientation::Vertical, |_| {}).into();
            self.places = None;
        }
        self.enable_lines(state);
        // Places in the log are lines of the Rust program.
        let selected = drawn.selected.filter(|_| language == Language::Rust);
        let marks = match language {
            Language::Rust => marks(state, selected),
            Language::Python => Marks::new(),
        };
        let name = |task| match state.run.as_ref() {
            Some(run) => run.with_view(|view| shorten(&view.task_name(task), NAME)),
            None => String::new(),
        };
        for (n, line) in (1..).zip(&mut self.lines) {
            line.mark(marks.get(&n).map_or(&[], Vec::as_slice), &name);
        }
        self.at.show(&marked_lines(&marks));
        let line = line_of(state, selected);
        if line.is_none() {
            self.scroll_to_busiest(&marks);
        } else if let Some(n) = line.filter(|_| self.shown != line) {
            self.scroll_to(n);
        }
        self.shown = line;
    }

    /// Enables the numbers of lines that occur in the log.
    fn enable_lines(&mut self, state: &State) {
        let Some(run) = state.run.as_ref() else {
            return;
        };
        run.with_log(|log| {
            let places = log.places();
            if self.places.replace(places.len()) != Some(places.len()) {
                let file = state.settings.subject.file();
                let here = places.iter().filter(|place| place.file.ends_with(file));
                let lines: BTreeSet<u32> = here.map(|place| place.line).collect();
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

/// The marked lines in words, since not all may be visible.
pub(super) fn marked_lines(marks: &Marks) -> String {
    let lines: Vec<String> = marks.keys().map(u32::to_string).collect();
    match lines.as_slice() {
        [] => String::new(),
        [line] => format!("tasks at line {line}"),
        lines => format!("tasks at lines {}", lines.join(", ")),
    }
}

/// The tasks at each line of the program, at the reader's moment or else at the start of the selected span.
pub(super) fn marks(state: &State, selected: Option<(TaskId, usize)>) -> Marks {
    let mut marks = Marks::new();
    let Some(run) = state.run.as_ref() else {
        return marks;
    };
    let span = || {
        let (task, span) = selected?;
        run.model.task(task)?.spans.get(span)
    };
    let moment = state.moment().or_else(|| {
        let span = span()?;
        Some(Moment {
            seq: span.seq,
            at: span.from,
        })
    });
    let Some(moment) = moment else { return marks };
    run.with_view(|view| {
        for (task, line) in lines_at(view, state.settings.subject.file(), moment) {
            let track = run.model.task(task);
            let doing = track.and_then(|track| track.span_at_seq(moment.seq));
            if let Some(span) = doing {
                marks.entry(line).or_default().push((task, span.state));
            }
        }
    });
    marks
}

/// The line where the selected span began.
fn line_of(state: &State, selected: Option<(TaskId, usize)>) -> Option<u32> {
    let (task, span) = selected?;
    let run = state.run.as_ref()?;
    let place = run.model.task(task)?.spans.get(span)?.waited?.place;
    run.with_log(|log| {
        let place = log.place(place)?;
        let is_here = place.file.ends_with(state.settings.subject.file());
        is_here.then_some(place.line)
    })
}
