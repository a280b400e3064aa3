//! The view of an element: its DOM is created once, then updated from the state.

mod aria_grid;
mod axis;
mod code;
mod code_line;
mod compare;
mod counter_tracks;
mod details;
mod editor;
mod exhibit;
mod finder;
mod findings;
mod first_finding;
mod hover_text;
mod input;
mod intro;
mod lane;
mod lane_marks;
mod legend;
mod loop_lane;
mod menu;
mod minimap;
mod overlays;
mod player;
mod playhead;
mod plot;
mod pointers;
mod printed;
mod readout;
mod resources_panel;
mod responsiveness;
mod roving;
mod settings;
mod side;
mod status;
pub(crate) mod timeline_view;

use super::cell::Flag;
use super::dom::{Build, append, html, set, toggle};
use super::message::{Message, Sender, TimelineMessage};
use super::state::{State, Tab};
use code::Code;
use compare::Compare;
use details::Details;
use editor::Editor;
use exhibit::ExhibitView;
use finder::Finder;
use findings::Findings;
use first_finding::FirstFinding;
use intro::Intro;
use legend::Legend;
use menu::Menu;
use minimap::Minimap;
use player::PlayerBar;
use printed::Printed;
use readout::Readout;
use resources_panel::ResourcesPanel;
use settings::SettingsPanel;
use side::SidePanel;
use status::Status;
use timeline_view::TimelineView;
use web_sys::{HtmlElement, ShadowRoot};

/// All parts of an element.
pub(crate) struct View {
    intro: Intro,
    settings: SettingsPanel,
    status: Status,
    menu: Menu,
    exhibit: ExhibitView,
    code: Code,
    no_code: Flag,
    /// Created when a script is shown for the first time.
    editor: Option<Editor>,
    no_editor: Flag,
    editor_part: HtmlElement,
    side: SidePanel,
    printed: Printed,
    details: Details,
    resources: ResourcesPanel,
    findings: Findings,
    first_finding: FirstFinding,
    minimap: Minimap,
    player: PlayerBar,
    finder: Finder,
    readout: Readout,
    compare: Compare,
    earlier: Option<TimelineView>,
    earlier_part: HtmlElement,
    collapsed: Flag,
    changed: Flag,
    sender: Sender,
    timeline: TimelineView,
    legend: Legend,
}

impl View {
    /// Creates all parts in the shadow root.
    pub(crate) fn new(root: ShadowRoot, sender: &Sender) -> View {
        let (printed, details) = (Printed::new(), Details::new());
        let compare = Compare::new(sender);
        let (resources, findings) = (ResourcesPanel::new(), Findings::new(sender));
        let panels = [
            printed.root(),
            details.root(),
            resources.root(),
            findings.root(),
            compare.root(),
        ];
        let code = Code::new(sender);
        let editor_part = html("div").class("script").attr("hidden", "");
        let earlier_part = html("div").class("earlier").attr("hidden", "");
        let scope = html("div").class("scope").attr("part", "scope");
        let view = View {
            intro: Intro::new(),
            settings: SettingsPanel::new(sender.clone()),
            status: Status::new(sender),
            menu: Menu::new(sender),
            exhibit: ExhibitView::new(),
            no_code: Flag::new(code.root().clone(), "hidden"),
            code,
            editor: None,
            no_editor: Flag::new(editor_part.clone(), "hidden"),
            editor_part: editor_part.clone(),
            side: SidePanel::new(panels, sender),
            printed,
            details,
            resources,
            findings,
            first_finding: FirstFinding::new(sender),
            minimap: Minimap::new(sender),
            player: PlayerBar::new(sender),
            finder: Finder::new(sender),
            readout: Readout::new(),
            compare,
            earlier: None,
            earlier_part: earlier_part.clone(),
            collapsed: Flag::new(scope.clone(), "data-collapsed"),
            changed: Flag::new(scope.clone(), "data-changed"),
            sender: sender.clone(),
            timeline: TimelineView::new("run", &sender.about(Message::Timeline)),
            legend: Legend::new(),
        };
        let timeline = html("section")
            .class("timeline")
            .attr("part", "timeline")
            .attr("aria-label", "Timeline")
            .child(
                html("div")
                    .class("toolbar")
                    .child(view.player.root())
                    .child(view.finder.root()),
            )
            .child(view.readout.root())
            .child(view.minimap.root())
            .child(earlier_part)
            .child(view.timeline.root())
            .child(view.legend.root());
        let bar = html("div")
            .class("bar")
            .child(view.status.root())
            .child(view.menu.root());
        let scope = scope
            .child(view.intro.root())
            .child(
                html("div")
                    .class("stage")
                    .child(bar)
                    .child(view.first_finding.root())
                    .child(view.exhibit.root()),
            )
            .child(view.settings.root())
            .child(view.code.root())
            .child(editor_part)
            .child(view.side.root())
            .child(timeline);
        append(&root, html("div").class("frame").child(scope));
        for (part, name) in [
            (view.intro.root(), "intro"),
            (view.status.root(), "controls"),
            (view.settings.root(), "knobs"),
            (view.code.root(), "code"),
            (view.side.root(), "side"),
        ] {
            set(part, "part", name);
        }
        view
    }

