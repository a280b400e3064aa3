//! What the reader has chosen to see.

use super::Effect;
use crate::lessons::highlight::Language;
use crate::timeline::LegendItem;
use crate::web::location::is_playground;
use crate::web::message::{DisplayMessage, Tab};
use crate::web::storage;

/// What the reader has chosen to see. A new run does not change it.
#[derive(Debug, Default)]
pub(crate) struct Display {
    /// The tab next to the program.
    pub(crate) tab: Tab,
    /// The language of the program that is shown.
    pub(crate) language: Language,
    /// Whether the language is settled: by the attribute, by the reader, or as that of the last visit.
    pub(super) is_language_known: bool,
    /// Whether the live panel is collapsed.
    pub(crate) collapsed: bool,
    /// Whether the flow arrows of all tasks are drawn.
    pub(crate) all_flows: bool,
    /// The shape of the legend that is explained.
    pub(crate) explained: Option<LegendItem>,
    /// Whether the presentation is shown.
    pub(crate) is_presenting: bool,
    /// Counts requests to show the first finding.
    pub(crate) first_finding_requests: u32,
}

impl Display {
    pub(super) fn update(&mut self, message: DisplayMessage) -> Vec<Effect> {
        match message {
            DisplayMessage::ToggleCollapsed => self.collapsed = !self.collapsed,
            DisplayMessage::Present(on) => self.is_presenting = on,
            DisplayMessage::Tab(tab) => self.tab = tab,
            DisplayMessage::Explain(item) => self.explained = item,
            DisplayMessage::Language(language) => {
                self.set_language(language);
                return vec![Effect::StoreLanguage(language)];
            }
        }
        Vec::new()
    }

    /// Shows the program in a language.
    pub(super) fn set_language(&mut self, language: Language) {
        (self.language, self.is_language_known) = (language, true);
    }

    /// On the playground, shows the language of the reader's last visit, once. Called in a frame, because an element can
    /// exist before its page is known to be the playground.
    pub(super) fn recall_language(&mut self) {
        if !self.is_language_known && is_playground() {
            let stored = storage::read(storage::LANGUAGE);
            let stored = stored.as_deref().and_then(Language::named);
            self.set_language(stored.unwrap_or(self.language));
        }
    }
}
