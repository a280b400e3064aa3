//! The menu for saving, sharing and opening runs.

use crate::export::FORMATS;
use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{EmbedMessage, FileMessage, Message, Sender};
use crate::web::state::{AskedFrom, State};
use crate::web::view::dismiss::dismiss;
use crate::web::view::open_recording;
use crate::wording::{tr, translate};
use web_sys::{HtmlButtonElement, HtmlElement};

pub(super) struct Menu {
    root: HtmlElement,
    feedback: Text,
    kind: Attr,
    nothing: Flag,
    of_run: Vec<Flag>,
    no_embed: Flag,
    _listeners: Vec<Listener>,
}

/// The index of the button that copies a link.
const LINK: usize = 0;

impl Menu {
    pub(super) fn new(sender: &Sender) -> Menu {
        let (mut listeners, mut of_run) = (Vec::new(), Vec::new());
        let mut button = |label: &str, hint: &str, message: Message| {
            let button: HtmlButtonElement = html_as("button");
            let button = (button.class("quiet").attr("type", "button"))
                .attr("title", hint)
                .text(label);
            let sender = sender.clone();
            let on_click = move |_| sender.send(message.clone());
            listeners.push(Listener::new(button.clone(), "click", on_click));
            of_run.push(Flag::new(button.clone(), "disabled"));
            button
        };
        let link = button(
            tr!("Copy a link"),
            tr!("to this lesson with these settings, at this moment"),
            Message::File(FileMessage::CopyLink),
        )
        .class("quiet link");
        let mut items = vec![link];
        items.extend(FORMATS.iter().map(|format| {
            let save = Message::File(FileMessage::Save(format));
            button(translate(format.label), translate(format.hint), save)
        }));
        items.push(button(
            tr!("Add to the Performance panel"),
            tr!("tasks as tracks on the browser's own timeline, while it records"),
            Message::File(FileMessage::Measure),
        ));
        let (embed, to_embed): (HtmlButtonElement, _) = (html_as("button"), sender.clone());
        let embed = (embed.class("quiet embed-open").attr("type", "button"))
            .attr("title", tr!("the code that shows this in another page"))
            .text(tr!("Embed…"));
        listeners.push(Listener::new(embed.clone(), "click", move |_| {
            to_embed.send(Message::Embed(EmbedMessage::Open));
        }));
        let (open, opened) = open_recording::field(sender);
        listeners.push(opened);
        let feedback = html("p").class("feedback").attr("role", "status");
        let list = items.iter().fold(html("div").class("items"), Build::child);
        let summary = html("summary").text(tr!("Save and share"));
        let root = html("details")
            .class("menu")
            .child(&summary)
            .child(list.child(&embed).child(open).child(&feedback));
        listeners.extend(dismiss(&root, &summary));
        Menu {
            root,
            kind: Attr::new(feedback.clone(), "data-result"),
            nothing: Flag::new(feedback.clone(), "hidden"),
            feedback: Text::new(feedback),
            of_run,
            no_embed: Flag::new(embed, "disabled"),
            _listeners: listeners,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    pub(super) fn draw(&mut self, state: &State) {
        for (n, button) in self.of_run.iter_mut().enumerate() {
            // A script can be shared before its first run.
            let is_there = match n {
                LINK if state.is_script() => true,
                LINK => state.run.is_some() && state.can_be_linked(),
                _ => state.run.is_some(),
            };
            button.show(!is_there);
        }
        self.no_embed.show(!state.can_be_linked());
        let (kind, words) = match state.saving.outcome(AskedFrom::Menu) {
            None => ("none", ""),
            Some(Ok(words)) => ("success", words.as_str()),
            Some(Err(words)) => ("failure", words.as_str()),
        };
        self.kind.show(kind);
        self.feedback.show(words);
        self.nothing.show(words.is_empty());
    }
}
