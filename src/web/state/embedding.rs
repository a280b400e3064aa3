//! The dialog with the code that shows the current lesson or script in another page.

use super::{Copied, Effect, Outgoing, State};
use crate::element_api::attributes as api;
use crate::export::Embed;
use crate::web::fragment::Fragment;
use crate::web::language;
use crate::web::message::{EmbedForm, EmbedMessage};
use crate::web::reader_script::{ScriptEffect, sources};
use crate::web::subject::Subject;

/// The dialog.
#[derive(Debug, Default)]
pub(crate) struct Embedding {
    /// Whether it is open.
    pub(crate) is_open: bool,
    /// The parts of the element that are shown, as in the attribute `view`.
    parts: &'static str,
    /// The script as it is packed in links; empty while it is being packed.
    packed: String,
}

impl State {
    pub(super) fn embed_message(&mut self, message: EmbedMessage) -> Vec<Effect> {
        match message {
            EmbedMessage::Open => {
                self.embedding.is_open = true;
                self.saving.feedback = None;
                self.embedding.packed.clear();
                if self.is_script() {
                    let files = self.files_to_link();
                    return vec![Effect::Script(ScriptEffect::Pack(files))];
                }
            }
            EmbedMessage::Close => self.embedding.is_open = false,
            EmbedMessage::Parts(parts) => {
                let (_, known) = api::VIEW.choice();
                let known = known.iter().find(|known| **known == parts);
                self.embedding.parts = known.copied().unwrap_or_default();
            }
            EmbedMessage::Packed(packed) => self.embedding.packed = packed,
            EmbedMessage::Copy(form) => {
                let what = match form {
                    EmbedForm::File | EmbedForm::Tag | EmbedForm::Packed => Copied::Tag,
                    EmbedForm::Frame => Copied::Frame,
                    EmbedForm::Badge => Copied::Badge,
                };
                return vec![Effect::Send(Outgoing::Copy(what, self.embed_code(form)))];
            }
        }
        Vec::new()
    }

    /// The code for other pages, with the settings that differ from their defaults.
    pub(crate) fn embed_code(&self, form: EmbedForm) -> String {
        let site = sources::site_folder().unwrap_or_default();
        let packed = Some(&*self.embedding.packed).filter(|it| !it.is_empty());
        let settings = self.link_settings(self.here());
        let mut attributes = settings.clone();
        if !["", api::VIEW.choice().1[0]].contains(&self.embedding.parts) {
            attributes.push((api::VIEW.name.to_owned(), self.embedding.parts.to_owned()));
        }
        let code = packed.map(|code| (api::CODE.name.to_owned(), code.to_owned()));
        let of_link = match form {
            EmbedForm::Badge => settings,
            _ => attributes.clone(),
        };
        let language = language::code().map_or(String::new(), |code| format!("?lang={code}"));
        let fragment = Fragment {
            lesson: self.settings.subject.id().to_owned(),
            settings: code.into_iter().chain(of_link).collect(),
        };
        let embed = Embed {
            site: &site,
            subject: self.settings.subject.id(),
            title: self.title(),
            attributes: &attributes,
            fragment: &(language + &fragment.write()),
            script: self.is_script().then(|| self.source()),
            modules: &self.script_files().modules,
            packed,
        };
        match form {
            EmbedForm::File => embed.file_tag(Subject::SCRIPT_FILE),
            EmbedForm::Tag => embed.tag(),
            EmbedForm::Packed => embed.packed_tag(),
            EmbedForm::Frame => embed.frame(),
            EmbedForm::Badge => embed.badge(),
        }
    }
}
