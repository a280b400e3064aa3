//! What the reader has chosen to see.

use crate::lessons::highlight::Language;
use crate::web::message::{DisplayMessage, Tab};

/// What the reader has chosen to see. A new run does not change it.
#[derive(Debug, Default)]
pub(crate) struct Display {
    /// The tab next to the program.
    pub(crate) tab: Tab,
    /// The language of the program that is shown.
    pub(crate) language: Language,
    /// Whether the live panel is collapsed.
    pub(crate) collapsed: bool,
    /// Whether the flow arrows of all tasks are drawn.
    pub(crate) all_flows: bool,
    /// Counts requests to show the first finding.
    pub(crate) first_finding_requests: u32,
}

impl Display {
    pub(super) fn update(&mut self, message: DisplayMessage) {
        match message {
            DisplayMessage::ToggleCollapsed => self.collapsed = !self.collapsed,
            DisplayMessage::Tab(tab) => self.tab = tab,
            DisplayMessage::Language(language) => self.language = language,
        }
    }
}
