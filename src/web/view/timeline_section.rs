//! The section with the timeline: player, finder, minimap, the lanes of the run and of an earlier one, and the legend.

use super::finder::Finder;
use super::legend::Legend;
use super::minimap::Minimap;
use super::player::PlayerBar;
use super::readout::Readout;
use super::timeline_view::{Drawn, TimelineView};
use crate::web::dom::{Build, append, html, toggle};
use crate::web::message::{Message, Sender, TimelineMessage};
use crate::web::state::State;
use web_sys::HtmlElement;

pub(super) struct TimelineSection {
    root: HtmlElement,
    player: PlayerBar,
    finder: Finder,
    readout: Readout,
    minimap: Minimap,
    earlier: EarlierTimeline,
    timeline: TimelineView,
    legend: Legend,
}

/// The timeline of the earlier run, which exists as long as that run.
struct EarlierTimeline {
    root: HtmlElement,
    timeline: Option<TimelineView>,
    sender: Sender,
}

impl TimelineSection {
    pub(super) fn new(sender: &Sender) -> TimelineSection {
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
        TimelineSection {
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
        self.legend.draw(state, &drawn.legend_items);
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
