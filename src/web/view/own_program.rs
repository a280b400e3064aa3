//! How to record a program with the Python package, and samples of such recordings.

use super::open_recording;
use crate::lessons::recordings::{SAMPLES, SampleRecording};
use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, append, html, html_as};
use crate::web::fragment::{Fragment, SRC};
use crate::web::listener::Listener;
use crate::web::message::{FileMessage, Message, Sender};
use crate::web::state::{AskedFrom, State};
use crate::web::subject::Subject;
use crate::wording::{text, tr, translate};
use web_sys::{HtmlButtonElement, HtmlElement};

const RECORD: &str = "pip install ./python\npython -m coroscope app.py";

/// Other ways to record, each with what it is for.
const OTHER_WAYS: [(&str, &str); 4] = [
    (
        text!("See the tasks in a browser while the program runs:"),
        "python -m coroscope --open app.py",
    ),
    (
        text!(
            "Make one HTML file with the recording in it, to look at without a network or to pass on:"
        ),
        "python -m coroscope --html app.html app.py",
    ),
    (
        text!("Keep a recording of each test that fails, with pytest:"),
        "pytest --coroscope=failed",
    ),
    (
        text!(
            "Record the requests with the header x-coroscope in a service with FastAPI, Starlette or another ASGI framework:"
        ),
        "from coroscope.asgi import RecordRequests\n\napp = RecordRequests(app, \"recordings\")",
    ),
];

/// What to look at in a recording.
const LOOK_AT: [&str; 3] = [
    text!(
        "The findings: mistakes that are seen in the recording, each with its moment, its line and a cure."
    ),
    text!(
        "Long bars of a running task: while it runs, no other task does. Those that are ready wait for their turn."
    ),
    text!(
        "Long waits: the readout below the timeline says what a task waits for, in which line, and what woke it."
    ),
];

pub(super) struct OwnProgram {
    root: HtmlElement,
    hidden: Flag,
    sender: Sender,
    /// Made when it is first shown: most elements never show it.
    content: Option<Content>,
}

struct Content {
    feedback: Text,
    kind: Attr,
    _listeners: Vec<Listener>,
}

impl OwnProgram {
    pub(super) fn new(sender: &Sender) -> OwnProgram {
        let root = html("div").class("own-program");
        OwnProgram {
            hidden: Flag::new(root.clone(), "hidden"),
            root,
            sender: sender.clone(),
            content: None,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        let is_shown = state.shows_own_program();
        self.hidden.show(!is_shown);
        if !is_shown {
            return;
        }
        let make = || Content::new(&self.root, &self.sender);
        let content = self.content.get_or_insert_with(make);
        let (kind, words) = match state.saving.outcome(AskedFrom::OwnProgram) {
            None => ("none", ""),
            Some(Ok(words)) => ("success", words.as_str()),
            Some(Err(words)) => ("failure", words.as_str()),
        };
        content.kind.show(kind);
        content.feedback.show(words);
    }
}

impl Content {
    /// Adds everything to the root.
    fn new(root: &HtmlElement, sender: &Sender) -> Content {
        let mut listeners = Vec::new();
        let mut command = |lines: &'static str| {
            let (command, listener) = command(lines, sender);
            listeners.push(listener);
            command
        };
        let record = html("section")
            .child(html("h3").text(tr!("Record a program")))
            .child(html("p").text(tr!(
                "In a clone of Coroscope’s repository, with Python 3.10 to 3.14. The program is not changed, and the package needs no others."
            )))
            .child(command(RECORD));
        let others = OTHER_WAYS
            .iter()
            .fold(html("section"), |ways, (what, lines)| {
                ways.child(html("p").text(translate(what)))
                    .child(command(lines))
            });
        let (field, opened) = open_recording::field(sender);
        listeners.push(opened);
        let open = html("section")
            .child(html("h3").text(tr!("Open the file")))
            .child(html("p").text(tr!(
                "The command writes app.coro.json, with the text of the program. Opened here, it stays in this browser: nothing is sent anywhere."
            )))
            .child(field);
        let samples = html("section")
            .child(html("h3").text(tr!("Recordings of real programs")))
            .child(
                SAMPLES
                    .iter()
                    .fold(html("ul").class("samples"), |list, sample| {
                        list.child(sample_item(sample))
                    }),
            );
        let look = html("section")
            .child(html("h3").text(tr!("What to look at")))
            .child(LOOK_AT.iter().fold(html("ul"), |list, what| {
                list.child(html("li").text(translate(what)))
            }));
        let feedback = html("p").class("feedback").attr("role", "status");
        let first = html("div").child(record).child(open).child(&feedback);
        let second = html("div").child(samples).child(look);
        let third = html("div")
            .child(html("h3").text(tr!("Other ways to record")))
            .child(others);
        for column in [first, second, third] {
            append(root, column);
        }
        Content {
            kind: Attr::new(feedback.clone(), "data-result"),
            feedback: Text::new(feedback),
            _listeners: listeners,
        }
    }
}

/// Lines of code with a button that copies them.
fn command(lines: &'static str, sender: &Sender) -> (HtmlElement, Listener) {
    let button: HtmlButtonElement = html_as("button");
    let label = tr!("Copy: {lines}", lines);
    let button = (button.class("quiet").attr("type", "button"))
        .attr("aria-label", &label)
        .text(tr!("Copy"));
    let sender = sender.clone();
    let listener = Listener::new(button.clone(), "click", move |_| {
        sender.send(Message::File(FileMessage::CopyCommand(lines)));
    });
    let code = html("pre").child(html("code").text(lines));
    let command = html("div").class("command").child(code).child(button);
    (command, listener)
}

/// A link to a sample, with its question.
fn sample_item(sample: &SampleRecording) -> HtmlElement {
    let target = Fragment {
        lesson: Subject::RECORDING_ID.to_owned(),
        settings: vec![(SRC.to_owned(), sample.path())],
    };
    let link = html("a")
        .attr("href", &target.write())
        .text(translate(sample.title));
    html("li")
        .child(link)
        .child(html("p").text(translate(sample.question)))
}
