//! A lane's bars as path data.

use super::layout::{Bar, BarKind, Lane, WaitKind};
use super::number::{number, push};
use super::shapes::{BAR, LINE};
use core::fmt::Write;

/// Distance of the hatching's strokes, along the axis.
const HATCH: f64 = 5.0;
/// A wait as wide as this has room for its sign.
const SIGN_ROOM: f64 = 26.0;
/// Where in such a wait the sign's middle is.
const SIGN_AT: f64 = 10.0;
/// Half of the gap that the line leaves for it.
const SIGN_GAP: f64 = 7.5;
/// Polls closer than this are one shape: nobody sees such a gap.
const UNSEEN: f64 = 0.5;

/// One lane's bars as path data: one path for each state, so that a lane costs a handful of
/// elements. Draw them in the order of the fields.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct LanePaths {
    /// Dotted outlines, 1.5 wide, of what ran after a cancellation.
    pub cleanup: String,
    /// Lines to be filled. They go on below what is running.
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
/// assert_eq!(shapes::lane(&lane, 12.0).running, "M0.5 19v-14h2v14");
/// ```
pub fn lane(lane: &Lane, mid: f64) -> LanePaths {
    let mut paths = LanePaths::default();
    let top = mid - BAR / 2.0;
    let mut polls: Vec<(f64, f64)> = Vec::new();
    let mut waits: Vec<(&Bar, WaitKind)> = Vec::new();
    let mut frames = Rects::new(top + 0.75, BAR - 1.5);
    let mut outlines = Rects::new(top + 0.5, BAR - 1.0);
    for bar in &lane.bars {
        let (x, width) = (bar.x, bar.width);
        match bar.kind {
            BarKind::Cleanup => frames.outline(&mut paths.cleanup, x, x + width),
            BarKind::Waiting(kind) => waits.push((bar, kind)),
            BarKind::Ready => {
                // Half of the outline's stroke is inside.
                let inner = (width - 1.0).max(0.0);
                let (left, right) = (x + 0.5, x + 0.5 + inner);
                outlines.outline(&mut paths.ready, left, right);
                hatch(&mut paths.hatch, left, top + 0.5, inner, BAR - 1.0);
            }
            BarKind::Running => match polls.last_mut() {
                Some((_, end)) if x <= *end + UNSEEN => *end = end.max(x + width),
                _ => polls.push((x, x + width)),
            },
        }
    }
    let mut rects = Rects::new(top, BAR);
    for (x, end) in &polls {
        rects.add(&mut paths.running, *x, *end);
    }
    // There are several kinds of them, one after the other.
    waits.sort_by(|a, b| a.0.x.total_cmp(&b.0.x));
    lines(&mut paths, &waits, &polls, mid - LINE / 2.0);
    paths
}

/// The lines of waits in their order, each as long as nothing but polls lies between.
fn lines(paths: &mut LanePaths, waits: &[(&Bar, WaitKind)], polls: &[(f64, f64)], top: f64) {
    let mut rects = Rects::new(top, LINE);
    let mut line: Option<(f64, f64)> = None;
    let mut polls = polls.iter().peekable();
    for (bar, kind) in waits {
        let (mut x, end) = (bar.x, bar.x + bar.width);
        if let Some((from, to)) = line {
            while polls.next_if(|(_, end)| end + UNSEEN < x).is_some() {}
            let hidden = |(left, _): &&(f64, f64)| *left <= to + UNSEEN;
            if x <= to + UNSEEN || polls.peek().is_some_and(hidden) {
                x = from;
            } else {
                rects.add(&mut paths.waiting, from, to);
            }
        }
        // The sign stays in sight where the wait began earlier.
        let seen = bar.x.max(0.0);
        if end - seen >= SIGN_ROOM {
            let at = seen + SIGN_AT;
            paths.signs.push((*kind, at));
            rects.add(&mut paths.waiting, x, at - SIGN_GAP);
            x = at + SIGN_GAP;
        }
        line = Some((x, end.max(line.map_or(end, |(_, to)| to))));
    }
    if let Some((from, to)) = line {
        rects.add(&mut paths.waiting, from, to);
    }
}

/// Rectangles in a row, to a tenth of a pixel.
struct Rects {
    /// These two are the few that are told to a hundredth.
    bottom: i64,
    height: i64,
    /// Where the last one ended, in tenths.
    at: Option<i64>,
}

