//! The shapes that all renderers share, as SVG path data, and their colours.

pub use super::lane_paths::{LAYERS, LanePaths, LaneShapes, Layer, LayerShape};
pub use super::number::number;
use super::number::push;
use super::outline::hundredths;
pub use super::outline::{Areas, Rect};
pub use super::path::{lane, lane_shapes};
use crate::picture::{CounterStep, CounterTrack, LoopLane, Peak};
pub use crate::sizes::{TICK, TICK_PITCH};
use coroscope_trace::{OutcomeKind, WaitKind};

/// The sign of a kind of wait: relative path data for strokes in a box of [`SIGN`](crate::sizes::SIGN) around the
/// current point. Draw it 1.25 wide, with round ends.
pub fn sign(kind: WaitKind) -> &'static str {
    match kind {
        // A clock.
        WaitKind::Timer => "m4.5 0a4.5 4.5 0 1 1 -9 0a4.5 4.5 0 1 1 9 0m-4.5 -2.5v2.5l1.9 1.2",
        // An arrow into a tray.
        WaitKind::Io => "m0 -4.5v6m-2.7 -2.7l2.7 2.7l2.7 -2.7m-6.7 5.7h8",
        // A tray with two items.
        WaitKind::Queue => "m-4.5 -1v5.5h9v-5.5m-6.5 2.75h4m-4 -3.25h4",
        WaitKind::Lock => "m-3.75 -0.25h7.5v4.75h-7.5zm1.5 0v-2a2.25 2.25 0 0 1 4.5 0v2",
        // Two links of a chain.
        WaitKind::Task => {
            "m-0.5 -2.25h-2a2.25 2.25 0 0 0 0 4.5h2m1 -4.5h2a2.25 2.25 0 0 1 0 4.5h-2m-2.25 -2.25h3.5"
        }
        // An arrow that turns back.
        WaitKind::Turn => "m-1.5 -4l-2.5 2.5l2.5 2.5m-2.5 -2.5h5.5a2.75 2.75 0 0 1 0 5.5h-3",
        WaitKind::Other => "m-3.5 0h0.1m3.35 0h0.1m3.35 0h0.1",
    }
}

/// A cap, as two paths in a box of [`CAP`](crate::sizes::CAP) around (0, 0).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CapShape {
    /// Fill it with the colour of the outcome.
    pub body: &'static str,
    /// Stroke it with the background colour, 1.75 wide, with round ends.
    pub mark: &'static str,
}

/// The cap of an outcome: a disc with a check, a square with a cross, a ring with a slash.
pub fn cap(kind: OutcomeKind) -> CapShape {
    match kind {
        OutcomeKind::Done => CapShape {
            body: "M7 0A7 7 0 1 1 -7 0A7 7 0 1 1 7 0Z",
            mark: "M-3.25 0.25L-0.9 2.6L3.4 -2.4",
        },
        OutcomeKind::Failed => CapShape {
            body: "M-7 -7H7V7H-7Z",
            mark: "M-3 -3L3 3M3 -3L-3 3",
        },
        OutcomeKind::Cancelled => CapShape {
            body: "M7 0A7 7 0 1 1 -7 0A7 7 0 1 1 7 0ZM5.25 0A5.25 5.25 0 1 0 -5.25 0A5.25 5.25 0 1 0 5.25 0Z\
                   M-4.4 3.2L3.2 -4.4L4.4 -3.2L-3.2 4.4Z",
            mark: "",
        },
    }
}

/// The levels of a counter track as an area above `base`, `height` high at the level `full`.
pub fn levels(track: &CounterTrack, base: f64, height: f64, full: u32) -> String {
    let steps = track.steps.iter().map(|step| (step.x, step.level));
    area(steps, track.x_to, base, height, full)
}

/// The number of waiting tasks as an area above `base`; `None` if no task waits. A negative height draws below `base`.
pub fn waiters(
    track: &CounterTrack,
    of: fn(&CounterStep) -> f64,
    base: f64,
    height: f64,
) -> Option<String> {
    let most = track.steps.iter().map(of).fold(0.0, f64::max);
    let full = Some(most.ceil() as u32).filter(|full| *full > 0)?;
    let steps = track.steps.iter().map(|step| (step.x, of(step)));
    Some(area(steps, track.x_to, base, height, full))
}

