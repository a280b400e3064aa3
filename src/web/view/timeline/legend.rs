//! The legend: the shapes that occurred in the run, or the most common ones before the first run. Each explains itself.

use super::lane_marks;
use crate::timeline::legend::{Entry, LEGEND};
use crate::timeline::shapes::{self, LAYERS, number};
use crate::timeline::sizes::{BAR, CAP};
use crate::timeline::{FlowKind, Lane, LegendItem, MarkKind, WaitKind, explain_shape};
use crate::trace::{OutcomeKind, TaskState};
use crate::web::dom::{Build, append, html, html_as, svg};
use crate::web::listener::Listener;
use crate::web::message::{DisplayMessage, Message, Sender};
use crate::web::state::State;
use crate::web::view::roving::{Orientation, roving};
use crate::wording::tr;
use std::collections::BTreeSet;
use wasm_bindgen::JsCast;
use web_sys::{HtmlButtonElement, HtmlElement, SvgElement};

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
    sender: Sender,
    listeners: Vec<Listener>,
}

impl Legend {
    pub(super) fn new(sender: &Sender) -> Legend {
        let mut legend = Legend {
            root: html("ul").class("legend").attr("aria-label", tr!("Legend")),
            run: None,
            entries: LEGEND
                .iter()
                .filter(|it| INITIAL.contains(&it.item))
                .collect(),
            sender: sender.clone(),
            listeners: Vec::new(),
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
        let mut labels = BTreeSet::new();
        // The same text is never there twice: a wait may get an end while the reader watches.
        self.entries = LEGEND
            .iter()
            .filter(has)
            .filter(|entry| labels.insert(entry.label))
            .collect();
        self.fill();
    }

    /// Creates a button for each entry, which explains its shape. They are one tab stop.
    fn fill(&mut self) {
        self.root.set_text_content(None);
        self.listeners.clear();
        let mut buttons: Vec<HtmlElement> = Vec::new();
        for entry in &self.entries {
            let button: HtmlButtonElement = html_as("button");
            let button = (button.attr("type", "button").child(swatch(entry)))
                .child(html("span").text(entry.shown()))
                .child(
                    html("span")
                        .class("visually-hidden")
                        .text(&format!(": {}", explain_shape(entry.item))),
                );
            append(&self.root, html("li").child(&button));
            for (name, explained) in [
                ("pointerenter", Some(entry.item)),
                ("focus", Some(entry.item)),
                ("click", Some(entry.item)),
                ("pointerleave", None),
                ("blur", None),
            ] {
                let sender = self.sender.clone();
                let explain = Message::Display(DisplayMessage::Explain(explained));
                let on_event = move |_| sender.send(explain.clone());
                self.listeners
                    .push(Listener::new(button.clone(), name, on_event));
            }
            buttons.push(button.unchecked_into());
        }
        let keys = roving(&self.root, buttons, Orientation::Horizontal, |_| {});
        self.listeners.extend(keys);
    }
}

/// The name of a shape in the style sheet, which makes it stand out while it is explained.
pub(super) fn key(item: LegendItem) -> &'static str {
    match item {
        LegendItem::Bar(TaskState::Running) => "running",
        LegendItem::Bar(TaskState::Ready) => "ready",
        LegendItem::Bar(TaskState::Waiting(_)) => "waiting",
        LegendItem::Cleanup => "cleanup",
        LegendItem::Overdue => "late",
        LegendItem::TimeLimit => "limits",
        LegendItem::Forever | LegendItem::Mark(MarkKind::Stuck) => "forever",
        LegendItem::Thread | LegendItem::Process => "thread",
        LegendItem::Cap(kind) => kind.name(),
        LegendItem::Mark(MarkKind::TimedOut) => "timed-out",
        LegendItem::Mark(MarkKind::Called) => "called",
        LegendItem::Mark(MarkKind::Refused) => "refused",
        LegendItem::Mark(MarkKind::Printed | MarkKind::Noted) => "printed",
        LegendItem::Folded => "folded",
        LegendItem::Block => "block",
        LegendItem::Failure => "failure",
        LegendItem::Browser => "browser",
        LegendItem::Hop => "hop",
        LegendItem::Pass => "pass",
        LegendItem::Ready => "ready-count",
        LegendItem::Timers => "timers",
        LegendItem::Callback => "callback",
        LegendItem::Level => "level",
        LegendItem::Waiters => "waiters",
        LegendItem::Unchanged => "unchanged",
        LegendItem::Limit => "capacity",
        LegendItem::Flow(FlowKind::Wake) => "wake",
        LegendItem::Flow(FlowKind::Spawn) => "spawn",
        LegendItem::Flow(FlowKind::Await) => "await",
        LegendItem::Flow(FlowKind::Cancel) => "cancel",
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
