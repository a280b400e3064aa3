//! The dialog with the code that shows the current lesson or script in another page.

use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, append, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{EmbedForm, EmbedMessage, FileMessage, Message, Sender};
use crate::web::reader_script::ScriptMessage;
use crate::web::reader_script::sources::site_folder;
use crate::web::state::State;
use crate::wording::{text, tr, translate};
use wasm_bindgen::JsCast;
use web_sys::{
    Element, HtmlButtonElement, HtmlDialogElement, HtmlElement, HtmlSelectElement,
    HtmlTextAreaElement,
};

/// The forms: heading, and what it is good for.
const FORMS: [(EmbedForm, &str, &str); 5] = [
    (
        EmbedForm::File,
        text!("As a tag, with the script as a file"),
        text!(
            "Into any page that may load a script of this site: save the script, and put it next to the page. No tool that builds the page changes it there."
        ),
    ),
    (
        EmbedForm::Tag,
        text!("As a tag"),
        text!("Into any page that may load a script of this site."),
    ),
    (
        EmbedForm::Packed,
        text!("As a tag, with the script in an attribute"),
        text!(
            "Where there can be no file, and a tool that builds the page changes a script inside of a tag."
        ),
    ),
    (
        EmbedForm::Frame,
        text!("In a frame"),
        text!(
            "Into pages that allow frames of this site. The script adapts the height: leave it out where none is allowed."
        ),
    ),
    (
        EmbedForm::Badge,
        text!("As a picture with a link, in Markdown"),
        text!("Into a README: save the picture, and put it next to the file."),
    ),
];

/// Whether what is shown can have this form.
fn is_possible(form: EmbedForm, state: &State) -> bool {
    match form {
        EmbedForm::File => state.is_script() && state.script_files().modules.is_empty(),
        EmbedForm::Packed => state.is_script(),
        EmbedForm::Tag | EmbedForm::Frame | EmbedForm::Badge => true,
    }
}

/// The parts of the element: the value of the attribute `view`, and a label.
const PARTS: [(&str, &str); 4] = [
    ("both", text!("everything")),
    ("timeline", text!("the timeline without the code")),
    ("picture", text!("only the picture, with a Run button")),
    ("code", text!("the code without the timeline")),
];

/// The code in one form.
struct Code {
    form: EmbedForm,
    area: HtmlTextAreaElement,
    is_hidden: Flag,
}

/// The place of the dialog, which is created when it is opened for the first time.
pub(super) struct EmbedDialog {
    root: HtmlElement,
    dialog: Option<Dialog>,
    sender: Sender,
}

