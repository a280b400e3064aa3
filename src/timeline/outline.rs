//! Areas along a straight edge as one outline.

use super::number::push;

/// What floats leave of a half: without it, the same edge could be rounded in two ways.
const NEARLY: f64 = 1e-6;

/// Lengths as path data tells them.
pub(super) fn hundredths(value: f64) -> i64 {
    rounded(value * 100.0 + NEARLY)
}

/// The same, to tenths.
pub(super) fn tenths(value: f64) -> i64 {
    10 * rounded(value * 10.0 + NEARLY)
}

/// As `round` does it, which is a call of a function on most machines.
fn rounded(value: f64) -> i64 {
    (value + 0.5_f64.copysign(value)) as i64
}

/// Areas side by side that stand on one edge, or hang from it, as one outline to be filled. It goes from each to
/// the next along the edge: that is shorter to write, and quicker to read and to fill, than an outline for each.
/// All lengths are in hundredths of a pixel.
pub(super) struct Outline {
    base: i64,
    /// 1 where the areas stand on the edge, -1 where they hang.
    up: i64,
    /// The area that the next one may still go on: from where to where, and how high.
    open: Option<(i64, i64, i64)>,
    /// Where the written outline is, and how far from the edge.
    at: Option<(i64, i64)>,
}

impl Outline {
    /// Of areas that stand on an edge at this height.
    pub(super) fn standing(base: f64) -> Outline {
        Outline {
            base: hundredths(base),
            up: 1,
            open: None,
            at: None,
        }
    }

    /// Of areas that hang from an edge.
    pub(super) fn hanging(base: f64) -> Outline {
        Outline {
            up: -1,
            ..Outline::standing(base)
        }
    }

    /// Adds an area at the right of all before it.
    pub(super) fn add(&mut self, path: &mut String, (x, to): (i64, i64), height: i64) {
        if to <= x || height == 0 {
            return;
        }
        match &mut self.open {
            Some((_, end, same)) if *end == x && *same == height => *end = to,
            _ => {
                self.write(path);
                self.open = Some((x, to, height));
            }
        }
    }

    /// Writes what is left.
    pub(super) fn finish(mut self, path: &mut String) {
        self.write(path);
        if let Some((_, height)) = self.at {
            self.vertical(path, -height);
        }
    }

    fn write(&mut self, path: &mut String) {
        let Some((x, to, height)) = self.open.take() else {
            return;
        };
        match self.at {
            Some((end, before)) if end == x => self.vertical(path, height - before),
            Some((end, before)) => {
                self.vertical(path, -before);
                horizontal(path, x - end);
                self.vertical(path, height);
            }
            None => {
                path.push('M');
                push(path, x);
                path.push(' ');
                push(path, self.base);
                self.vertical(path, height);
            }
        }
        horizontal(path, to - x);
        self.at = Some((to, height));
    }

    fn vertical(&self, path: &mut String, by: i64) {
        path.push('v');
        push(path, -self.up * by);
    }
}

fn horizontal(path: &mut String, by: i64) {
    path.push('h');
    push(path, by);
}
