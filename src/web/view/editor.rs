//! Where the reader writes a script: a text area, which becomes an editor when that has loaded.

use super::code::{marks, say_where};
use super::code_line::chips;
use super::lane::shorten;
use super::sheet::Sheet;
use crate::web::app::{self, Sender};
use crate::web::cell::Text;
use crate::web::dom::{Build, append, html, html_as};
use crate::web::listener::Listener;
use crate::web::page;
use crate::web::script::{Message, SCRIPT, keep};
use crate::web::state::State;
use crate::web::worker::library;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::spawn_local;
use web_sys::{
    HtmlButtonElement, HtmlElement, HtmlInputElement, HtmlSelectElement, HtmlTextAreaElement,
};

#[wasm_bindgen(module = "/src/web/outside.js")]
extern "C" {
    #[wasm_bindgen(js_name = Editor)]
    type Inside;
    #[wasm_bindgen(constructor, js_class = "Editor")]
    fn new(
        library: &str,
        area: &HtmlTextAreaElement,
        note: &HtmlElement,
        change: &JsValue,
        run: &JsValue,
    ) -> Inside;
    #[wasm_bindgen(method)]
    fn load(this: &Inside);
    #[wasm_bindgen(method)]
    fn set(this: &Inside, text: &str);
    #[wasm_bindgen(method)]
    fn mark(this: &Inside, lines: Vec<u32>, kinds: Vec<String>, words: Vec<String>);
    #[wasm_bindgen(method)]
    fn fault(this: &Inside, line: u32, message: &str);
    #[wasm_bindgen(method)]
    fn close(this: &Inside);
}

/// The topics of examples, as the index and as the list have them.
const TOPICS: [(&str, &str); 3] = [
    ("article", "From the article"),
    ("typical", "Typical uses"),
    ("mistake", "Classic mistakes"),
];
/// How to get about without a mouse: in the editor, the tab key indents.
const HINT: &str = "Ctrl Enter runs it. Esc, then Tab, leaves the editor.";
/// Characters of a name at a line.
const NAME: usize = 20;

pub(super) struct Editor {
    root: HtmlElement,
    at: Text,
    inside: Inside,
    version: u32,
    /// For which run the editor was asked for last.
    asked: Option<Option<u32>>,
    fault: Option<(u32, String)>,
    marks: Vec<(u32, String, String)>,
    _change: Closure<dyn FnMut(String)>,
    _run: Closure<dyn FnMut()>,
    _listeners: Vec<Listener>,
}

