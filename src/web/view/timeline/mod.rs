//! The section with the timeline: player, finder, the lanes of an earlier run and of the last one, minimap, and legend.

mod aria_grid;
mod axis;
mod canvas;
mod counter_tracks;
mod finder;
mod hover_text;
mod input;
mod key_list;
mod lane;
mod lane_marks;
mod legend;
mod loop_lane;
mod loop_now;
mod minimap;
mod motion;
mod narration;
mod overlays;
mod player;
mod playhead;
mod pointers;
mod readout;
mod scroll_area;
pub(crate) mod timeline_view;

use crate::timeline::legend::Entry;
use crate::trace::TaskId;
use crate::web::cell::{Attr, Flag, Text};
use crate::web::dom::{Build, append, html, html_as, toggle};
use crate::web::listener::Listener;
use crate::web::message::{Message, RunMessage, Sender, TimelineMessage};
use crate::web::state::State;
use crate::wording::tr;
use finder::Finder;
use key_list::KeyList;
pub(super) use lane::shorten;
use legend::Legend;
use loop_now::LoopNow;
use minimap::Minimap;
use narration::NarrationView;
use player::PlayerBar;
use readout::Readout;
use timeline_view::TimelineView;
use web_sys::{HtmlButtonElement, HtmlElement};

pub(super) struct Timeline {
    root: HtmlElement,
    narration: NarrationView,
    player: PlayerBar,
    finder: Finder,
    readout: Readout,
    minimap: Minimap,
    loop_now: LoopNow,
    earlier: EarlierTimeline,
    /// Says which run it is, while two are compared.
    which: Caption,
    /// Why it differs from the run in the usual order.
    cause: Text,
    no_cause: Flag,
    timeline: TimelineView,
    /// What is shown in place of the lanes before the first run.
    no_hint: Flag,
    legend: Legend,
    /// The shapes that are explained, which stand out.
    lit: Attr,
    /// Whether the compared runs differ in their order.
    has_orders: Flag,
    _key_list: KeyList,
}

/// What other views need to know about the drawn timeline.
#[derive(Default)]
pub(super) struct Drawn {
    /// The span under the pointer, or else the selected one.
    pub(super) selected: Option<(TaskId, usize)>,
    /// The sentence about what is under the pointer, if that is not a bar.
    pub(super) hover_text: Option<String>,
    /// The left edge and the width of the plot, in pixels.
    pub(super) plot: (f64, f64),
    /// The kinds of shapes that are drawn.
    pub(super) legend: Vec<&'static Entry>,
}

/// The timeline of the earlier run, which exists as long as that run.
struct EarlierTimeline {
    root: HtmlElement,
    which: Caption,
    timeline: Option<TimelineView>,
    sender: Sender,
    _close: Listener,
}

/// The line above one of two timelines that says which run it shows.
struct Caption {
    root: HtmlElement,
    text: Text,
    hidden: Flag,
}

impl Caption {
    fn new() -> Caption {
        let text = html("span");
        let root = html("p").class("which").attr("hidden", "").child(&text);
        Caption {
            hidden: Flag::new(root.clone(), "hidden"),
            text: Text::new(text),
            root,
        }
    }

    fn show(&mut self, text: Option<String>) {
        self.hidden.show(text.is_none());
        self.text.show(&text.unwrap_or_default());
    }
}

