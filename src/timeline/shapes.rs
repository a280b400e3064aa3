//! The shapes that every renderer draws, as SVG path data, and their colours.

use super::layout::{BarKind, CapKind, Lane, WaitKind};
use super::strip::Strip;
use core::fmt::Write;

/// Height of a lane's row.
pub const ROW: f64 = 24.0;
/// Height of a full-height bar, in the middle of its row.
pub const BAR: f64 = 14.0;
/// Height of the line that is drawn while a task waits: a quarter of a bar.
pub const LINE: f64 = BAR / 4.0;
/// Width of a cap. Its left edge is where the task ended.
pub const CAP: f64 = 14.0;
/// Width of a sign.
pub const SIGN: f64 = 10.0;
/// Height of a resource's strip.
pub const STRIP: f64 = 22.0;
/// Distance of the hatching's strokes, along the axis.
const HATCH: f64 = 5.0;
/// A wait as wide as this has room for its sign.
const SIGN_ROOM: f64 = 26.0;
/// Where in such a wait the sign's middle is.
const SIGN_AT: f64 = 10.0;
/// Half of the gap that the line leaves for it.
const SIGN_GAP: f64 = 7.5;

/// The sign of a wait: strokes in a box of [`SIGN`] round (0, 0), to be drawn with round ends
/// and a width of 1.25.
pub fn sign(kind: WaitKind) -> &'static str {
    match kind {
        // A clock, a little after four.
        WaitKind::Timer => "M4.5 0A4.5 4.5 0 1 1 -4.5 0A4.5 4.5 0 1 1 4.5 0M0 -2.5V0L1.9 1.2",
        // An arrow into the page, from outside.
        WaitKind::Io => "M0 -4.5V1.5M-2.7 -1.2L0 1.5L2.7 -1.2M-4 4.5H4",
        // A tray with two items.
        WaitKind::Queue => "M-4.5 -1V4.5H4.5V-1M-2 1.75H2M-2 -1.5H2",
        WaitKind::Lock => {
            "M-3.75 -0.25H3.75V4.5H-3.75ZM-2.25 -0.25V-2.25A2.25 2.25 0 0 1 2.25 -2.25V-0.25"
        }
        // Two links of a chain.
        WaitKind::Task => {
            "M-0.5 -2.25H-2.5A2.25 2.25 0 0 0 -2.5 2.25H-0.5M0.5 -2.25H2.5A2.25 2.25 0 0 1 2.5 2.25H0.5M-1.75 0H1.75"
        }
        // Round to the end of the row and back.
        WaitKind::Turn => "M-1.5 -4L-4 -1.5L-1.5 1M-4 -1.5H1.5A2.75 2.75 0 0 1 1.5 4H-1.5",
        WaitKind::Other => "M-3.5 0H-3.4M-0.05 0H0.05M3.4 0H3.5",
    }
}

/// A cap, as two paths round (0, 0) in a box of [`CAP`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapShape {
    /// To be filled with the end's colour.
    pub body: &'static str,
    /// To be stroked with the paper's colour, 1.75 wide, with round ends.
    pub mark: &'static str,
}

/// The cap of an end: a round one with a check, a square one with a cross, a ring with a slash.
pub fn cap(kind: CapKind) -> CapShape {
    match kind {
        CapKind::Done => CapShape {
            body: "M7 0A7 7 0 1 1 -7 0A7 7 0 1 1 7 0Z",
            mark: "M-3.25 0.25L-0.9 2.6L3.4 -2.4",
        },
        CapKind::Failed => CapShape {
            body: "M-7 -7H7V7H-7Z",
            mark: "M-3 -3L3 3M3 -3L-3 3",
        },
        CapKind::Cancelled => CapShape {
            body: "M7 0A7 7 0 1 1 -7 0A7 7 0 1 1 7 0ZM5.25 0A5.25 5.25 0 1 0 -5.25 0A5.25 5.25 0 1 0 5.25 0Z\
                   M-4.4 3.2L3.2 -4.4L4.4 -3.2L-3.2 4.4Z",
            mark: "",
        },
    }
}

/// A number as path data wants it: at most two digits after the point.
pub(crate) fn number(value: f64) -> String {
    let hundredths = (value * 100.0).round() as i64;
    let sign = if hundredths < 0 { "-" } else { "" };
    let (whole, part) = (
        hundredths.unsigned_abs() / 100,
        hundredths.unsigned_abs() % 100,
    );
    match part {
        0 => format!("{sign}{whole}"),
        _ if part % 10 == 0 => format!("{sign}{whole}.{}", part / 10),
        _ => format!("{sign}{whole}.{part:02}"),
    }
}

/// One lane's bars as path data: one path for each state, so that a lane costs a handful of
/// elements. Draw them in the order of the fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LanePaths {
    /// Dotted outlines, 1.5 wide, of what ran after a cancellation.
    pub cleanup: String,
    /// Lines to be filled.
    pub waiting: String,
    /// Signs to be drawn on them: the kind, and where their middle is.
    pub signs: Vec<(WaitKind, f64)>,
    /// Outlines, 1 wide.
    pub ready: String,
    /// The hatching inside of them, 1 wide.
    pub hatch: String,
    /// Bars to be filled.
    pub running: String,
}

