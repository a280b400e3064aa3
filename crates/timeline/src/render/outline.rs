//! Joins areas along a straight edge into one outline.

use super::number::push_command;

/// Tolerance for floating-point rounding: without it, the same edge could be rounded in two ways.
const NEARLY: f64 = 1e-6;

/// Rounds a length to hundredths, the unit of path data.
pub(super) fn hundredths(value: f64) -> i64 {
    rounded(value * 100.0 + NEARLY)
}

/// Rounds a length to tenths, in hundredths.
pub(super) fn tenths(value: f64) -> i64 {
    10 * rounded(value * 10.0 + NEARLY)
}

/// Like `round`, which is a function call on most machines.
fn rounded(value: f64) -> i64 {
    (value + 0.5_f64.copysign(value)) as i64
}

/// Areas side by side above or below one edge, as one outline to fill. It runs along the edge from each area to the next,
/// which is shorter to write, and faster to parse and fill, than an outline for each. Lengths are in hundredths of a
/// pixel.
pub(super) struct Outline {
    /// The path data written so far.
    path: Vec<u8>,
    base: i64,
    /// 1 if the areas are above the edge, -1 if below.
    up: i64,
    /// The last area, which the next one may extend: left edge, right edge, height.
    open: Option<(i64, i64, i64)>,
    /// The end of the written outline: its x, and its distance from the edge.
    at: Option<(i64, i64)>,
}

impl Outline {
    /// For areas above an edge at this height.
    pub(super) fn above(base: f64) -> Outline {
        Outline {
            path: Vec::new(),
            base: hundredths(base),
            up: 1,
            open: None,
            at: None,
        }
    }

    /// For areas below an edge.
    pub(super) fn below(base: f64) -> Outline {
        Outline {
            up: -1,
            ..Outline::above(base)
        }
    }

    /// Adds an area to the right of the previous ones.
    pub(super) fn add(&mut self, edges: (i64, i64), height: i64) {
        let (x, to) = edges;
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

    /// The path data of all areas.
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
