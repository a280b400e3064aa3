//! The editor of scripts: a text area until the code editor has loaded.

use super::code_line::chips;
use super::file_tabs::FileTabs;
use super::input::InputField;
use super::marks::{marked_lines, marks};
use crate::web::cell::{Flag, Text};
use crate::web::dom::{Build, append, html, html_as};
use crate::web::listener::Listener;
use crate::web::location::is_playground;
use crate::web::message::{Message, RunMessage, Sender};
use crate::web::reader_script::{ScriptMessage, sources};
use crate::web::state::{State, Undo};
use crate::web::view::timeline::Drawn;
use crate::web::view::timeline::shorten;
use crate::web::worker::library;
use crate::wording::{text, tr, translate};
use js_sys::futures::spawn_local;
use wasm_bindgen::prelude::*;
use web_sys::{
    File, FileList, HtmlButtonElement, HtmlElement, HtmlInputElement, HtmlSelectElement,
    HtmlTextAreaElement,
};

#[wasm_bindgen(module = "/src/web/outside.js")]
extern "C" {
    #[wasm_bindgen(js_name = Editor)]
    type JsEditor;
    #[wasm_bindgen(constructor, js_class = "Editor")]
    fn new(
        library: &str,
        area: &HtmlTextAreaElement,
        note: &HtmlElement,
        change: &JsValue,
        run: &JsValue,
    ) -> JsEditor;
    #[wasm_bindgen(method)]
    fn load(this: &JsEditor);
    #[wasm_bindgen(method)]
    fn set(this: &JsEditor, file: &str, text: &str);
    #[wasm_bindgen(method)]
    fn show(this: &JsEditor, file: &str, text: &str);
    #[wasm_bindgen(js_name = takeFiles)]
    fn take_files(part: &HtmlElement, receive: &JsValue);
    #[wasm_bindgen(method)]
    fn mark(this: &JsEditor, lines: Vec<u32>, kinds: Vec<String>, words: Vec<String>);
    #[wasm_bindgen(method)]
    fn fault(this: &JsEditor, line: u32, message: &str);
    #[wasm_bindgen(method)]
    fn close(this: &JsEditor);
}

/// The groups of examples, in the index and in the list.
const TOPICS: [(&str, &str); 3] = [
    ("article", text!("From the article")),
    ("typical", text!("Typical uses")),
    ("mistake", text!("Classic mistakes")),
];
/// Keyboard help: inside the editor, the tab key indents.
const HINT: &str = text!("Ctrl Enter runs it. Esc, then Tab, leaves the editor.");
/// Which Python runs it. A test of the engine compares it with what `sys` says.
const VERSION: &str = text!("Python 3.14, by RustPython 0.6.0.");
/// Maximum number of characters of a task's name at a line.
const NAME: usize = 20;

pub(super) struct Editor {
    root: HtmlElement,
    file: Text,
    no_file: Flag,
    tabs: FileTabs,
    reset: Text,
    no_reset: Flag,
    at: Text,
    editor: JsEditor,
    input: InputField,
    version: u32,
    /// The name of the shown file.
    shown: String,
    /// The run for which loading was last requested.
    requested: Option<Option<u32>>,
    fault: Option<(u32, String)>,
    marks: Vec<(u32, String, String)>,
    _change: Closure<dyn FnMut(String)>,
    _run: Closure<dyn FnMut()>,
    _take: Closure<dyn FnMut(FileList)>,
    _listeners: Vec<Listener>,
}

