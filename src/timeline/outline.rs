//! Areas along a straight edge as one outline.

use super::number::push_command;

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
    /// What is written of it.
    path: Vec<u8>,
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
            path: Vec::new(),
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
    pub(super) fn add(&mut self, (x, to): (i64, i64), height: i64) {
        if to <= x || height == 0 {
            return;
        }
        match &mut self.open {
            Some((_, end, same)) if *end == x && *same == height => *end = to,
            _ => {
                self.write();
                self.open = Some((x, to, height));
            }
        }
    }

    /// The path data of all.
    pub(super) fn finish(mut self) -> String {
        self.write();
        if let Some((_, height)) = self.at {
            self.vertical(-height);
        }
        String::from_utf8(self.path).unwrap_or_default()
    }

    fn write(&mut self) {
        let Some((x, to, height)) = self.open.take() else {
            return;
        };
        match self.at {
            Some((end, before)) if end == x => self.vertical(height - before),
            Some((end, before)) => {
                self.vertical(-before);
                push_command(&mut self.path, b'h', x - end);
                self.vertical(height);
            }
            None => {
                push_command(&mut self.path, b'M', x);
                push_command(&mut self.path, b' ', self.base);
                self.vertical(height);
            }
        }
        push_command(&mut self.path, b'h', to - x);
        self.at = Some((to, height));
    }

    fn vertical(&mut self, by: i64) {
        push_command(&mut self.path, b'v', -self.up * by);
    }
}
