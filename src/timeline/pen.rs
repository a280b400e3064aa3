//! Draws the parts of a lane from left to right.

use super::layout::{Bar, BarKind, WaitKind};
use super::number::{number, push};
use super::outline::{Outline, hundredths, tenths};
use super::path::LanePaths;
use super::picture::Shares;
use super::shapes::{BAR, LINE, TICK, TICK_HEIGHT};
use core::fmt::Write;

/// Distance of the hatching's strokes, along the axis.
const HATCH: f64 = 5.0;
/// A wait as wide as this has room for its sign.
const SIGN_ROOM: f64 = 26.0;
/// Where in such a wait the sign's middle is.
const SIGN_AT: f64 = 10.0;
/// Half of the gap that the line leaves for it.
const SIGN_GAP: f64 = 7.5;
/// A share may be drawn so much higher or lower, as a part of the height, where those beside it are drawn alike then;
/// less where there are two.
const UNSEEN: f64 = 0.09;
const UNSEEN_OF_TWO: f64 = 0.05;
/// The height of a bar, as a number of whole pixels.
const WHOLE: i64 = BAR as i64;

/// Shares beside each other that are drawn at one height.
struct Level {
    /// From where to where.
    edges: (i64, i64),
    /// Whether what did not run was ready.
    queued: bool,
    /// The least and the greatest height that all of them may have, in whole pixels.
    least: i64,
    greatest: i64,
    /// The area that they have together.
    area: f64,
}