impl Editor {
    pub(super) fn new(sender: &Sender) -> Editor {
        let area: HtmlTextAreaElement = html_as("textarea");
        let area = (area.class("source"))
            .attr("aria-label", tr!("The script"))
            .attr("spellcheck", "false")
            .attr("autocapitalize", "off")
            .attr("autocomplete", "off")
            .attr("translate", "no")
            .attr("wrap", "off");
        let (to_change, to_run) = (sender.clone(), sender.clone());
        let change = Closure::<dyn FnMut(String)>::new(move |text| {
            to_change.send(Message::Script(ScriptMessage::Typed(text)));
        });
        let run = Closure::<dyn FnMut()>::new(move || to_run.send(Message::Run(RunMessage::Start)));
        // If the site has no engine, the note says how to add it.
        let note = (html("p").class("missing")).attr("role", "status");
        note.set_hidden(true);
        let editor = JsEditor::new(&library(), &area, &note, change.as_ref(), run.as_ref());

        let at = html("p").class("empty where");
        let reset: HtmlButtonElement = html_as("button");
        let reset = (reset.class("quiet reset").attr("type", "button"))
            .attr("title", tr!("Puts the script back as its author wrote it"));
        let save: HtmlButtonElement = html_as("button");
        let save = (save.class("quiet").attr("type", "button")).text(tr!("Save"));
        let input: HtmlInputElement = html_as("input");
        let input = (input.attr("type", "file"))
            .attr("accept", ".py,text/x-python")
            .attr("multiple", "")
            .attr("aria-label", tr!("Open a script"));
        let open = (html("label").class("open quiet"))
            .child(html("span").text(tr!("Open")))
            .child(&input);
        let examples: HtmlSelectElement = html_as("select");
        let examples = examples.attr("aria-label", tr!("Examples"));
        fill_later(examples.clone());
        let to_reset = sender.clone();
        let (to_save, to_open, to_choose) = (sender.clone(), sender.clone(), sender.clone());
        let choice = examples.clone();
        let listeners = vec![
            Listener::new(examples.clone(), "change", move |_| {
                if choice.selected_index() > 0 {
                    to_choose.send(Message::Script(ScriptMessage::LoadExample(choice.value())));
                    // Allows choosing the same example again.
                    choice.set_selected_index(0);
                }
            }),
            Listener::new(reset.clone(), "click", move |_| {
                to_reset.send(Message::Script(ScriptMessage::Reset));
            }),
            Listener::new(save.clone(), "click", move |_| {
                to_save.send(Message::Script(ScriptMessage::Save));
            }),
            Listener::new(input.clone(), "change", move |_| {
                if let Some(files) = input.files() {
                    send_files(&files, true, &to_open);
                }
                // Allows choosing the same file again.
                input.set_value("");
            }),
        ];
        let (tabs, file) = (FileTabs::new(sender), html("h3"));
        let head = (html("div").class("head")).child(&file).child(&at).child(
            html("div")
                .class("buttons")
                .child(examples)
                .child(&reset)
                .child(open)
                .child(save),
        );
        let input = InputField::new(sender);
        let hint = (html("p").class("hint").text(translate(HINT)))
            .child(html("span").class("version").text(translate(VERSION)));
        let root = (html("section").class("code"))
            .child(head)
            .child(tabs.root())
            .child(tabs.panel().child(note).child(area))
            .child(input.root())
            .child(hint);
        let to_take = sender.clone();
        let take = Closure::<dyn FnMut(FileList)>::new(move |files: FileList| {
            send_files(&files, false, &to_take);
        });
        take_files(&root, take.as_ref());
        Editor {
            root,
            no_file: Flag::new(file.clone(), "hidden"),
            file: Text::new(file),
            tabs,
            input,
            no_reset: Flag::new(reset.clone(), "disabled"),
            reset: Text::new(reset),
            at: Text::new(at),
            editor,
            version: 0,
            shown: String::new(),
            requested: None,
            fault: None,
            marks: Vec::new(),
            _change: change,
            _run: run,
            _take: take,
            _listeners: listeners,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Shows the file that is chosen.
    fn show_file(&mut self, state: &State) {
        let (name, text) = (
            state.shown_tab_name(),
            state.script_files().text(state.shown_tab()),
        );
        if self.version != state.script.version {
            self.version = state.script.version;
            self.editor.set(name, text);
        } else if self.shown != name {
            self.editor.show(name, text);
        }
        if self.shown != name {
            self.shown = name.to_owned();
            // They belong to the file.
            (self.fault, self.marks) = (None, Vec::new());
            self.editor.fault(0, "");
            self.editor.mark(Vec::new(), Vec::new(), Vec::new());
        }
        self.file.show(name);
        self.no_file.show(self.tabs.draw(state));
    }

    /// Shows the script, the tasks at its lines, and where it failed.
    pub(super) fn draw(&mut self, state: &State, drawn: &Drawn) {
        let marks = marks(state, drawn.selected);
        // In other pages the editor loads, as the engine does, with the first run.
        let run = state.run.as_ref().map(|run| run.number);
        if is_playground() || run.is_some() {
            // Once at the start and once for each run, since loading may succeed later.
            if self.requested != Some(run) {
                self.requested = Some(run);
                self.editor.load();
            }
        }
        self.show_file(state);
        self.input.draw(state);
        let can_undo = state.can_undo();
        self.reset.show(match can_undo {
            Some(Undo::Reset) => tr!("Undo reset"),
            Some(Undo::Files) => tr!("Undo"),
            None => tr!("Reset"),
        });
        self.no_reset
            .show(can_undo.is_none() && !state.can_reset_script());
        let fault = state.failure().and_then(|failure| {
            let is_here = failure.file.as_deref() == Some(&self.shown);
            let line = failure.line.filter(|_| is_here)?;
            Some((line, failure.message.clone()))
        });
        if self.fault != fault {
            let (line, message) = fault.clone().unwrap_or_default();
            self.editor.fault(line, &message);
            self.fault = fault;
        }
        self.at.show(&marked_lines(&marks));
        let name = |task| match state.run.as_ref() {
            Some(run) => run.with_view(|view| shorten(&view.task_name(task), NAME)),
            None => String::new(),
        };
        let marks: Vec<_> = (marks.iter())
            .flat_map(|(line, tasks)| {
                let chips = chips(tasks, &name).into_iter();
                chips.map(|(kind, words)| (*line, kind.to_owned(), words))
            })
            .collect();
        let stuck = state.stuck_line().map(|(line, name)| {
            let words = tr!("{task} has not returned", task = shorten(&name, NAME));
            (line, "chip running".to_owned(), words)
        });
        let marks: Vec<_> = match stuck {
            // The same task may be marked as running.
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
            self.editor.mark(lines, kinds, words);
            self.marks = marks;
        }
    }
}

/// Sends files that the reader opens, drops or pastes.
fn send_files(files: &FileList, is_opened: bool, sender: &Sender) {
    let files: Vec<File> = (0..files.length()).filter_map(|n| files.get(n)).collect();
    if !files.is_empty() {
        sender.send(Message::Script(ScriptMessage::Open(files, is_opened)));
    }
}

/// Fills the list of examples when it has loaded.
fn fill_later(list: HtmlSelectElement) {
    append(&list, html("option").text(tr!("Examples")));
    spawn_local(async move {
        let examples = sources::examples().await;
        list.set_hidden(examples.is_empty() && !is_playground());
        for (topic, label) in TOPICS {
            let group = html("optgroup").attr("label", translate(label));
            for example in examples.iter().filter(|example| example.topic == topic) {
                let option = (html("option").attr("value", &example.file))
                    .attr("title", translate(&example.about))
                    .text(translate(&example.title));
                append(&group, option);
            }
            append(&list, group);
        }
        if is_playground() {
            let own = html("option").attr("value", "");
            append(&list, own.text(tr!("What you wrote here last")));
        }
    });
}

impl Drop for Editor {
    fn drop(&mut self) {
        self.editor.close();
    }
}