impl EmbedDialog {
    pub(super) fn new(sender: &Sender) -> EmbedDialog {
        EmbedDialog {
            root: html("div").class("embed-place"),
            dialog: None,
            sender: sender.clone(),
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        if self.dialog.is_none() && state.embedding.is_open {
            let dialog = Dialog::new(&self.sender);
            append(&self.root, &dialog.root);
            self.dialog = Some(dialog);
        }
        if let Some(dialog) = &mut self.dialog {
            dialog.draw(state);
        }
    }
}

struct Dialog {
    root: HtmlDialogElement,
    is_open: bool,
    title: Text,
    codes: [Code; FORMS.len()],
    feedback: Text,
    kind: Attr,
    no_picture: Flag,
    _listeners: Vec<Listener>,
}

impl Dialog {
    fn new(sender: &Sender) -> Dialog {
        let mut listeners = Vec::new();
        let mut button = |label: &str, name: &str, message: Message| {
            let button: HtmlButtonElement = html_as("button");
            let button = (button.class("quiet").attr("type", "button")).text(label);
            let (sender, button) = (sender.clone(), button.attr("aria-label", name));
            listeners.push(Listener::new(button.clone(), "click", move |_| {
                sender.send(message.clone())
            }));
            button
        };
        let embed = Message::Embed;
        let title = html("h3").attr("id", "embed-title");
        let close = button(tr!("Close"), tr!("Close"), embed(EmbedMessage::Close));
        let parts: HtmlSelectElement = html_as("select");
        for (value, label) in PARTS {
            append(
                &parts,
                html("option").attr("value", value).text(translate(label)),
            );
        }
        let shown = html("label")
            .class("parts")
            .child(html("span").text(tr!("Show")))
            .child(&parts);
        let root: HtmlDialogElement = html_as("dialog");
        let root = root
            .class("embed")
            .attr("aria-labelledby", "embed-title")
            .child(html("div").class("head").child(&title).child(close))
            .child(html("p").text(tr!(
                "The code has the settings that differ from their defaults."
            )))
            .child(shown);
        let save = crate::export::FORMATS.iter().find(|it| it.id == "svg");
        let save = save.map(|format| {
            let save = Message::File(FileMessage::Save(format));
            button(tr!("Save the picture"), tr!("Save the picture"), save)
        });
        let codes = FORMS.map(|(form, heading, about)| {
            let (heading, about) = (translate(heading), translate(about));
            let area: HtmlTextAreaElement = html_as("textarea");
            let area = (area.attr("readonly", "").attr("rows", "4"))
                .attr("aria-label", heading)
                .attr("spellcheck", "false");
            let copy = tr!("Copy: {heading}", heading);
            let copy = button(tr!("Copy"), &copy, embed(EmbedMessage::Copy(form)));
            let mut buttons = html("p").class("buttons").child(copy);
            if form == EmbedForm::File {
                let label = tr!("Save the script");
                let save = Message::Script(ScriptMessage::Save);
                buttons = buttons.child(button(label, label, save));
            }
            if let Some(save) = save.as_ref().filter(|_| form == EmbedForm::Badge) {
                buttons = buttons.child(save);
            }
            let section = html("section")
                .child(html("h4").text(heading))
                .child(html("p").class("empty").text(about))
                .child(&area)
                .child(buttons);
            append(&root, &section);
            Code {
                form,
                area,
                is_hidden: Flag::new(section, "hidden"),
            }
        });
        let feedback = html("p").class("feedback").attr("role", "status");
        append(&root, &feedback);
        append(&root, links());
        let (to_close, to_change, to_leave) = (sender.clone(), sender.clone(), sender.clone());
        let (changed, outside) = (parts.clone(), root.clone());
        listeners.extend([
            Listener::new(parts, "change", move |_| {
                let parts = EmbedMessage::Parts(changed.value());
                to_change.send(Message::Embed(parts));
            }),
            // The browser closes it when Esc is pressed.
            Listener::new(root.clone(), "close", move |_| {
                to_close.send(Message::Embed(EmbedMessage::Close));
            }),
            Listener::new(root.clone(), "click", move |event| {
                // A click on the backdrop has the dialog itself as its target; its content fills it.
                let target = event.target().and_then(|it| it.dyn_into::<Element>().ok());
                if target.is_some_and(|it| it.is_same_node(Some(&outside))) {
                    to_leave.send(Message::Embed(EmbedMessage::Close));
                }
            }),
        ]);
        Dialog {
            title: Text::new(title),
            is_open: false,
            codes,
            kind: Attr::new(feedback.clone(), "data-result"),
            feedback: Text::new(feedback),
            no_picture: Flag::new(
                save.map_or_else(|| html("button"), JsCast::unchecked_into),
                "disabled",
            ),
            root,
            _listeners: listeners,
        }
    }

    fn draw(&mut self, state: &State) {
        let is_open = state.embedding.is_open;
        if self.is_open != is_open {
            self.is_open = is_open;
            if is_open {
                // It fails only for a dialog that is open or has left the page.
                let _ = self.root.show_modal();
            } else {
                self.root.close();
            }
        }
        if !is_open {
            return;
        }
        let title = state.title();
        self.title.show(&tr!("Embed “{title}”", title));
        for code in &mut self.codes {
            code.is_hidden.show(!is_possible(code.form, state));
            let text = state.embed_code(code.form);
            if code.area.value() != text {
                code.area.set_value(&text);
            }
        }
        self.no_picture.show(state.run.is_none());
        let (kind, words) = match &state.saving.feedback {
            None => ("none", ""),
            Some(Ok(words)) => ("success", words.as_str()),
            Some(Err(words)) => ("failure", words.as_str()),
        };
        self.kind.show(kind);
        self.feedback.show(words);
    }
}

/// Links to the documentation of the site, and to the project's repository where it is known.
fn links() -> HtmlElement {
    let links = html("p").class("links");
    let link = |label: &str, address: &str| {
        let link = html("a").attr("href", address).attr("target", "_blank");
        append(&links, link.attr("rel", "noopener").text(label));
    };
    if let Some(site) = site_folder() {
        link(
            tr!("How embedding works"),
            &format!("{site}guides/embedding.html"),
        );
        link(
            tr!("What findings mean"),
            &format!("{site}findings/index.html"),
        );
    }
    let repository = env!("CARGO_PKG_REPOSITORY");
    if !repository.is_empty() {
        link(tr!("Source"), repository);
    }
    links
}
