//! The shapes of one lane, and the same as paths.

use super::outline::Areas;
use coroscope_trace::WaitKind;

/// What is drawn of one lane, as plain data. A canvas fills the areas; [`paths`](LaneShapes::paths) is the same for SVG.
/// The fields are those of [`LanePaths`].
#[derive(Clone, Debug, Default, PartialEq)]
#[allow(missing_docs, reason = "LanePaths documents them")]
pub struct LaneShapes {
    pub cleanup: String,
    pub waiting: Areas,
    pub signs: Vec<(WaitKind, f64)>,
    pub ready: String,
    pub hatch: String,
    pub queued: Areas,
    pub running: Areas,
    pub ticks: Areas,
}

/// A layer of a lane, as plain data.
#[derive(Debug)]
pub enum LayerShape<'a> {
    /// Path data.
    Path(&'a str),
    /// Areas to fill.
    Areas(&'a Areas),
}

impl LaneShapes {
    /// Removes all areas, when they have been drawn in another way.
    pub fn clear_areas(&mut self) {
        for areas in [
            &mut self.waiting,
            &mut self.queued,
            &mut self.running,
            &mut self.ticks,
        ] {
            *areas = Areas::default();
        }
    }

    /// The shapes as path data.
    pub fn paths(self) -> LanePaths {
        LanePaths {
            cleanup: self.cleanup,
            waiting: self.waiting.path(),
            signs: self.signs,
            ready: self.ready,
            hatch: self.hatch,
            queued: self.queued.path(),
            running: self.running.path(),
            ticks: self.ticks.path(),
        }
    }
}

/// One lane as path data: one path per state, so a lane takes only a handful of elements. [`LAYERS`] is the order in
/// which they are drawn.
///
/// Where several states share a pixel, the bar's height is divided in proportion to their time, in whole pixels:
/// [`running`](LanePaths::running) is at the bottom, [`queued`](LanePaths::queued) at the top, and the rest is a wait, if
/// there is a line. [`ticks`](LanePaths::ticks) show that something ran, not for how long.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LanePaths {
    /// Dotted outlines, 1.5 wide, around the cleanup after a cancellation.
    pub cleanup: String,
    /// Lines to fill. They continue below running bars.
    pub waiting: String,
    /// Signs on the lines: the kind, and the x of the middle. The line leaves a gap for each.
    pub signs: Vec<(WaitKind, f64)>,
    /// Outlines of ready bars, 1 wide.
    pub ready: String,
    /// The hatching inside them, 1 wide.
    pub hatch: String,
    /// Areas to fill, for states that were ready for a part of a pixel.
    pub queued: String,
    /// Bars and areas to fill.
    pub running: String,
    /// Ticks to fill, like bars.
    pub ticks: String,
}

/// One of the paths of a lane, as a layer of the drawing.
#[derive(Debug)]
pub struct Layer {
    /// Its class in the page.
    pub class: &'static str,
    /// Its class in a standalone SVG, where names are short because there are many of them.
    pub svg_class: &'static str,
    /// Its path data.
    pub path: fn(&LanePaths) -> &str,
    /// The same as plain data.
    pub shape: fn(&LaneShapes) -> LayerShape<'_>,
}

/// The layers of a lane, from the lowest to the highest. The [signs](LanePaths::signs) are above them.
pub static LAYERS: [Layer; 7] = [
    Layer {
        class: "cleanup",
        svg_class: "c",
        path: |paths| &paths.cleanup,
        shape: |shapes| LayerShape::Path(&shapes.cleanup),
    },
    Layer {
        class: "waiting",
        svg_class: "w",
        path: |paths| &paths.waiting,
        shape: |shapes| LayerShape::Areas(&shapes.waiting),
    },
    Layer {
        class: "ready",
        svg_class: "e",
        path: |paths| &paths.ready,
        shape: |shapes| LayerShape::Path(&shapes.ready),
    },
    Layer {
        class: "hatch",
        svg_class: "k",
        path: |paths| &paths.hatch,
        shape: |shapes| LayerShape::Path(&shapes.hatch),
    },
    Layer {
        class: "queued",
        svg_class: "u",
        path: |paths| &paths.queued,
        shape: |shapes| LayerShape::Areas(&shapes.queued),
    },
    Layer {
        class: "running",
        svg_class: "r",
        path: |paths| &paths.running,
        shape: |shapes| LayerShape::Areas(&shapes.running),
    },
    Layer {
        class: "tick",
        svg_class: "i",
        path: |paths| &paths.ticks,
        shape: |shapes| LayerShape::Areas(&shapes.ticks),
    },
];