impl Timeline {
    pub(super) fn new(sender: &Sender) -> Timeline {
        let (player, finder) = (PlayerBar::new(sender), Finder::new(sender));
        let (readout, minimap) = (Readout::new(), Minimap::new(sender));
        let (earlier, which) = (EarlierTimeline::new(sender), Caption::new());
        let timeline = TimelineView::new("run", &sender.about(Message::Timeline));
        let (legend, loop_now) = (Legend::new(sender), LoopNow::new());
        let narration = NarrationView::new(sender);
        let cause = html("p").class("cause").attr("role", "status");
        let hint = html("p")
            .class("empty before-run")
            .text(tr!("Press Run: the run is drawn here."));
        append(timeline.root(), &hint);
        append(timeline.root(), finder.nothing());
        let key_list = KeyList::new(timeline.root());
        let toolbar = html("div")
            .class("toolbar")
            .child(player.root())
            .child(finder.root())
            .child(key_list.button());
        // The narration takes the room of the other two, so that nothing moves.
        let below = html("div").class("below").child(narration.root());
        let below = below.child(readout.root()).child(legend.root());
        let root = html("section")
            .class("timeline")
            .attr("part", "timeline")
            .attr("aria-label", tr!("Timeline"))
            .child(toolbar)
            .child(&earlier.root)
            .child(&which.root)
            .child(&cause)
            .child(loop_now.root())
            .child(timeline.root())
            .child(minimap.root())
            .child(below)
            .child(key_list.root());
        Timeline {
            narration,
            player,
            finder,
            readout,
            minimap,
            loop_now,
            earlier,
            which,
            no_cause: Flag::new(cause.clone(), "hidden"),
            cause: Text::new(cause),
            timeline,
            no_hint: Flag::new(hint, "hidden"),
            legend,
            lit: Attr::new(root.clone(), "data-lit"),
            has_orders: Flag::new(root.clone(), "data-orders"),
            root,
            _key_list: key_list,
        }
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// The lanes, which have the focus while the reader moves through the bars.
    pub(super) fn focusable(&self) -> &HtmlElement {
        self.timeline.root()
    }

    /// Updates all parts. Returns what the other views need to know about the drawn timeline.
    pub(super) fn draw(&mut self, state: &State) -> &Drawn {
        let names = state.names_of_both();
        let (before, after) = names.as_ref().map(|(a, b)| (&**a, &**b)).unzip();
        let difference = state.order_difference();
        self.has_orders.show(difference.is_some());
        self.no_cause.show(difference.is_none());
        self.cause
            .show(difference.map_or("", |[_, spot]| &spot.sentence));
        self.earlier.draw(state, before);
        self.which
            .show(after.map(|name| tr!("This run: {name}", name)));
        let scene = state.scene();
        let is_marked = scene.as_ref().is_some_and(|scene| scene.is_marked());
        let has_marks = state.guide().is_some() || is_marked;
        self.timeline.draw(scene.as_ref(), has_marks);
        let is_recording = state.settings.subject.is_recording();
        self.no_hint.show(is_recording || state.run.is_some());
        let drawn = self.timeline.drawn();
        self.legend.draw(state, &drawn.legend);
        self.lit
            .show(state.display.explained.map_or("", legend::key));
        self.narration.draw(state);
        self.player.draw(state);
        self.finder.draw(state);
        self.minimap.draw(state, drawn.plot);
        let on_minimap = self.minimap.hover_text(state);
        self.readout.draw(state, drawn, on_minimap);
        self.loop_now.draw(state);
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
    fn new(sender: &Sender) -> EarlierTimeline {
        let which = Caption::new();
        let close: HtmlButtonElement = html_as("button");
        let close = (close.class("quiet").attr("type", "button")).text(tr!("Close comparison"));
        append(&which.root, &close);
        let to_close = sender.clone();
        EarlierTimeline {
            root: html("div")
                .class("earlier")
                .attr("hidden", "")
                .child(&which.root),
            which,
            timeline: None,
            sender: sender.clone(),
            _close: Listener::new(close, "click", move |_| {
                to_close.send(Message::Run(RunMessage::DiscardEarlier))
            }),
        }
    }

    fn draw(&mut self, state: &State, name: Option<&str>) {
        let scene = state.earlier_scene();
        if scene.is_some() != self.timeline.is_some() {
            if let Some(timeline) = self.timeline.take() {
                timeline.root().remove();
            }
            toggle(&self.root, "hidden", scene.is_none());
            self.timeline = scene.is_some().then(|| {
                let timeline = TimelineView::new("earlier", &self.sender.about(Message::Earlier));
                append(&self.root, timeline.root());
                timeline
            });
        }
        self.which
            .show(name.map(|name| tr!("Earlier run: {name}", name)));
        if let Some((timeline, scene)) = self.timeline.as_mut().zip(scene) {
            timeline.draw(Some(&scene), scene.is_marked());
        }
    }
}
