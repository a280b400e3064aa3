//! The view of an element: its DOM is created once, then updated from the state.

mod intro;
mod program;
mod roving;
mod settings;
mod side;
mod stage;
pub(crate) mod timeline;

use super::cell::Flag;
use super::dom::{Build, append, html, set};
use super::message::{Sender, TimelineMessage};
use super::state::State;
use intro::Intro;
use program::Program;
use settings::SettingsPanel;
use side::SidePanel;
use stage::Stage;
use timeline::Timeline;
use web_sys::ShadowRoot;

/// All parts of an element.
pub(crate) struct View {
    intro: Intro,
    settings: SettingsPanel,
    stage: Stage,
    program: Program,
    side: SidePanel,
    timeline: Timeline,
    collapsed: Flag,
    changed: Flag,
}

impl View {
    /// Creates all parts in the shadow root.
    pub(crate) fn new(root: ShadowRoot, sender: &Sender) -> View {
        let scope = html("div").class("scope").attr("part", "scope");
        let view = View {
            intro: Intro::new(),
            settings: SettingsPanel::new(sender.clone()),
            stage: Stage::new(sender),
            program: Program::new(sender),
            side: SidePanel::new(sender),
            timeline: Timeline::new(sender),
            collapsed: Flag::new(scope.clone(), "data-collapsed"),
            changed: Flag::new(scope.clone(), "data-changed"),
        };
        for (part, name) in [
            (view.intro.root(), "intro"),
            (view.settings.root(), "knobs"),
            (view.side.root(), "side"),
        ] {
            set(part, "part", name);
        }
        let [code, editor] = view.program.roots();
        let scope = scope
            .child(view.intro.root())
            .child(view.stage.root())
            .child(view.settings.root())
            .child(code)
            .child(editor)
            .child(view.side.root())
            .child(view.timeline.root());
        append(&root, html("div").class("frame").child(scope));
        view
    }

    /// Updates all parts.
    pub(crate) fn draw(&mut self, state: &State) {
        self.collapsed.show(state.display.collapsed);
        self.changed.show(state.is_changed());
        self.intro.draw(state);
        self.settings.draw(state);
        self.stage.draw(state);
        let drawn = self.timeline.draw(state);
        self.program.draw(state, drawn);
        self.side.draw(state, drawn);
    }

    /// The message for a click at this position in the lanes.
    pub(crate) fn click(&self, state: &State, at: (f64, f64)) -> TimelineMessage {
        self.timeline.click(state, at)
    }

    /// The same for the lanes of the earlier run.
    pub(crate) fn click_earlier(&self, state: &State, at: (f64, f64)) -> TimelineMessage {
        self.timeline.click_earlier(state, at)
    }

    /// Scrolls the lanes of the last or of the earlier run by this many pixels.
    pub(crate) fn scroll_rows(&self, by: f64, on_earlier: bool) {
        self.timeline.scroll_rows(by, on_earlier);
    }
}
