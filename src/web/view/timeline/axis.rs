//! The time axis: labels, grid lines, and marks where the loop yielded to the browser.

use crate::timeline::Picture;
use crate::timeline::shapes::number;
use crate::web::cell::{Attr, Pool, Text};
use crate::web::dom::{Build, svg};
use web_sys::SvgElement;

/// Height of the axis.
const HEIGHT: f64 = 22.0;

pub(super) struct Axis {
    root: SvgElement,
    labels: Pool<(Attr, Text)>,
    hops: Attr,
    lines: Attr,
    lines_root: SvgElement,
}

impl Axis {
    pub(super) fn new() -> Axis {
        let labels = svg("g");
        let hops = svg("path").class("hop");
        let lines = svg("path").class("grid");
        Axis {
            root: svg("svg")
                .class("axis")
                .attr("aria-hidden", "true")
                .attr("height", &number(HEIGHT))
                .child(&labels)
                .child(&hops),
            labels: Pool::new(labels, || {
                let label = svg("text")
                    .class("quiet")
                    .attr("y", "14")
                    .attr("text-anchor", "middle");
                let parts = (Attr::new(label.clone(), "x"), Text::new(label.clone()));
                (label.into(), parts)
            }),
            hops: Attr::new(hops, "d"),
            lines: Attr::new(lines.clone(), "d"),
            lines_root: lines,
        }
    }

    pub(super) fn root(&self) -> &SvgElement {
        &self.root
    }

    /// The grid lines, to be drawn below the lanes.
    pub(super) fn lines(&self) -> &SvgElement {
        &self.lines_root
    }

    /// Draws the ticks of a picture whose plot begins at `left`, with lines of length `height`.
    pub(super) fn draw(&mut self, picture: &Picture, left: f64, height: f64) {
        let shown = self.labels.show(picture.ticks.len());
        let mut lines = String::new();
        for ((x, text), tick) in shown.zip(&picture.ticks) {
            x.show(&number(left + tick.x));
            text.show(&tick.label);
            lines += &format!("M{} 0V{}", number(left + tick.x), number(height));
        }
        self.lines.show(&lines);
        let hop = |x: &f64| format!("M{} {}v-4", number(left + x), number(HEIGHT));
        self.hops
            .show(&picture.hops.iter().map(hop).collect::<String>());
    }
}
