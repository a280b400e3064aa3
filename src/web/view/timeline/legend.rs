//! The legend: the shapes that occurred in the run, or the most common ones before the first run.

use super::lane_marks;
use crate::timeline::legend::{Entry, LEGEND};
use crate::timeline::shapes::{self, LAYERS, number};
use crate::timeline::sizes::{BAR, CAP};
use crate::timeline::{Lane, LegendItem, WaitKind};
use crate::trace::{OutcomeKind, TaskState};
use crate::web::dom::{Build, append, html, svg};
use crate::web::state::State;
use web_sys::{HtmlElement, SvgElement};

/// The items before the first run.
const INITIAL: [LegendItem; 4] = [
    LegendItem::Bar(TaskState::Running),
    LegendItem::Bar(TaskState::Ready),
    LegendItem::Bar(TaskState::Waiting(WaitKind::Timer)),
    LegendItem::Cap(OutcomeKind::Done),
];

pub(super) struct Legend {
    root: HtmlElement,
    /// The run that the legend belongs to.
    run: Option<u32>,
    /// What has occurred so far. Items are never removed during a run, to avoid layout shifts.
    entries: Vec<&'static Entry>,
}

impl Legend {
    pub(super) fn new() -> Legend {
        let legend = Legend {
            root: html("ul").class("legend").attr("aria-label", "Legend"),
            run: None,
            entries: LEGEND
                .iter()
                .filter(|it| INITIAL.contains(&it.item))
                .collect(),
        };
        legend.fill();
        legend
    }

    pub(super) fn root(&self) -> &HtmlElement {
        &self.root
    }

    /// Adds the shapes that the timeline draws.
    pub(super) fn draw(&mut self, state: &State, occurs: &[&'static Entry]) {
        let run = state.scene().map(|scene| scene.run.number);
        let is_new = run != self.run;
        if occurs.is_empty() || !is_new && occurs.iter().all(|entry| self.entries.contains(entry)) {
            return;
        }
        if is_new {
            self.entries.clear();
        }
        self.run = run;
        let has = |entry: &&Entry| self.entries.contains(entry) || occurs.contains(entry);
        self.entries = LEGEND.iter().filter(has).collect();
        self.fill();
    }

    fn fill(&self) {
        self.root.set_text_content(None);
        for entry in &self.entries {
            let label = html("span").text(entry.label);
            append(&self.root, html("li").child(swatch(entry)).child(label));
        }
    }
}

fn swatch(entry: &Entry) -> SvgElement {
    let item = entry.item;
    let mid = BAR / 2.0 + 1.0;
    let frame = svg("svg")
        .attr("aria-hidden", "true")
        .attr("width", &number(item.width()))
        .attr("height", &number(BAR + 2.0));
    if let Some(lane) = item.lane() {
        return on_lane(frame, &lane, mid);
    }
    if let LegendItem::Cap(kind) = item {
        return cap(frame, kind, mid);
    }
    let Some((path, x, y)) = item.shape() else {
        return frame;
    };
    let place = format!("translate({} {})", number(x), number(mid + y));
    let path = svg("path").class(entry.class).attr("d", &path);
    frame.child(path.attr("transform", &place))
}

fn on_lane(mut frame: SvgElement, lane: &Lane, mid: f64) -> SvgElement {
    let paths = match lane.is_thread {
        true => shapes::LanePaths::default(),
        false => shapes::lane(lane, mid),
    };
    for layer in &LAYERS {
        let path = svg("path").class(layer.class);
        frame = frame.child(path.attr("d", (layer.path)(&paths)));
    }
    for (kind, x) in paths.signs {
        let at = format!("translate({} {})", number(x), number(mid));
        let sign = svg("path").class("sign").attr("d", shapes::sign(kind));
        frame = frame.child(sign.attr("transform", &at));
    }
    for stretch in &lane.summary {
        let (x, width) = (number(stretch.x), number(stretch.width));
        let shape = format!("M{x} {}h{width}v2h-{width}z", number(mid));
        frame = frame.child(svg("path").class("summary").attr("d", &shape));
    }
    for path in lane_marks::static_paths(lane, mid) {
        frame = frame.child(path);
    }
    frame
}

fn cap(frame: SvgElement, kind: OutcomeKind, mid: f64) -> SvgElement {
    let shape = shapes::cap(kind);
    let class = format!("cap {}", kind.name());
    let at = format!("translate({} {})", number(CAP / 2.0), number(mid));
    let part = |class: &str, data: &str| {
        svg("path")
            .class(class)
            .attr("d", data)
            .attr("transform", &at)
    };
    frame
        .child(part(&class, shape.body))
        .child(part("mark", shape.mark))
}
