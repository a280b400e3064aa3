//! The inside of an element: made once, then kept as the state says.

mod alive;
mod axis;
mod beside;
mod code;
mod code_line;
mod compare;
mod cursor;
mod details;
mod editor;
mod exhibit;
mod finder;
pub(crate) mod findings;
mod first_finding;
mod grid;
mod head;
mod input;
mod intro;
mod knobs;
mod lane;
mod legend;
mod loop_lane;
mod menu;
pub(crate) mod minimap;
mod on_lane;
mod player;
mod plot;
mod pointers;
mod printed;
mod readout;
mod roving;
mod said;
mod shared;
pub(crate) mod sheet;
mod side;
mod status;
mod strips;

use super::app::{Message, Sender};
use super::cell::Flag;
use super::dom::{Build, append, html, set, toggle};
use super::state::State;
use code::Code;
use compare::Compare;
use details::Details;
use editor::Editor;
use exhibit::ExhibitView;
use finder::Finder;
use findings::Findings;
use first_finding::FirstFinding;
use intro::Intro;
use knobs::Knobs;
use legend::Legend;
use menu::Menu;
use minimap::Minimap;
use player::PlayerBar;
use printed::Printed;
use readout::Readout;
use shared::Shared;
use sheet::Sheet;
use side::Side;
pub(crate) use side::Tab;
use status::Status;
use web_sys::{HtmlElement, ShadowRoot};

/// All parts of an element.
pub(crate) struct View {
    intro: Intro,
    knobs: Knobs,
    status: Status,
    menu: Menu,
    exhibit: ExhibitView,
    code: Code,
    no_code: Flag,
    /// Made when a script is shown for the first time.
    editor: Option<Editor>,
    no_editor: Flag,
    editor_part: HtmlElement,
    side: Side,
    printed: Printed,
    details: Details,
    shared: Shared,
    findings: Findings,
    first_finding: FirstFinding,
    minimap: Minimap,
    player: PlayerBar,
    finder: Finder,
    readout: Readout,
    compare: Compare,
    kept: Option<Sheet>,
    kept_part: HtmlElement,
    folded: Flag,
    changed: Flag,
    sender: Sender,
    sheet: Sheet,
    legend: Legend,
}

impl View {
    /// Makes the parts in the shadow root.
    pub(crate) fn new(root: ShadowRoot, sender: &Sender) -> View {
        let (printed, details) = (Printed::new(), Details::new());
        let compare = Compare::new(sender);
        let (shared, findings) = (Shared::new(), Findings::new(sender));
        let panels = [
            printed.root(),
            details.root(),
            shared.root(),
            findings.root(),
            compare.root(),
        ];
        let code = Code::new(sender);
        let editor_part = html("div").class("written").attr("hidden", "");
        let kept_part = html("div").class("kept").attr("hidden", "");
        let scope = html("div").class("scope").attr("part", "scope");
        let view = View {
            intro: Intro::new(),
            knobs: Knobs::new(sender.clone()),
            status: Status::new(sender),
            menu: Menu::new(sender),
            exhibit: ExhibitView::new(),
            no_code: Flag::new(code.root().clone(), "hidden"),
            code,
            editor: None,
            no_editor: Flag::new(editor_part.clone(), "hidden"),
            editor_part: editor_part.clone(),
            side: Side::new(panels, sender),
            printed,
            details,
            shared,
            findings,
            first_finding: FirstFinding::new(sender),
            minimap: Minimap::new(sender),
            player: PlayerBar::new(sender),
            finder: Finder::new(sender),
            readout: Readout::new(),
            compare,
            kept: None,
            kept_part: kept_part.clone(),
            folded: Flag::new(scope.clone(), "data-folded"),
            changed: Flag::new(scope.clone(), "data-changed"),
            sender: sender.clone(),
            sheet: Sheet::new("run", sender),
            legend: Legend::new(),
        };
        let timeline = html("section")
            .class("timeline")
            .attr("part", "timeline")
            .attr("aria-label", "Timeline")
            .child(
                html("div")
                    .class("above")
                    .child(view.player.root())
                    .child(view.finder.root()),
            )
            .child(view.readout.root())
            .child(view.minimap.root())
            .child(kept_part)
            .child(view.sheet.root())
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
            .child(view.knobs.root())
            .child(view.code.root())
            .child(editor_part)
            .child(view.side.root())
            .child(timeline);
        append(&root, html("div").class("frame").child(scope));
        for (part, name) in [
            (view.intro.root(), "intro"),
            (view.status.root(), "controls"),
            (view.knobs.root(), "knobs"),
            (view.code.root(), "code"),
            (view.side.root(), "side"),
        ] {
            set(part, "part", name);
        }
        view
    }

