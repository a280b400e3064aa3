//! The playhead: a line at the reader's moment, a veil over what comes later, and the looped range.

use crate::time::Instant;
use crate::timeline::TimeScale;
use crate::timeline::shapes::number;
use crate::web::cell::Attr;
use crate::web::dom::{Build, svg};
use web_sys::SvgElement;

pub(super) struct Playhead {
    below: SvgElement,
    above: SvgElement,
    range: Attr,
    veil: Attr,
    line: Attr,
}

/// What it draws, as path data.
#[derive(Default)]
pub(super) struct PlayheadPaths {
    /// To be drawn below the lanes.
    pub(super) range: String,
    /// To be drawn above the lanes.
    pub(super) veil: String,
    pub(super) line: String,
}

impl Playhead {
    pub(super) fn new() -> Playhead {
        let (range, veil, line) = (
            svg("path").class("range"),
            svg("path").class("veil"),
            svg("path").class("playhead"),
        );
        Playhead {
            below: svg("g").child(&range),
            above: svg("g").child(&veil).child(&line),
            range: Attr::new(range, "d"),
            veil: Attr::new(veil, "d"),
            line: Attr::new(line, "d"),
        }
    }

    /// The looped range, to be drawn below the lanes.
    pub(super) fn below(&self) -> &SvgElement {
        &self.below
    }

    /// Veil and line, to be drawn above the lanes.
    pub(super) fn above(&self) -> &SvgElement {
        &self.above
    }

    /// Shows these paths.
    pub(super) fn draw(&mut self, paths: &PlayheadPaths) {
        self.range.show(&paths.range);
        self.veil.show(&paths.veil);
        self.line.show(&paths.line);
    }
}

impl PlayheadPaths {
    /// The reader's moment and range on lanes of this height, whose plot begins at `left`.
    pub(super) fn new(
        scale: &TimeScale,
        moment: Option<Instant>,
        range: Option<(Instant, Instant)>,
        left: f64,
        height: f64,
    ) -> PlayheadPaths {
        let x = |at: Instant| left + scale.x(at).clamp(-2.0, scale.width() + 2.0);
        let stretch = |from: f64, to: f64| {
            let (from, width) = (number(from), number((to - from).max(0.0)));
            format!("M{from} 0h{width}V{}h-{width}z", number(height))
        };
        let range = range.map_or(String::new(), |(from, to)| stretch(x(from), x(to)));
        let Some(at) = moment.map(x) else {
            return PlayheadPaths {
                range,
                ..PlayheadPaths::default()
            };
        };
        let right = left + scale.width() + 24.0;
        let veil = stretch(at, right);
        let (at, height) = (number(at), number(height));
        PlayheadPaths {
            range,
            veil,
            line: format!("M{at} 0V{height}M{at} 6l-5 -6h10z"),
        }
    }
}