impl Editor {
    pub(super) fn new(sender: &Sender) -> Editor {
        let area: HtmlTextAreaElement = html_as("textarea");
        let area = (area.class("source"))
            .attr("aria-label", "The script")
            .attr("spellcheck", "false")
            .attr("autocapitalize", "off")
            .attr("autocomplete", "off")
            .attr("translate", "no")
            .attr("wrap", "off");
        let (to_change, to_run) = (sender.clone(), sender.clone());
        let change = Closure::<dyn FnMut(String)>::new(move |text| {
            to_change.send(app::Message::Script(Message::Typed(text)));
        });
        let run = Closure::<dyn FnMut()>::new(move || to_run.send(app::Message::Run));
        // Where the site has no engine, this says how to add it.
        let note = (html("p").class("missing")).attr("role", "status");
        note.set_hidden(true);
        let inside = Inside::new(&library(), &area, &note, change.as_ref(), run.as_ref());

        let at = html("p").class("empty where");
        let save: HtmlButtonElement = html_as("button");
        let save = (save.class("quiet").attr("type", "button")).text("Save");
        let input: HtmlInputElement = html_as("input");
        let input = (input.attr("type", "file"))
            .attr("accept", ".py,text/x-python")
            .attr("aria-label", "Open a script");
        let open = (html("label").class("open quiet"))
            .child(html("span").text("Open"))
            .child(&input);
        let examples: HtmlSelectElement = html_as("select");
        let examples = examples.attr("aria-label", "Examples");
        fill_later(examples.clone());
        let (to_save, to_open, to_choose) = (sender.clone(), sender.clone(), sender.clone());
        let choice = examples.clone();
        let listeners = vec![
            Listener::new(examples.clone(), "change", move |_| {
                if choice.selected_index() > 0 {
                    to_choose.send(app::Message::Script(Message::Choose(choice.value())));
                    // So that the same one can be chosen again.
                    choice.set_selected_index(0);
                }
            }),
            Listener::new(save.clone(), "click", move |_| {
                to_save.send(app::Message::Script(Message::Save));
            }),
            Listener::new(input.clone(), "change", move |_| {
                if let Some(file) = input.files().and_then(|files| files.get(0)) {
                    to_open.send(app::Message::Script(Message::Open(file)));
                }
                // So that the same file can be chosen again.
                input.set_value("");
            }),
        ];
        let head = (html("div").class("head"))
            .child(html("h3").text(SCRIPT.program.file))
            .child(&at)
            .child(
                html("div")
                    .class("buttons")
                    .child(examples)
                    .child(open)
                    .child(save),
            );
        Editor {
            root: (html("section").class("code"))
                .child(head)
                .child(note)
                .child(area)
                .child(html("p").class("hint").text(HINT)),
            at: Text::new(at),
            inside,
            version: 0,
            asked: None,
            fault: None,
            marks: Vec::new(),
            _change: change,
            _run: run,
            _listeners: listeners,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Shows the script, at which of its lines tasks are, and where it failed.
    pub(super) fn draw(&mut self, state: &State, sheet: &Sheet) {
        let marks = marks(state, sheet.selected());
        // In a page of others it waits until it is wanted, as the engine does.
        let run = state.run.as_ref().map(|run| run.number);
        if page::is_here() || run.is_some() {
            // Once only, and for each run: what was not there may be there then.
            if self.asked != Some(run) {
                self.asked = Some(run);
                self.inside.load();
            }
        }
        if self.version != state.script.version {
            self.version = state.script.version;
            self.inside.set(state.source());
        }
        let fault = state.failure().and_then(|failure| {
            let line = failure.line?;
            Some((line, failure.message.clone()))
        });
        if self.fault != fault {
            let (line, message) = fault.clone().unwrap_or_default();
            self.inside.fault(line, &message);
            self.fault = fault;
        }
        self.at.show(&say_where(&marks));
        let name = |task| match state.run.as_ref() {
            Some(run) => run.with_log(|log| shorten(&run.model.task_name(log, task), NAME)),
            None => String::new(),
        };
        let marks: Vec<_> = (marks.iter())
            .flat_map(|(line, tasks)| {
                let chips = chips(tasks, &name).into_iter();
                chips.map(|(kind, words)| (*line, kind.to_owned(), words))
            })
            .collect();
        let stuck = state.stuck_line().map(|(line, name)| {
            let words = format!("{} has not returned", shorten(&name, NAME));
            (line, "chip running".to_owned(), words)
        });
        let marks: Vec<_> = match stuck {
            // The same task can be there as one that runs.
            Some(stuck) => (marks.into_iter())
                .filter(|mark| (mark.0, &mark.1) != (stuck.0, &stuck.1))
                .chain([stuck.clone()])
                .collect(),
            None => marks,
        };
        if self.marks != marks {
            let lines = marks.iter().map(|it| it.0).collect();
            let kinds = marks.iter().map(|it| it.1.clone()).collect();
            let words = marks.iter().map(|it| it.2.clone()).collect();
            self.inside.mark(lines, kinds, words);
            self.marks = marks;
        }
    }
}

/// Fills the list of examples once it has come.
fn fill_later(list: HtmlSelectElement) {
    append(&list, html("option").text("Examples"));
    spawn_local(async move {
        let examples = keep::examples().await;
        list.set_hidden(examples.is_empty() && !page::is_here());
        for (topic, label) in TOPICS {
            let group = html("optgroup").attr("label", label);
            for example in examples.iter().filter(|example| example.topic == topic) {
                let option = (html("option").attr("value", &example.file))
                    .attr("title", &example.about)
                    .text(&example.title);
                append(&group, option);
            }
            append(&list, group);
        }
        if page::is_here() {
            let own = html("option").attr("value", "");
            append(&list, own.text("What you wrote here last"));
        }
    });
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.inside.close();
    }
}
