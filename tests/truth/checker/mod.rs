//! Checks that a picture is true: for each pixel, what is drawn is compared with what the log says.
//!
//! The checker knows how to read a picture (see `coroscope_timeline::shapes`), and nothing about how it is made: it reads
//! the log's events itself, and the drawing from the finished SVG, text and path data.
//! Other packages can include this folder by its path.
#![allow(dead_code, unreachable_pub, reason = "every package uses a part")]

mod ink;
mod lanes;
mod levels;
mod said;
mod svg;
mod text;

use coroscope_timeline::{Rows, TimeScale, Viewport};
use coroscope_trace::{Log, Model, RunView};

/// Tolerance: how much of a pixel the drawing may differ from the log.
pub const TOLERANCE: f64 = 0.1;

/// What was compared, and the largest differences.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Report {
    /// Pictures.
    pub pictures: usize,
    /// Pixels of lanes.
    pub pixels: usize,
    /// Pixels of lanes that several states share.
    pub shared: usize,
    /// Ticks.
    pub ticks: usize,
    /// The largest difference of a state's share in a pixel of a lane.
    pub worst: f64,
    /// The largest difference in a pixel of the loop's lane, as a part of its height.
    pub worst_loop: f64,
    /// The same for a counter track.
    pub worst_strip: f64,
    /// The same for a column of the overview.
    pub worst_overview: f64,
    /// Characters of the picture as text.
    pub characters: usize,
}

impl Report {
    /// Combines both reports.
    pub fn and(self, other: Report) -> Report {
        Report {
            pictures: self.pictures + other.pictures,
            pixels: self.pixels + other.pixels,
            shared: self.shared + other.shared,
            ticks: self.ticks + other.ticks,
            worst: self.worst.max(other.worst),
            worst_loop: self.worst_loop.max(other.worst_loop),
            worst_strip: self.worst_strip.max(other.worst_strip),
            worst_overview: self.worst_overview.max(other.worst_overview),
            characters: self.characters + other.characters,
        }
    }
}

/// Checks everything drawn in a viewport: lanes, the loop's lane and counter tracks in SVG and as path data; the text.
///
/// # Errors
/// If something drawn is not true.
pub fn check(log: &Log, viewport: &Viewport) -> Result<Report, String> {
    let model = Model::of(log);
    let mut rows = Rows::default();
    rows.update(&model);
    let (said, run) = (said::Said::of(log), RunView::new(log, &model));
    let report = svg::check(&said, run, &rows, viewport)?;
    let report = report.and(lanes::check_paths(&said, run, &rows, viewport)?);
    let report = report.and(text::check(&said, run, &rows, viewport)?);
    Ok(report.and(levels::check_overview(&said, run, viewport)?))
}

/// Checks some views of a log: all of it, and pseudo-random parts.
///
/// # Errors
/// If something drawn is not true.
pub fn check_views(log: &Log, parts: u64) -> Result<Report, String> {
    let model = Model::of(log);
    let end = model.now().as_micros();
    let mut report = Report::default();
    let mut dice = 0x9E37_79B9_7F4A_7C15_u64;
    let mut roll = |sides: u64| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        (dice >> 33) % sides.max(1)
    };
    for part in 0..=parts {
        let at = coroscope_trace::time::Instant::from_micros;
        let (from, to) = match part {
            0 => (0, end),
            _ => {
                let from = roll(end);
                // From most of the run down to a thousandth of it.
                let most = end >> roll(10);
                (from, from + 10 + roll(most))
            }
        };
        let width = if part == 0 { 900 } else { 200 + roll(900) };
        let viewport = Viewport {
            scale: TimeScale::new(at(from), at(to), width as f64 + roll(10) as f64 / 10.0),
            first_lane: 0,
            lanes: 60,
            until: None,
        };
        let checked = check(log, &viewport).map_err(|error| format!("{viewport:?}: {error}"))?;
        report = report.and(checked);
    }
    Ok(report)
}