    /// Makes the parts show the state.
    pub(crate) fn draw(&mut self, state: &State) {
        self.folded.show(state.folded);
        self.changed.show(state.is_changed());
        self.intro.draw(state);
        self.knobs.draw(state);
        self.status.draw(state);
        self.menu.draw(state);
        self.exhibit.draw(state);
        self.draw_kept(state);
        self.sheet.draw(state.scene().as_ref());
        self.legend.draw(state, &self.sheet);
        self.player.draw(state);
        self.finder.draw(state);
        self.readout.draw(state, &self.sheet);
        self.draw_program(state);
        self.printed.draw(state);
        self.details.draw(state, &self.sheet);
        self.compare.draw(state);
        self.shared.draw(state);
        self.findings.draw(state);
        self.first_finding.draw(state);
        self.minimap.draw(state);
        self.side.draw(state.tab, |tab| match tab {
            Tab::Findings => state.findings.len(),
            _ => 0,
        });
        self.findings.lead(state);
    }

    /// The lesson's program, or the reader's.
    fn draw_program(&mut self, state: &State) {
        let is_script = state.is_script();
        self.no_code.show(is_script);
        self.no_editor.show(!is_script);
        if !is_script {
            return self.code.draw(state, &self.sheet);
        }
        let editor = self.editor.get_or_insert_with(|| {
            let editor = Editor::new(&self.sender);
            append(&self.editor_part, editor.root());
            editor
        });
        editor.draw(state, &self.sheet);
    }

    /// The timeline of the kept run is there as long as the run is.
    fn draw_kept(&mut self, state: &State) {
        let scene = state.kept_scene();
        if scene.is_some() != self.kept.is_some() {
            self.kept_part.set_text_content(None);
            toggle(&self.kept_part, "hidden", scene.is_none());
            self.kept = scene.is_some().then(|| {
                let sheet = Sheet::new("kept", &self.sender.on_kept());
                append(&self.kept_part, sheet.root());
                sheet
            });
        }
        if let Some((kept, scene)) = self.kept.as_mut().zip(scene) {
            kept.draw(Some(&scene));
        }
    }

    /// What pressing at these pixels of the lanes asks for.
    pub(crate) fn press(&self, state: &State, at: (f64, f64)) -> Message {
        match state.scene() {
            Some(scene) => self.sheet.press(&scene, at),
            None => Message::Select(None),
        }
    }

    /// The same for the lanes of the kept run.
    pub(crate) fn press_kept(&self, state: &State, at: (f64, f64)) -> Message {
        match self.kept.as_ref().zip(state.kept_scene()) {
            Some((kept, scene)) => kept.press(&scene, at),
            None => Message::Select(None),
        }
    }

    /// Scrolls the lanes by so many pixels, or those of the kept run.
    pub(crate) fn scroll_rows(&self, by: f64, on_kept: bool) {
        let sheet = match (&self.kept, on_kept) {
            (Some(kept), true) => kept,
            _ => &self.sheet,
        };
        sheet.scroll_rows(by);
    }
}
