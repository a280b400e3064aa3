//! The lane of the event loop, above the tasks: its passes, and the numbers of ready tasks and pending timers.

use crate::timeline::shapes::{self, number};
use crate::timeline::sizes::CHAR_13;
use crate::timeline::{CallbackBar, Gauge, Picture};
use crate::web::cell::{Attr, Pool, Text};
use crate::web::dom::{Build, svg};
use crate::web::state::Outside;
use crate::wording::tr;
use core::fmt::Write;
use web_sys::SvgElement;

/// Height of the lane.
const HEIGHT: f64 = 26.0;
/// Height of the passes, at the bottom.
const PASS: f64 = 5.0;
/// The y coordinates of gauges at zero and at their maximum.
const BASE: f64 = HEIGHT - PASS - 2.0;
const TOP: f64 = 3.0;

pub(super) struct LoopView {
    root: SvgElement,
    place: Attr,
    passes: [Attr; 2],
    callbacks: Pool<(Attr, Attr, Text)>,
    ready: Attr,
    timers: Attr,
    peaks: [Attr; 2],
    most: Text,
    most_x: Attr,
    outline: Attr,
}

impl LoopView {
    pub(super) fn new() -> LoopView {
        let name = svg("text")
            .class("quiet")
            .attr("y", "17")
            .text(tr!("the loop"));
        let path = |class: &str| svg("path").class(class);
        let (ready, timers) = (path("gauge ready"), path("gauge timers"));
        let peaks = ["gauge timers peaks", "gauge ready peaks"].map(path);
        let passes = ["pass", "pass"].map(path);
        let most = svg("text").class("quiet").attr("y", "10");
        let callbacks = svg("g");
        let plot = svg("g")
            .child(&peaks[0])
            .child(&timers)
            .child(&peaks[1])
            .child(&ready)
            .child(&passes[0])
            .child(&passes[1])
            .child(&callbacks);
        let outline = svg("path").class("selected");
        let plot = plot.child(&outline);
        let root = svg("svg")
            .class("loop")
            .attr("aria-hidden", "true")
            .attr("height", &number(HEIGHT))
            .child(name)
            .child(&plot)
            .child(&most);
        LoopView {
            root,
            outline: Attr::new(outline, "d"),
            place: Attr::new(plot, "transform"),
            passes: passes.map(|path| Attr::new(path, "d")),
            callbacks: Pool::new(callbacks, || {
                let (bar, name) = (svg("path").class("callback"), svg("text").attr("y", "17"));
                let parts = (
                    Attr::new(bar.clone(), "d"),
                    Attr::new(name.clone(), "x"),
                    Text::new(name.clone()),
                );
                (svg("g").child(&bar).child(&name).into(), parts)
            }),
            ready: Attr::new(ready, "d"),
            timers: Attr::new(timers, "d"),
            peaks: peaks.map(|path| Attr::new(path, "d")),
            most_x: Attr::new(most.clone(), "x"),
            most: Text::new(most),
        }
    }

    pub(super) fn root(&self) -> &SvgElement {
        &self.root
    }

    /// Outlines the selected pass, from one x to another.
    pub(super) fn outline(&mut self, selected: Option<(Outside, (f64, f64))>) {
        let pass = selected.filter(|(outside, _)| matches!(outside, Outside::Pass(_)));
        let outline = pass.map(|(_, range)| outline(range, HEIGHT));
        self.outline.show(&outline.unwrap_or_default());
    }

    /// Draws the loop's lane, with the plot at `left` and of this width.
    pub(super) fn draw(&mut self, picture: &Picture, left: f64, width: f64) {
        let lane = &picture.loop_lane;
        self.place.show(&format!("translate({} 0)", number(left)));
        let (bars, ticks) = shapes::passes(lane, HEIGHT - 1.0, PASS);
        let [passes, short] = &mut self.passes;
        passes.show(&bars);
        short.show(&ticks);
        self.draw_callbacks(&lane.callbacks);
        let most = lane.ready.highest.max(lane.timers.highest).max(1);
        self.ready.show(&steps(&lane.ready, most));
        self.timers.show(&steps(&lane.timers, most));
        for (path, gauge) in self.peaks.iter_mut().zip([&lane.timers, &lane.ready]) {
            path.show(&shapes::peaks(&gauge.peaks, BASE, BASE - TOP, most));
        }
        self.most_x.show(&number(left + width + 4.0));
        self.most.show(&match most {
            0..1_000 => most.to_string(),
            _ => format!("{}k", most / 1_000),
        });
    }
}

impl LoopView {
    /// Draws long callbacks, with their names if there is room.
    fn draw_callbacks(&mut self, callbacks: &[CallbackBar]) {
        let shown = self.callbacks.show(callbacks.len());
        for ((path, x, name), bar) in shown.zip(callbacks) {
            let (left, width) = (number(bar.x), number(bar.width));
            path.show(&format!(
                "M{left} 2h{width}v{}h-{width}z",
                number(HEIGHT - 3.0)
            ));
            let wide = CHAR_13 * bar.name.chars().count() as f64 + 8.0;
            x.show(&number(bar.x.max(0.0) + 4.0));
            name.show(if wide <= bar.width { &bar.name } else { "" });
        }
    }
}

/// A step line, scaled so that `most` reaches the full height.
fn steps(gauge: &Gauge, most: u32) -> String {
    let y = |level: f64| number(BASE - (BASE - TOP) * level / f64::from(most));
    let mut path = String::new();
    for (n, (x, level)) in gauge.steps.iter().enumerate() {
        let _ = match n {
            0 => write!(path, "M{} {}", number(*x), y(*level)),
            _ => write!(path, "H{}V{}", number(*x), y(*level)),
        };
    }
    if !gauge.steps.is_empty() {
        let _ = write!(path, "H{}", number(gauge.x_to));
    }
    path
}

/// The outline of what is selected, from one x to another, in a lane of this height.
pub(super) fn outline(range: (f64, f64), height: f64) -> String {
    let (from, to) = range;
    let width = number((to - from).max(2.0) + 4.0);
    let high = number(height - 2.0);
    format!("M{} 1h{width}v{high}h-{width}z", number(from - 2.0))
}
