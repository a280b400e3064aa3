//! Turns a lesson's plot into shapes: ticks of its axes, points and curves.

use super::exhibit::{Axis, Plot};
use crate::timeline::shapes::number;
use core::fmt::Write;

/// Space for the numbers of the vertical axis, and its label above them.
const LEFT: f64 = 44.0;
const TOP: f64 = 28.0;
/// Space for half of the last number of the horizontal axis.
const RIGHT: f64 = 20.0;
/// Space for the numbers of the horizontal axis, and its label.
const BOTTOM: f64 = 38.0;
/// Radius of a dot.
const DOT: f64 = 3.5;
/// Maximum number of intervals between ticks.
const MAX_TICKS: f64 = 5.0;

/// A plot, ready to draw. Lengths are in pixels; paths are SVG path data.
#[derive(Clone, Debug, PartialEq)]
pub struct PlotPicture {
    /// Lines at the ticks.
    pub grid: String,
    /// The dots or the curve of each series.
    pub series: Vec<String>,
    /// Numbers of the horizontal axis, each with the x of its middle.
    pub across: Vec<(f64, String)>,
    /// The y of these numbers.
    pub across_y: f64,
    /// Numbers of the vertical axis, each with the y of its middle.
    pub up: Vec<(f64, String)>,
    /// The x of the right end of these numbers.
    pub up_x: f64,
}

/// Draws a plot of this width and height.
///
/// # Examples
/// ```
/// use coroscope::lessons::exhibit::{Axis, Plot, Series};
/// use coroscope::lessons::plot;
/// let axis = Axis { label: "ms", range: (0.0, 10.0), is_log: false };
/// let dots = Series { name: "measured", points: vec![(5.0, 10.0)], measured: true };
/// let picture = plot::draw(&Plot { title: "", across: axis, up: axis, series: vec![dots] }, 264.0, 158.0);
/// assert_eq!(picture.across[1], (84.0, "2".to_owned()));
/// assert!(picture.series[0].starts_with("M147.5 28a"));
/// ```
pub fn draw(plot: &Plot, width: f64, height: f64) -> PlotPicture {
    let points = || plot.series.iter().flat_map(|series| &series.points);
    let (right, bottom) = (
        (width - RIGHT).max(LEFT + 1.0),
        (height - BOTTOM).max(TOP + 1.0),
    );
    let across = Scale::new(plot.across, points().map(|point| point.0), (LEFT, right));
    let up = Scale::new(plot.up, points().map(|point| point.1), (bottom, TOP));

    let mut grid = String::new();
    for tick in across.ticks() {
        let _ = write!(
            grid,
            "M{} {}V{}",
            number(across.px(tick)),
            number(bottom),
            number(TOP)
        );
    }
    for tick in up.ticks() {
        let _ = write!(
            grid,
            "M{} {}H{}",
            number(LEFT),
            number(up.px(tick)),
            number(right)
        );
    }
    let series = plot.series.iter().map(|series| {
        let mut path = String::new();
        let drawable = |point: &&(f64, f64)| across.has(point.0) && up.has(point.1);
        for (n, (x, y)) in series.points.iter().filter(drawable).enumerate() {
            let (x, y) = (across.px(*x), up.px(*y));
            let _ = if series.measured {
                let r = number(DOT);
                let d = number(2.0 * DOT);
                let (x, y) = (number(x + DOT), number(y));
                write!(path, "M{x} {y}a{r} {r} 0 1 0 -{d} 0a{r} {r} 0 1 0 {d} 0z")
            } else {
                let to = if n == 0 { 'M' } else { 'L' };
                write!(path, "{to}{} {}", number(x), number(y))
            };
        }
        path
    });
    let labels = |scale: &Scale| {
        let ticks = scale.ticks().into_iter();
        ticks.map(|tick| (scale.px(tick), number(tick))).collect()
    };
    PlotPicture {
        grid,
        series: series.collect(),
        across: labels(&across),
        across_y: bottom + 16.0,
        up: labels(&up),
        up_x: LEFT - 6.0,
    }
}

/// Numbers ↔ pixels along one axis.
struct Scale {
    range: (f64, f64),
    is_log: bool,
    px: (f64, f64),
}

impl Scale {
    /// A scale that covers the axis's range and all numbers, and begins and ends at a tick.
    fn new(axis: Axis, numbers: impl Iterator<Item = f64>, px: (f64, f64)) -> Scale {
        let is_log = axis.is_log;
        let mut scale = Scale {
            range: axis.range,
            is_log,
            px,
        };
        for n in numbers.filter(|n| n.is_finite() && (!is_log || *n > 0.0)) {
            scale.range = (scale.range.0.min(n), scale.range.1.max(n));
        }
        let (from, to) = scale.range;
        scale.range = if is_log {
            let (from, to) = (from.log10().floor(), to.log10().ceil());
            (10f64.powf(from), 10f64.powf(to.max(from + 1.0)))
        } else {
            let step = step(to - from);
            ((from / step).floor() * step, (to / step).ceil() * step)
        };
        scale
    }

    /// Whether a number has a place on the axis.
    fn has(&self, n: f64) -> bool {
        n.is_finite() && (!self.is_log || n > 0.0)
    }

    fn px(&self, n: f64) -> f64 {
        let along = |n: f64| if self.is_log { n.log10() } else { n };
        let (from, to) = (along(self.range.0), along(self.range.1));
        let part = (along(n) - from) / (to - from);
        self.px.0 + part * (self.px.1 - self.px.0)
    }

    fn ticks(&self) -> Vec<f64> {
        let (from, to) = self.range;
        if self.is_log {
            let exponents = from.log10().round() as i32..=to.log10().round() as i32;
            return exponents.map(|exponent| 10f64.powi(exponent)).collect();
        }
        let step = step(to - from);
        let count = ((to - from) / step).round() as usize;
        (0..=count).map(|n| from + n as f64 * step).collect()
    }
}

/// The smallest of 1, 2 and 5 times a power of ten that makes few enough intervals.
fn step(span: f64) -> f64 {
    let rough = (span / MAX_TICKS).max(1e-9);
    let power = 10f64.powf(rough.log10().floor());
    let steps = [1.0, 2.0, 5.0].map(|step| step * power);
    let enough = steps.into_iter().find(|step| *step >= rough * 0.999);
    enough.unwrap_or(10.0 * power)
}