impl Level {
    fn of(running: f64, queued: bool, edges: (i64, i64)) -> Level {
        let height = running * BAR;
        let (least, greatest) = match running {
            // What is none or all is drawn so.
            none if none <= 0.0 => (0, 0),
            all if all >= 1.0 => (WHOLE, WHOLE),
            // A cast leaves out what is behind the point.
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

    /// Makes both one, if they are beside each other and a height is right for both.
    fn join(&mut self, next: &Level) -> bool {
        let least = self.least.max(next.least);
        let greatest = self.greatest.min(next.greatest);
        let beside = self.edges.1 == next.edges.0 && self.queued == next.queued;
        let can = beside && least <= greatest;
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

/// The paths of a lane, as far as they are drawn.
pub(super) struct Pen {
    paths: LanePaths,
    /// The bar's upper edge.
    top: f64,
    /// The line that may still go on: from where to where, and up to where it would be covered after that.
    line: Option<(i64, i64, i64)>,
    lines: Outline,
    running: Outline,
    queued: Outline,
    ticks: Outline,
    /// What is still to be drawn of shares of two states.
    open: Option<Level>,
    /// Where the last shares of three states end, and how high they are drawn.
    level: (i64, f64),
}

impl Pen {
    /// For a lane whose row has its middle at `mid`.
    pub(super) fn new(mid: f64) -> Pen {
        let (top, bottom) = (mid - BAR / 2.0, mid + BAR / 2.0);
        Pen {
            paths: LanePaths::default(),
            top,
            line: None,
            lines: Outline::standing(mid + LINE / 2.0),
            running: Outline::standing(bottom),
            queued: Outline::hanging(top),
            ticks: Outline::standing(bottom),
            open: None,
            level: (i64::MIN, 0.0),
        }
    }

    /// Draws the frame of a cleanup.
    pub(super) fn frame(&mut self, bar: &Bar) {
        let edges = (hundredths(bar.x), hundredths(bar.x + bar.width));
        outline(&mut self.paths.cleanup, edges, self.top + 0.75, BAR - 1.5);
    }

    /// Draws a tick.
    pub(super) fn tick(&mut self, x: f64) {
        let edges = (hundredths(x), hundredths(x + TICK));
        self.ticks.add(edges, hundredths(TICK_HEIGHT));
    }

    /// Draws a bar between shares that end and begin at these edges. From `late` on it is a wait that is overdue.
    pub(super) fn bar(
        &mut self,
        bar: &Bar,
        (after, before): (Option<f64>, Option<f64>),
        late: Option<f64>,
    ) {
        let edges = (told(bar.x, after), told(bar.x + bar.width, before));
        match bar.kind {
            BarKind::Waiting(kind) => self.wait(kind, edges, late.map(hundredths)),
            // So narrow, an outline has no inside.
            BarKind::Ready if edges.1 - edges.0 < hundredths(2.0) => {
                self.end_level();
                self.queued.add(edges, hundredths(BAR));
            }
            BarKind::Ready => {
                // Half of the outline's stroke is inside.
                let (left, right) = (edges.0 + 50, edges.1 - 50);
                outline(
                    &mut self.paths.ready,
                    (left, right),
                    self.top + 0.5,
                    BAR - 1.0,
                );
                let (x, width) = (left as f64 / 100.0, (right - left) as f64 / 100.0);
                hatch(&mut self.paths.hatch, x, self.top + 0.5, width, BAR - 1.0);
            }
            BarKind::Running => {
                self.end_level();
                self.running.add(edges, hundredths(BAR));
                self.cover(edges);
            }
            BarKind::Cleanup => {}
        }
    }

    /// Draws what several states share.
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
        self.running.add(edges, running);
        self.queued.add(edges, ready);
        self.line(edges);
    }

    fn end_level(&mut self) {
        if let Some(level) = self.open.take() {
            let height = level.height();
            self.running.add(level.edges, 100 * height);
            if level.queued {
                let rest = 100 * (WHOLE - height);
                self.queued.add(level.edges, rest);
            }
        }
    }

    /// A wait of its own, with a sign where there is room.
    fn wait(&mut self, kind: WaitKind, (x, to): (i64, i64), late: Option<i64>) {
        // The sign stays in sight where the wait began earlier.
        let seen = x.max(0);
        let mut from = x;
        let before_late = |late| late - seen >= hundredths(SIGN_AT + SIGN_GAP);
        if to - seen >= hundredths(SIGN_ROOM) && late.is_none_or(before_late) {
            let at = seen + hundredths(SIGN_AT);
            self.paths.signs.push((kind, at as f64 / 100.0));
            self.line((x, at - hundredths(SIGN_GAP)));
            self.end_line();
            from = at + hundredths(SIGN_GAP);
        }
        self.line((from, to));
    }

    /// A line, which goes on where nothing but polls lies between.
    fn line(&mut self, (x, to): (i64, i64)) {
        match &mut self.line {
            Some((_, end, reach)) if *reach >= x => (*end, *reach) = (to, to),
            _ => {
                self.end_line();
                self.line = Some((x, to, to));
            }
        }
    }

    /// What would hide a line.
    fn cover(&mut self, (x, to): (i64, i64)) {
        if let Some((_, _, reach)) = &mut self.line
            && *reach >= x
        {
            *reach = to;
        }
    }

    fn end_line(&mut self) {
        if let Some((from, to, _)) = self.line.take() {
            self.lines.add((from, to), hundredths(LINE));
        }
    }

    /// Everything that was drawn.
    pub(super) fn finish(mut self) -> LanePaths {
        self.end_line();
        self.end_level();
        self.paths.waiting = self.lines.finish();
        self.paths.running = self.running.finish();
        self.paths.queued = self.queued.finish();
        self.paths.ticks = self.ticks.finish();
        self.paths
    }
}

/// An edge of a bar, to a tenth of a pixel; to a hundredth where shares begin or end there, because then a pixel
/// can have two edges.
fn told(x: f64, edge: Option<f64>) -> i64 {
    let is_shared = edge.is_some_and(|edge| (edge - x).abs() < 0.01);
    match is_shared {
        true => hundredths(x),
        false => tenths(x),
    }
}

/// A length as a whole number; it is not below zero.
fn whole(length: f64) -> f64 {
    (length + 0.5).floor()
}

/// A rectangle to be stroked.
fn outline(path: &mut String, (x, to): (i64, i64), top: f64, height: f64) {
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