/// The bars of a lane whose row has its middle at `mid`.
///
/// # Examples
/// ```
/// use coroscope::timeline::{Bar, BarKind, Lane, shapes};
/// # let task = coroscope::trace::TaskId::from_index(0);
/// let bar = Bar { kind: BarKind::Running, x: 0.5, width: 2.0, span: 0, merged: 1 };
/// let lane = Lane { bars: vec![bar], ..Lane::empty(task) };
/// assert_eq!(shapes::lane(&lane, 12.0).running, "M0.5 5h2v14h-2z");
/// ```
pub fn lane(lane: &Lane, mid: f64) -> LanePaths {
    let mut paths = LanePaths::default();
    let top = mid - BAR / 2.0;
    for bar in &lane.bars {
        let (x, width) = (bar.x, bar.width);
        match bar.kind {
            BarKind::Cleanup => rect(&mut paths.cleanup, x, top + 0.75, width, BAR - 1.5),
            BarKind::Running => rect(&mut paths.running, x, top, width, BAR),
            BarKind::Ready => {
                // Half of the outline's stroke is inside.
                let inner = (width - 1.0).max(0.0);
                rect(&mut paths.ready, x + 0.5, top + 0.5, inner, BAR - 1.0);
                hatch(&mut paths.hatch, x + 0.5, top + 0.5, inner, BAR - 1.0);
            }
            BarKind::Waiting(kind) => {
                let line_top = mid - LINE / 2.0;
                // The sign stays in sight where the wait began earlier.
                let (seen, end) = (x.max(0.0), x + width);
                if end - seen < SIGN_ROOM {
                    rect(&mut paths.waiting, x, line_top, width, LINE);
                    continue;
                }
                let at = seen + SIGN_AT;
                paths.signs.push((kind, at));
                rect(&mut paths.waiting, x, line_top, at - SIGN_GAP - x, LINE);
                let rest = at + SIGN_GAP;
                rect(&mut paths.waiting, rest, line_top, end - rest, LINE);
            }
        }
    }
    paths
}

fn rect(path: &mut String, x: f64, y: f64, width: f64, height: f64) {
    let (x, y, width) = (number(x), number(y), number(width));
    let _ = write!(path, "M{x} {y}h{width}v{}h-{width}z", number(height));
}

/// Diagonal strokes cut to a rectangle. They stand where they stand however the rectangle
/// begins, so that the hatching of neighbours meets.
fn hatch(path: &mut String, x: f64, y: f64, width: f64, height: f64) {
    // Stroke n runs up from (n · HATCH, bottom) at 45°.
    let (right, bottom) = (x + width, y + height);
    let mut n = ((x - height) / HATCH).floor() + 1.0;
    while n * HATCH < right {
        let foot = n * HATCH;
        let (x1, x2) = (foot.max(x), (foot + height).min(right));
        if x2 - x1 > 0.5 {
            let (y1, y2) = (bottom - (x1 - foot), bottom - (x2 - foot));
            let (x1, x2) = (number(x1), number(x2));
            let _ = write!(path, "M{x1} {}L{x2} {}", number(y1), number(y2));
        }
        n += 1.0;
    }
}

/// The levels of a strip as an area over `base`, `height` high at the level `full`.
pub fn levels(strip: &Strip, base: f64, height: f64, full: u32) -> String {
    let mut path = String::new();
    let y = |level: u32| number(base - height * f64::from(level) / f64::from(full.max(1)));
    let mut steps = strip.steps.iter().peekable();
    let mut drawn: Option<u32> = None;
    while let Some(step) = steps.next() {
        let until = steps.peek().map_or(strip.x_to, |next| next.x);
        match (drawn, step.level) {
            (None, 0) => {}
            (None, level) => {
                let _ = write!(path, "M{} {}V{}", number(step.x), number(base), y(level));
                drawn = Some(level);
            }
            (Some(before), level) => {
                if level != before {
                    let _ = write!(path, "V{}", y(level));
                }
                drawn = Some(level).filter(|level| *level > 0);
            }
        }
        match drawn {
            Some(_) => {
                let _ = write!(path, "H{}", number(until));
            }
            None if path.ends_with(|c: char| c != 'z') && !path.is_empty() => path.push('z'),
            None => {}
        }
    }
    if drawn.is_some() {
        let _ = write!(path, "V{}z", number(base));
    }
    path
}

/// A set of colours, as CSS writes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// What everything is drawn on.
    pub paper: &'static str,
    /// Names and numbers.
    pub text: &'static str,
    /// Units, captions.
    pub muted: &'static str,
    /// Lines of the axis.
    pub rule: &'static str,
    /// Running, cleanup, levels.
    pub running: &'static str,
    /// Ready.
    pub ready: &'static str,
    /// Waiting.
    pub waiting: &'static str,
    /// Ended with a value.
    pub done: &'static str,
    /// Ended with an error.
    pub failed: &'static str,
    /// Cancelled.
    pub cancelled: &'static str,
}

/// Colours on light paper.
pub const LIGHT: Palette = Palette {
    paper: "#FCFBF9",
    text: "#1B2430",
    muted: "#57616C",
    rule: "#E2E0DA",
    running: "#0072B2",
    ready: "#B57600",
    waiting: "#6B7785",
    done: "#007A5A",
    failed: "#C44E00",
    cancelled: "#A8467F",
};

/// Colours on dark paper.
pub const DARK: Palette = Palette {
    paper: "#15181B",
    text: "#E6EBF0",
    muted: "#9CA7B3",
    rule: "#2C3238",
    running: "#56B4E9",
    ready: "#E69F00",
    waiting: "#8B98A7",
    done: "#2BC79A",
    failed: "#FF8A4C",
    cancelled: "#E59AC6",
};
