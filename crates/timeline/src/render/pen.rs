//! Draws the parts of a lane, from left to right.

use super::lane_paths::LaneShapes;
use super::number::{number, push};
use super::outline::{Areas, hundredths, tenths};
use crate::picture::{Bar, Cleanup, Shares};
use crate::sizes::{BAR, LINE, TICK, TICK_HEIGHT};
use core::fmt::Write;
use coroscope_trace::{TaskState, WaitKind};

/// Distance between the strokes of the hatching, along the axis.
const HATCH: f64 = 5.0;
/// Minimum width of a wait that has a sign.
const SIGN_ROOM: f64 = 26.0;
/// The middle of the sign, from the left edge of the wait.
const SIGN_AT: f64 = 10.0;
/// Half of the gap for it in the line.
const SIGN_GAP: f64 = 7.5;
/// How much a share's height may be changed, as a part of the bar's height, to draw neighbours at the same height; less
/// if there are two shares.
const UNSEEN: f64 = 0.09;
const UNSEEN_OF_TWO: f64 = 0.05;
/// The height of a bar in whole pixels.
const WHOLE: i64 = BAR as i64;

/// Neighbouring shares that are drawn at one height.
struct Level {
    /// Left and right edge.
    edges: (i64, i64),
    /// Whether the rest was ready (rather than waiting).
    queued: bool,
    /// The lowest and highest height that is acceptable for all of them, in whole pixels.
    least: i64,
    greatest: i64,
    /// Their total area.
    area: f64,
}

impl Level {
    fn of(running: f64, queued: bool, edges: (i64, i64)) -> Level {
        let height = running * BAR;
        let (least, greatest) = match running {
            // Nothing and everything are drawn exactly.
            none if none <= 0.0 => (0, 0),
            all if all >= 1.0 => (WHOLE, WHOLE),
            // A cast truncates.
            _ => (
                (WHOLE - (BAR - height + UNSEEN * BAR) as i64).max(0),
                ((height + UNSEEN * BAR) as i64).min(WHOLE - 1),
            ),
        };
        Level {
            edges,
            queued,
            least,
            greatest,
            area: height * (edges.1 - edges.0) as f64,
        }
    }

    /// Joins the next level, if it is adjacent and one height suits both.
    fn join(&mut self, next: &Level) -> bool {
        let least = self.least.max(next.least);
        let greatest = self.greatest.min(next.greatest);
        let is_adjacent = self.edges.1 == next.edges.0 && self.queued == next.queued;
        let can = is_adjacent && least <= greatest;
        if can {
            self.edges.1 = next.edges.1;
            self.area += next.area;
            (self.least, self.greatest) = (least, greatest);
        }
        can
    }

    fn height(&self) -> i64 {
        if self.least == self.greatest {
            return self.least;
        }
        let mean = self.area / (self.edges.1 - self.edges.0).max(1) as f64;
        ((mean + 0.5) as i64).clamp(self.least, self.greatest)
    }
}

/// The shapes of a lane while they are drawn.
pub(super) struct Pen {
    shapes: LaneShapes,
    /// The bar's upper edge.
    top: f64,
    /// The current line, which may be extended: its edges, and how far running bars cover it beyond its end.
    line: Option<(i64, i64, i64)>,
    /// Shares of two states that are not drawn yet.
    open: Option<Level>,
    /// Where the last shares of three states end, and their height.
    level: (i64, f64),
}

impl Pen {
    /// A pen for a lane whose row has its middle at `mid`.
    pub(super) fn new(mid: f64) -> Pen {
        let (top, bottom) = (mid - BAR / 2.0, mid + BAR / 2.0);
        Pen {
            shapes: LaneShapes {
                waiting: Areas::above(mid + LINE / 2.0),
                running: Areas::above(bottom),
                queued: Areas::below(top),
                ticks: Areas::above(bottom),
                ..LaneShapes::default()
            },
            top,
            line: None,
            open: None,
            level: (i64::MIN, 0.0),
        }
    }

    /// Draws the frame of a cleanup.
    pub(super) fn cleanup(&mut self, frame: &Cleanup) {
        let edges = (hundredths(frame.x), hundredths(frame.x + frame.width));
        outline(&mut self.shapes.cleanup, edges, self.top + 0.75, BAR - 1.5);
    }

    /// Draws a tick.
    pub(super) fn tick(&mut self, x: f64) {
        let edges = (hundredths(x), hundredths(x + TICK));
        self.shapes.ticks.add(edges, hundredths(TICK_HEIGHT));
    }

