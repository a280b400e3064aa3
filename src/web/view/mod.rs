//! The view of an element: its DOM is created once, then updated from the state.

mod after;
mod dismiss;
mod intro;
mod open_recording;
mod orders;
mod own_program;
mod placeholder;
mod presentation;
mod program;
mod roving;
mod settings;
mod side;
mod stage;
mod terms;
pub(crate) mod timeline;

use super::cell::Flag;
use super::dom::{Build, append, focus_and_reveal, html, html_as, set};
use super::listener::Listener;
use super::message::{Sender, TimelineMessage};
use super::state::State;
use crate::wording::tr;
use after::After;
use intro::Intro;
use orders::OrdersView;
use own_program::OwnProgram;
use placeholder::Placeholder;
use presentation::Presentation;
use program::Program;
use settings::SettingsPanel;
use side::SidePanel;
use stage::Stage;
use timeline::Timeline;
use web_sys::{HtmlButtonElement, HtmlElement, ShadowRoot};

/// All parts of an element.
pub(crate) struct View {
    placeholder: Placeholder,
    intro: Intro,
    own_program: OwnProgram,
    settings: SettingsPanel,
    stage: Stage,
    program: Program,
    side: SidePanel,
    timeline: Timeline,
    orders: OrdersView,
    after: After,
    collapsed: Flag,
    changed: Flag,
    _skip: Listener,
    /// There is no question to answer.
    no_answer: Flag,
    /// There is no run whose timeline could be drawn.
    empty: Flag,
    /// Instead of a run, it is shown how to record a program.
    is_guide: Flag,
    presentation: Presentation,
}

/// Ruled lines for the answer in a printed handout.
fn answer_room() -> HtmlElement {
    let room = html("div").class("answer-room");
    let room = room.child(html("h3").text(tr!("Your answer")));
    (0..6).fold(room, |room, _| room.child(html("div")))
}

impl View {
    /// Creates all parts in the shadow root.
    pub(crate) fn new(root: ShadowRoot, sender: &Sender) -> View {
        let scope = html("div").class("scope").attr("part", "scope");
        let timeline = Timeline::new(sender);
        let skip: HtmlButtonElement = html_as("button");
        let skip = (skip.class("skip").attr("type", "button")).text(tr!("Skip to the timeline"));
        let target = timeline.focusable().clone();
        let skipped = Listener::new(skip.clone(), "click", move |_| {
            focus_and_reveal(&target, &target)
        });
        let answer_room = answer_room();
        let view = View {
            placeholder: Placeholder::new(&scope),
            intro: Intro::new(sender),
            own_program: OwnProgram::new(sender),
            settings: SettingsPanel::new(sender.clone()),
            stage: Stage::new(sender),
            program: Program::new(sender),
            side: SidePanel::new(sender),
            timeline,
            orders: OrdersView::new(sender),
            after: After::new(sender),
            _skip: skipped,
            no_answer: Flag::new(answer_room.clone(), "hidden"),
            collapsed: Flag::new(scope.clone(), "data-collapsed"),
            changed: Flag::new(scope.clone(), "data-changed"),
            empty: Flag::new(scope.clone(), "data-empty"),
            is_guide: Flag::new(scope.clone(), "data-guide"),
            presentation: Presentation::new(root.clone(), sender),
        };
        for (part, name) in [
            (view.intro.root(), "intro"),
            (view.settings.root(), "knobs"),
            (view.side.root(), "side"),
        ] {
            set(part, "part", name);
        }
        let [code, editor] = view.program.roots();
        append(view.stage.root(), html("div").class("skips").child(skip));
        // The order in the document is the order on the screen; layout.css decides what shares a row.
        let scope = scope
            .child(view.intro.root())
            .child(view.own_program.root())
            .child(view.stage.root())
            .child(view.settings.root())
            .child(editor)
            .child(view.timeline.root())
            .child(view.stage.plot())
            .child(view.orders.root())
            .child(view.after.root())
            .child(code)
            .child(view.side.root())
            .child(&answer_room);
        append(&root, view.placeholder.root());
        append(&root, view.presentation.frame().clone().child(scope));
        view
    }

    /// Updates all parts.
    pub(crate) fn draw(&mut self, state: &State) {
        if !self.placeholder.draw(state) {
            return;
        }
        self.collapsed.show(state.display.collapsed);
        self.changed.show(state.is_changed());
        self.no_answer.show(state.settings.subject.is_recording());
        self.empty.show(state.run.is_none());
        self.is_guide.show(state.shows_own_program());
        self.intro.draw(state);
        self.own_program.draw(state);
        self.settings.draw(state);
        self.stage.draw(state);
        let drawn = self.timeline.draw(state);
        self.program.draw(state, drawn);
        self.side.draw(state, drawn);
        self.presentation.draw(state);
        self.orders.draw(state);
        self.after.draw(state, self.timeline.root());
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
