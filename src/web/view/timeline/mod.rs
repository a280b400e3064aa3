//! The section with the timeline: player, finder, minimap, the lanes of the run and of an earlier one, and the legend.

mod aria_grid;
mod axis;
mod counter_tracks;
mod finder;
mod hover_text;
mod input;
mod lane;
mod lane_marks;
mod legend;
mod loop_lane;
mod minimap;
mod overlays;
mod player;
mod playhead;
mod pointers;
mod readout;
mod scroll_area;
pub(crate) mod timeline_view;

use crate::timeline::legend::Entry;
use crate::trace::TaskId;
use crate::web::dom::{Build, append, html, toggle};
use crate::web::message::{Message, Sender, TimelineMessage};
use crate::web::state::State;
use finder::Finder;
pub(super) use lane::shorten;
use legend::Legend;
use minimap::Minimap;
use player::PlayerBar;
use readout::Readout;
use timeline_view::TimelineView;
use web_sys::HtmlElement;

pub(super) struct Timeline {
    root: HtmlElement,
    player: PlayerBar,
    finder: Finder,
    readout: Readout,
    minimap: Minimap,
    earlier: EarlierTimeline,
    timeline: TimelineView,
    legend: Legend,
}

/// What other views need to know about the drawn timeline.
#[derive(Default)]
pub(super) struct Drawn {
    /// The span under the pointer, or else the selected one.
    pub(super) selected: Option<(TaskId, usize)>,
    /// The sentence about what is under the pointer, if that is not a bar.
    pub(super) hover_text: Option<String>,
    /// The kinds of shapes that are drawn.
    pub(super) legend: Vec<&'static Entry>,
}

/// The timeline of the earlier run, which exists as long as that run.
struct EarlierTimeline {
    root: HtmlElement,
    timeline: Option<TimelineView>,
    sender: Sender,
}

impl Timeline {
    pub(super) fn new(sender: &Sender) -> Timeline {
        let (player, finder) = (PlayerBar::new(sender), Finder::new(sender));
        let (readout, minimap) = (Readout::new(), Minimap::new(sender));
        let earlier = EarlierTimeline {
            root: html("div").class("earlier").attr("hidden", ""),
            timeline: None,
            sender: sender.clone(),
        };
        let timeline = TimelineView::new("run", &sender.about(Message::Timeline));
        let legend = Legend::new();
        let toolbar = html("div")
            .class("toolbar")
            .child(player.root())
            .child(finder.root());
        let root = html("section")
            .class("timeline")
            .attr("part", "timeline")
            .attr("aria-label", "Timeline")
            .child(toolbar)
            .child(readout.root())
            .child(minimap.root())
            .child(&earlier.root)
            .child(timeline.root())
            .child(legend.root());
        Timeline {
            root,
            player,
            finder,
            readout,
            minimap,
            earlier,
            timeline,
            legend,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Updates all parts. Returns what the other views need to know about the drawn timeline.
    pub(super) fn draw(&mut self, state: &State) -> &Drawn {
        self.earlier.draw(state);
        self.timeline.draw(state.scene().as_ref());
        let drawn = self.timeline.drawn();
        self.legend.draw(state, &drawn.legend);
        self.player.draw(state);
        self.finder.draw(state);
        self.readout.draw(state, drawn);
        self.minimap.draw(state);
        drawn
    }

    /// The message for a click at this position in the lanes.
    pub(super) fn click(&self, state: &State, at: (f64, f64)) -> TimelineMessage {
        match state.scene() {
            Some(scene) => self.timeline.click(&scene, at),
            None => TimelineMessage::Select(None),
        }
    }

    /// The same for the lanes of the earlier run.
    pub(super) fn click_earlier(&self, state: &State, at: (f64, f64)) -> TimelineMessage {
        match self.earlier.timeline.as_ref().zip(state.earlier_scene()) {
            Some((earlier, scene)) => earlier.click(&scene, at),
            None => TimelineMessage::Select(None),
        }
    }

    /// Scrolls the lanes of the last or of the earlier run by this many pixels.
    pub(super) fn scroll_rows(&self, by: f64, on_earlier: bool) {
        let timeline = match (&self.earlier.timeline, on_earlier) {
            (Some(earlier), true) => earlier,
            _ => &self.timeline,
        };
        timeline.scroll_rows(by);
    }
}

impl EarlierTimeline {
    fn draw(&mut self, state: &State) {
        let scene = state.earlier_scene();
        if scene.is_some() != self.timeline.is_some() {
            self.root.set_text_content(None);
            toggle(&self.root, "hidden", scene.is_none());
            self.timeline = scene.is_some().then(|| {
                let timeline = TimelineView::new("earlier", &self.sender.about(Message::Earlier));
                append(&self.root, timeline.root());
                timeline
            });
        }
        if let Some((timeline, scene)) = self.timeline.as_mut().zip(scene) {
            timeline.draw(Some(&scene));
        }
    }
}
