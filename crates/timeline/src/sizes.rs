//! Sizes of what is drawn, in pixels.

/// Height of a lane's row.
pub const ROW: f64 = 24.0;
/// Height of a full-height bar, in the middle of its row.
pub const BAR: f64 = 14.0;
/// Height of the line of a wait: a quarter of a bar.
pub const LINE: f64 = BAR / 4.0;
/// Height of a tick, which is at the bottom of a bar's space.
pub const TICK_HEIGHT: f64 = BAR / 2.0;
/// Width of a tick.
pub const TICK: f64 = 1.0;
/// There is at most one tick in this many pixels, and no two ticks touch.
pub const TICK_PITCH: f64 = 3.0;
/// Width of a cap. Its left edge is where the task ended.
pub const CAP: f64 = 14.0;
/// Width of a sign.
pub const SIGN: f64 = 10.0;
/// Height of a counter track.
pub const COUNTER_TRACK: f64 = 22.0;
/// Average width of a character in text of 13 px, as in the page.
pub const CHAR_13: f64 = 7.0;
/// Average width of a character in text of 12 px, as in a standalone SVG.
pub const CHAR_12: f64 = 6.6;
/// Average width of a character in text of 11 px, as in the legend of a standalone SVG.
pub const CHAR_11: f64 = 6.3;
/// Minimum distance between ticks of the axis, in pixels.
pub const AXIS_TICK: f64 = 72.0;