impl Rects {
    fn new(top: f64, height: f64) -> Rects {
        let hundredths = |value: f64| (value * 100.0).round() as i64;
        Rects {
            bottom: hundredths(top + height),
            height: hundredths(height),
            at: None,
        }
    }

    /// Adds one to be filled. All of them are one outline, which goes from each to the next along their
    /// bottom: that is shorter to write, and quicker to read and to fill, than an outline for each.
    fn add(&mut self, path: &mut String, x: f64, end: f64) {
        let (x, end) = (tenths(x), tenths(end));
        match self.at.replace(end) {
            Some(before) => {
                path.push('h');
                push(path, x - before, 10);
            }
            None => self.go(path, x),
        }
        self.up_and_down(path, end - x);
    }

    /// Adds one to be stroked.
    fn outline(&mut self, path: &mut String, x: f64, end: f64) {
        let (x, end) = (tenths(x), tenths(end));
        self.go(path, x);
        self.up_and_down(path, end - x);
        path.push('z');
    }

    fn go(&self, path: &mut String, x: i64) {
        path.push('M');
        push(path, x, 10);
        path.push(' ');
        push(path, self.bottom, 100);
    }

    fn up_and_down(&self, path: &mut String, width: i64) {
        path.push('v');
        push(path, -self.height, 100);
        path.push('h');
        push(path, width, 10);
        path.push('v');
        push(path, self.height, 100);
    }
}

fn tenths(value: f64) -> i64 {
    (value * 10.0).round() as i64
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::TaskId;

    fn paths(bars: &[(BarKind, f64, f64)]) -> LanePaths {
        let bar = |(kind, x, end): &(BarKind, f64, f64)| Bar {
            kind: *kind,
            x: *x,
            width: end - x,
            span: 0,
            merged: 1,
        };
        let drawn = Lane {
            bars: bars.iter().map(bar).collect(),
            ..Lane::empty(TaskId::from_index(0))
        };
        lane(&drawn, 7.0)
    }

    const TIMER: BarKind = BarKind::Waiting(WaitKind::Timer);
    const IO: BarKind = BarKind::Waiting(WaitKind::Io);

    #[test]
    fn a_line_goes_on_below_polls_and_not_below_what_is_ready() {
        let polls = [
            (TIMER, 0.0, 5.0),
            (IO, 7.0, 9.0),
            (BarKind::Running, 5.0, 7.0),
        ];
        assert_eq!(paths(&polls).waiting, "M0 8.75v-3.5h9v3.5");
        let ready = [
            (TIMER, 0.0, 5.0),
            (IO, 7.0, 9.0),
            (BarKind::Ready, 5.0, 7.0),
        ];
        assert_eq!(paths(&ready).waiting, "M0 8.75v-3.5h5v3.5h2v-3.5h2v3.5");
        let both = [
            (TIMER, 0.0, 5.0),
            (TIMER, 20.0, 25.0),
            (BarKind::Ready, 7.0, 20.0),
            (BarKind::Running, 5.0, 7.0),
        ];
        assert_eq!(paths(&both).waiting, "M0 8.75v-3.5h5v3.5h15v-3.5h5v3.5");
    }

    #[test]
    fn a_line_leaves_a_gap_for_each_sign() {
        let drawn = paths(&[
            (TIMER, 0.0, 30.0),
            (IO, 32.0, 62.0),
            (BarKind::Running, 30.0, 32.0),
        ]);
        assert_eq!(drawn.signs, [(WaitKind::Timer, 10.0), (WaitKind::Io, 42.0)]);
        let gaps = "M0 8.75v-3.5h2.5v3.5h15v-3.5h17v3.5h15v-3.5h12.5v3.5";
        assert_eq!(drawn.waiting, gaps);
    }

    #[test]
    fn polls_that_touch_are_one_shape() {
        let drawn = paths(&[
            (BarKind::Running, 1.0, 3.0),
            (BarKind::Running, 2.5, 4.5),
            (BarKind::Running, 4.8, 6.8),
            (BarKind::Running, 8.0, 10.0),
        ]);
        assert_eq!(drawn.running, "M1 14v-14h5.8v14h1.2v-14h2v14");
    }
}
