//! Where the reader is, on the lanes and the axis: a line, what is still to come veiled, and the stretch
//! that is played over and over.

use crate::time::Instant;
use crate::timeline::TimeScale;
use crate::timeline::shapes::number;
use crate::web::cell::Attr;
use crate::web::dom::{Build, svg};
use web_sys::SvgElement;

pub(super) struct Head {
    below: SvgElement,
    above: SvgElement,
    range: Attr,
    veil: Attr,
    line: Attr,
}

impl Head {
    pub(super) fn new() -> Head {
        let (range, veil, line) = (
            svg("path").class("range"),
            svg("path").class("veil"),
            svg("path").class("playhead"),
        );
        Head {
            below: svg("g").child(&range),
            above: svg("g").child(&veil).child(&line),
            range: Attr::new(range, "d"),
            veil: Attr::new(veil, "d"),
            line: Attr::new(line, "d"),
        }
    }

    /// What is drawn below the lanes.
    pub(super) fn below(&self) -> &SvgElement {
        &self.below
    }

    /// What is drawn over the lanes.
    pub(super) fn above(&self) -> &SvgElement {
        &self.above
    }

    pub(super) fn hide(&mut self) {
        for path in [&mut self.range, &mut self.veil, &mut self.line] {
            path.show("");
        }
    }

    /// Shows the reader's moment and range where the time begins at `left`, on lanes `height` high.
    pub(super) fn draw(
        &mut self,
        scale: &TimeScale,
        (moment, range): (Option<Instant>, Option<(Instant, Instant)>),
        left: f64,
        height: f64,
    ) {
        let x = |at: Instant| left + scale.x(at).clamp(-2.0, scale.width() + 2.0);
        let stretch = |from: f64, to: f64| {
            let (from, width) = (number(from), number((to - from).max(0.0)));
            format!("M{from} 0h{width}V{}h-{width}z", number(height))
        };
        self.range
            .show(&range.map_or(String::new(), |(from, to)| stretch(x(from), x(to))));
        let Some(at) = moment.map(x) else {
            self.veil.show("");
            return self.line.show("");
        };
        let right = left + scale.width() + 24.0;
        self.veil.show(&stretch(at, right));
        let (at, height) = (number(at), number(height));
        self.line
            .show(&format!("M{at} 0V{height}M{at} 6l-5 -6h10z"));
    }
}
