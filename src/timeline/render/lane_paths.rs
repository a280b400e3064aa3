//! The paths of one lane.

use crate::trace::WaitKind;

/// One lane as path data: one path per state, so a lane takes only a handful of elements. Draw them in the order of the
/// fields.
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
