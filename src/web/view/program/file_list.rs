//! The list of the files of a recorded program that has several.

use crate::web::cell::Flag;
use crate::web::dom::{Build, append, html, html_as};
use crate::web::listener::Listener;
use crate::web::message::{ExploreMessage, Message, Sender};
use crate::web::state::State;
use crate::wording::tr;
use web_sys::HtmlSelectElement;

pub(super) struct FileList {
    root: HtmlSelectElement,
    no_choice: Flag,
    /// The number of the run whose files are listed.
    run: u32,
    _chosen: Listener,
}

impl FileList {
    pub(super) fn new(sender: &Sender) -> FileList {
        let root: HtmlSelectElement = html_as("select");
        let root = (root.class("files")).attr("aria-label", tr!("The file that is shown"));
        let (sender, list) = (sender.clone(), root.clone());
        FileList {
            _chosen: Listener::new(root.clone(), "change", move |_| {
                if let Ok(index) = usize::try_from(list.selected_index()) {
                    sender.send(Message::Explore(ExploreMessage::ShowFile(index)));
                }
            }),
            no_choice: Flag::new(root.clone(), "hidden"),
            root,
            run: 0,
        }
    }

    pub(super) fn root(&self) -> &HtmlSelectElement {
        &self.root
    }

    /// Shows the list. Returns whether there is a choice.
    pub(super) fn draw(&mut self, state: &State) -> bool {
        let files = state.source_files();
        let has_choice = files.len() > 1;
        self.no_choice.show(!has_choice);
        let run = state.run.as_ref().filter(|_| has_choice);
        let Some(run) = run.map(|run| run.number) else {
            return false;
        };
        if self.run != run {
            self.run = run;
            self.root.set_text_content(None);
            for file in files {
                append(&self.root, html("option").text(&file.name));
            }
        }
        let index = i32::try_from(state.shown_file.index).unwrap_or_default();
        if self.root.selected_index() != index {
            self.root.set_selected_index(index);
        }
        true
    }
}