/// Numbers, each from its x to the next, as an area above `base`, `height` high at the number `full`. A negative height
/// draws below `base`.
///
/// # Examples
/// ```
/// use coroscope::timeline::shapes::area;
/// let steps = [(0.0, 0.0), (10.0, 1.0), (20.0, 2.0), (30.0, 0.0)];
/// assert_eq!(area(steps, 40.0, 20.0, 10.0, 2), "M10 20V15H20V10H30V20z");
/// ```
pub fn area(
    steps: impl IntoIterator<Item = (f64, f64)>,
    x_to: f64,
    base: f64,
    height: f64,
    full: u32,
) -> String {
    let mut path = String::new();
    let y = |level: f64| hundredths(base - height * level / f64::from(full.max(1)));
    let mut before = hundredths(base);
    let mut go = |x: f64, to: i64, path: &mut String| {
        if to == before {
            return;
        }
        path.push_str(if before == hundredths(base) { "M" } else { "H" });
        push(path, hundredths(x));
        if before == hundredths(base) {
            path.push(' ');
            push(path, before);
        }
        path.push('V');
        push(path, to);
        if to == hundredths(base) {
            path.push('z');
        }
        before = to;
    };
    for (x, level) in steps {
        go(x, y(level), &mut path);
    }
    go(x_to, hundredths(base), &mut path);
    path
}

/// The loop's passes above `base`: bars, as high as their share of the time, and ticks of half the height for passes that
/// are too short. Fill both.
pub fn passes(lane: &LoopLane, base: f64, height: f64) -> (String, String) {
    let mut bars = Areas::above(base);
    for pass in &lane.passes {
        let edges = (hundredths(pass.x), hundredths(pass.x + pass.width));
        bars.add(edges, hundredths(height * pass.share));
    }
    let mut ticks = Areas::above(base);
    for x in &lane.ticks {
        let edges = (hundredths(*x), hundredths(x + TICK));
        ticks.add(edges, hundredths(height / 2.0));
    }
    (bars.path(), ticks.path())
}

/// Peaks as lines from `base` upwards, to stroke [`TICK`] wide: `height` high at the number `full`.
///
/// # Examples
/// ```
/// use coroscope::timeline::{Peak, shapes::peaks};
/// let peak = Peak { x: 10.0, level: 3 };
/// assert_eq!(peaks(&[peak], 20.0, 16.0, 4), "M10.5 20v-12");
/// ```
pub fn peaks(peaks: &[Peak], base: f64, height: f64, full: u32) -> String {
    let mut path = String::new();
    for peak in peaks {
        let up = height * f64::from(peak.level) / f64::from(full.max(1));
        path.push('M');
        push(&mut path, hundredths(peak.x + TICK / 2.0));
        path.push(' ');
        push(&mut path, hundredths(base));
        path.push('v');
        push(&mut path, -hundredths(up));
    }
    path
}

/// How far a flow's arrow bends sideways.
const BEND: f64 = 9.0;
/// Length of its head.
const HEAD: f64 = 4.0;

/// The arrow of a flow at `x` from one height to another, as a path to stroke 1 wide: a curve with a head at its end.
///
/// # Examples
/// ```
/// use coroscope::timeline::shapes::flow;
/// assert_eq!(flow(10.0, 0.0, 48.0), "M10 0C19 12 19 36 10 48m4.5 -2.5L10 48l0.5 -5");
/// ```
pub fn flow(x: f64, from: f64, to: f64) -> String {
    let way = to - from;
    let (bend, down) = (x + BEND.min(way.abs()), way.signum());
    let x = number(x);
    format!(
        "M{x} {}C{bend} {} {bend} {} {x} {to}m{} {}L{x} {to}l{} {}",
        number(from),
        number(from + way / 4.0),
        number(to - way / 4.0),
        number(HEAD + 0.5),
        number(-2.5 * down),
        number(0.5),
        number(-(HEAD + 1.0) * down),
        bend = number(bend),
        to = number(to),
    )
}

/// The mark of a printed line: a flag with its foot at (0, 0), to fill. It fits between a bar and the top of its row.
pub const FLAG: &str = "m-0.5 0v-5l5.5 2.25l-4.5 2v0.75z";

/// A colour palette, in CSS notation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Palette {
    /// The background.
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

/// Colours on a light background.
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

/// Colours on a dark background.
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
