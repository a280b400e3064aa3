//! Areas along a straight edge: as rectangles, or joined into one outline.

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

/// Areas side by side above or below one edge. Lengths are in hundredths of a pixel.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Areas {
    base: i64,
    /// 1 if the areas are above the edge, -1 if below.
    up: i64,
    /// Left edge, right edge, height.
    areas: Vec<(i64, i64, i64)>,
}

/// A rectangle to fill, in pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rect {
    /// Its left edge.
    pub x: f64,
    /// Its upper edge.
    pub y: f64,
    /// Its width.
    pub width: f64,
    /// Its height.
    pub height: f64,
}

impl Areas {
    /// For areas above an edge at this height.
    pub(super) fn above(base: f64) -> Areas {
        Areas {
            areas: Vec::new(),
            base: hundredths(base),
            up: 1,
        }
    }

    /// For areas below an edge.
    pub(super) fn below(base: f64) -> Areas {
        Areas {
            up: -1,
            ..Areas::above(base)
        }
    }

    /// Adds an area to the right of the previous ones. It extends the last one, if that is adjacent and as high.
    pub(super) fn add(&mut self, edges: (i64, i64), height: i64) {
        let (x, to) = edges;
        if to <= x || height == 0 {
            return;
        }
        match self.areas.last_mut() {
            Some((_, end, same)) if *end == x && *same == height => *end = to,
            _ => self.areas.push((x, to, height)),
        }
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.areas.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.areas.is_empty()
    }

    /// The areas as rectangles, from left to right.
    pub fn rects(&self) -> impl Iterator<Item = Rect> {
        let pixels = |hundredths: i64| hundredths as f64 / 100.0;
        self.areas.iter().map(move |(x, to, height)| Rect {
            x: pixels(*x),
            y: pixels(match self.up > 0 {
                true => self.base - height,
                false => self.base,
            }),
            width: pixels(to - x),
            height: pixels(*height),
        })
    }

    /// The areas as the path data of one outline to fill. It runs along the edge from each area to the next, which is shorter
    /// to write, and faster to parse and fill, than an outline for each.
    pub fn path(&self) -> String {
        let mut path = Vec::new();
        // The end of the written outline: its x, and its distance from the edge.
        let mut at: Option<(i64, i64)> = None;
        let vertical = |path: &mut Vec<u8>, by: i64| push_command(path, b'v', -self.up * by);
        for (x, to, height) in &self.areas {
            match at {
                Some((end, before)) if end == *x => vertical(&mut path, height - before),
                Some((end, before)) => {
                    vertical(&mut path, -before);
                    push_command(&mut path, b'h', x - end);
                    vertical(&mut path, *height);
                }
                None => {
                    push_command(&mut path, b'M', *x);
                    push_command(&mut path, b' ', self.base);
                    vertical(&mut path, *height);
                }
            }
            push_command(&mut path, b'h', to - x);
            at = Some((*to, *height));
        }
        if let Some((_, height)) = at {
            vertical(&mut path, -height);
        }
        String::from_utf8(path).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rectangles_and_path_are_the_same_areas() {
        let mut areas = Areas::above(19.0);
        for (edges, height) in [((0, 150), 1400), ((150, 200), 1400), ((200, 300), 700)] {
            areas.add(edges, height);
        }
        areas.add((500, 600), 350);
        let rect = |x, y, width, height| Rect {
            x,
            y,
            width,
            height,
        };
        let rects = [
            rect(0.0, 5.0, 2.0, 14.0),
            rect(2.0, 12.0, 1.0, 7.0),
            rect(5.0, 15.5, 1.0, 3.5),
        ];
        assert_eq!(areas.rects().collect::<Vec<_>>(), rects);
        assert_eq!(areas.path(), "M0 19v-14h2v7h1v7h2v-3.5h1v3.5");
        let mut below = Areas::below(5.0);
        below.add((100, 200), 300);
        assert_eq!(below.rects().next(), Some(rect(1.0, 5.0, 1.0, 3.0)));
        assert_eq!(below.path(), "M1 5v3h1v-3");
    }
}