    /// Updates all parts.
    pub(crate) fn draw(&mut self, state: &State) {
        self.collapsed.show(state.collapsed);
        self.changed.show(state.is_changed());
        self.intro.draw(state);
        self.settings.draw(state);
        self.status.draw(state);
        self.menu.draw(state);
        self.exhibit.draw(state);
        self.draw_earlier(state);
        self.timeline.draw(state.scene().as_ref());
        self.legend.draw(state, &self.timeline);
        self.player.draw(state);
        self.finder.draw(state);
        self.readout.draw(state, &self.timeline);
        self.draw_program(state);
        self.printed.draw(state);
        self.details.draw(state, &self.timeline);
        self.compare.draw(state);
        self.resources.draw(state);
        self.findings.draw(state);
        self.first_finding.draw(state);
        self.minimap.draw(state);
        self.side.draw(state.tab, |tab| match tab {
            Tab::Findings => state.findings.len(),
            _ => 0,
        });
        self.findings.scroll_to_first(state);
    }

    /// Updates the program: the lesson's code, or the script's editor.
    fn draw_program(&mut self, state: &State) {
        let is_script = state.is_script();
        self.no_code.show(is_script);
        self.no_editor.show(!is_script);
        if !is_script {
            return self.code.draw(state, &self.timeline);
        }
        let editor = self.editor.get_or_insert_with(|| {
            let editor = Editor::new(&self.sender);
            append(&self.editor_part, editor.root());
            editor
        });
        editor.draw(state, &self.timeline);
    }

    /// Updates the timeline of the earlier run, which exists as long as that run.
    fn draw_earlier(&mut self, state: &State) {
        let scene = state.earlier_scene();
        if scene.is_some() != self.earlier.is_some() {
            self.earlier_part.set_text_content(None);
            toggle(&self.earlier_part, "hidden", scene.is_none());
            self.earlier = scene.is_some().then(|| {
                let timeline = TimelineView::new("earlier", &self.sender.about(Message::Earlier));
                append(&self.earlier_part, timeline.root());
                timeline
            });
        }
        if let Some((earlier, scene)) = self.earlier.as_mut().zip(scene) {
            earlier.draw(Some(&scene));
        }
    }

    /// The message for a click at this position in the lanes.
    pub(crate) fn click(&self, state: &State, at: (f64, f64)) -> TimelineMessage {
        match state.scene() {
            Some(scene) => self.timeline.click(&scene, at),
            None => TimelineMessage::Select(None),
        }
    }

    /// The same for the lanes of the earlier run.
    pub(crate) fn click_earlier(&self, state: &State, at: (f64, f64)) -> TimelineMessage {
        match self.earlier.as_ref().zip(state.earlier_scene()) {
            Some((earlier, scene)) => earlier.click(&scene, at),
            None => TimelineMessage::Select(None),
        }
    }

    /// Scrolls the lanes of the last or of the earlier run by this many pixels.
    pub(crate) fn scroll_rows(&self, by: f64, on_earlier: bool) {
        let timeline = match (&self.earlier, on_earlier) {
            (Some(earlier), true) => earlier,
            _ => &self.timeline,
        };
        timeline.scroll_rows(by);
    }
}