    /// Draws a bar between shares that end at `after` and begin at `before`. From `late` on, the wait is overdue.
    pub(super) fn bar(
        &mut self,
        bar: &Bar,
        after: Option<f64>,
        before: Option<f64>,
        late: Option<f64>,
    ) {
        let edges = (
            edge_hundredths(bar.x, after),
            edge_hundredths(bar.x + bar.width, before),
        );
        match bar.state {
            TaskState::Waiting(kind) => self.wait(kind, edges, late.map(hundredths)),
            // Too narrow for an outline.
            TaskState::Ready if edges.1 - edges.0 < hundredths(2.0) => {
                self.end_level();
                self.shapes.queued.add(edges, hundredths(BAR));
            }
            TaskState::Ready => {
                // The stroke is centred on the outline.
                let (left, right) = (edges.0 + 50, edges.1 - 50);
                outline(
                    &mut self.shapes.ready,
                    (left, right),
                    self.top + 0.5,
                    BAR - 1.0,
                );
                let (x, width) = (left as f64 / 100.0, (right - left) as f64 / 100.0);
                hatch(&mut self.shapes.hatch, x, self.top + 0.5, width, BAR - 1.0);
            }
            TaskState::Running => {
                self.end_level();
                self.shapes.running.add(edges, hundredths(BAR));
                self.cover(edges);
            }
        }
    }

    /// Draws a column shared by several states.
    pub(super) fn shares(&mut self, shares: &Shares) {
        let edges = (hundredths(shares.x), hundredths(shares.x + shares.width));
        let waits = shares.waiting.is_some();
        if shares.ready == 0.0 || !waits {
            let level = Level::of(shares.running, !waits, edges);
            if !self.open.as_mut().is_some_and(|open| open.join(&level)) {
                self.end_level();
                self.open = Some(level);
            }
            match shares.ready {
                _ if waits => self.line(edges),
                0.0 => self.cover(edges),
                _ => {}
            }
            return;
        }
        self.end_level();
        let (end, before) = self.level;
        let goes_on = end == edges.0 && (before / BAR - shares.running).abs() < UNSEEN_OF_TWO;
        let running = match goes_on && shares.running > 0.0 {
            true => before,
            false => whole(shares.running * BAR),
        };
        self.level = (edges.1, running);
        let ready = whole(shares.ready * BAR).min(BAR - running);
        let (running, ready) = (hundredths(running), hundredths(ready));
        self.shapes.running.add(edges, running);
        self.shapes.queued.add(edges, ready);
        self.line(edges);
    }

    fn end_level(&mut self) {
        if let Some(level) = self.open.take() {
            let height = level.height();
            self.shapes.running.add(level.edges, 100 * height);
            if level.queued {
                let rest = 100 * (WHOLE - height);
                self.shapes.queued.add(level.edges, rest);
            }
        }
    }

    /// Draws a wait, with a sign if there is room.
    fn wait(&mut self, kind: WaitKind, edges: (i64, i64), late: Option<i64>) {
        let (x, to) = edges;
        // If the wait began before the viewport, the sign is still visible.
        let seen = x.max(0);
        let mut from = x;
        let before_late = |late| late - seen >= hundredths(SIGN_AT + SIGN_GAP);
        if to - seen >= hundredths(SIGN_ROOM) && late.is_none_or(before_late) {
            let at = seen + hundredths(SIGN_AT);
            self.shapes.signs.push((kind, at as f64 / 100.0));
            self.line((x, at - hundredths(SIGN_GAP)));
            self.end_line();
            from = at + hundredths(SIGN_GAP);
        }
        self.line((from, to));
    }

    /// Draws a line; it extends the previous one if only polls lie between.
    fn line(&mut self, edges: (i64, i64)) {
        let (x, to) = edges;
        match &mut self.line {
            Some((_, end, reach)) if *reach >= x => (*end, *reach) = (to, to),
            _ => {
                self.end_line();
                self.line = Some((x, to, to));
            }
        }
    }

    /// Notes a bar that covers a line.
    fn cover(&mut self, edges: (i64, i64)) {
        let (x, to) = edges;
        if let Some((_, _, reach)) = &mut self.line
            && *reach >= x
        {
            *reach = to;
        }
    }

    fn end_line(&mut self) {
        if let Some((from, to, _)) = self.line.take() {
            self.shapes.waiting.add((from, to), hundredths(LINE));
        }
    }

    /// Everything drawn.
    pub(super) fn finish(mut self) -> LaneShapes {
        self.end_line();
        self.end_level();
        self.shapes
    }
}

/// Rounds an edge of a bar to tenths of a pixel; to hundredths next to shares, because a pixel can then have two edges.
fn edge_hundredths(x: f64, edge: Option<f64>) -> i64 {
    let is_shared = edge.is_some_and(|edge| (edge - x).abs() < 0.01);
    match is_shared {
        true => hundredths(x),
        false => tenths(x),
    }
}

/// Rounds a non-negative length.
fn whole(length: f64) -> f64 {
    (length + 0.5).floor()
}

/// Adds a rectangle to stroke.
fn outline(path: &mut String, edges: (i64, i64), top: f64, height: f64) {
    let (x, to) = edges;
    path.push('M');
    push(path, x);
    path.push(' ');
    push(path, hundredths(top + height));
    path.push('v');
    push(path, -hundredths(height));
    path.push('h');
    push(path, to - x);
    path.push('v');
    push(path, hundredths(height));
    path.push('z');
}

/// Adds diagonal strokes, clipped to a rectangle. Their positions don't depend on the rectangle, so the hatching of
/// neighbours is continuous.
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
