//! The paths of one lane.

use coroscope_trace::WaitKind;

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
}

/// The layers of a lane, from the lowest to the highest. The [signs](LanePaths::signs) are above them.
pub static LAYERS: [Layer; 7] = [
    Layer::new("cleanup", "c", |paths| &paths.cleanup),
    Layer::new("waiting", "w", |paths| &paths.waiting),
    Layer::new("ready", "e", |paths| &paths.ready),
    Layer::new("hatch", "k", |paths| &paths.hatch),
    Layer::new("queued", "u", |paths| &paths.queued),
    Layer::new("running", "r", |paths| &paths.running),
    Layer::new("tick", "i", |paths| &paths.ticks),
];

impl Layer {
    const fn new(
        class: &'static str,
        svg_class: &'static str,
        path: fn(&LanePaths) -> &str,
    ) -> Layer {
        Layer {
            class,
            svg_class,
            path,
        }
    }
}
