//! The time range of a run that the timeline shows: all of it, its last seconds, or what the reader zoomed to.

use crate::time::{Duration, Instant};
use crate::timeline::TimeScale;

/// The visible time range, across the width of the lanes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct VisibleWindow {
    /// A fixed range; `None` follows the run, or its end.
    range: Option<(Instant, Instant)>,
    /// How much of the end to follow; `None` for the whole run.
    last: Option<Duration>,
}

/// A request to zoom or pan. Positions are fractions of the width, from 0 to 1.
#[derive(Clone, Copy, Debug)]
pub(crate) enum PanZoom {
    /// Multiplies the visible duration by `factor`, keeping the time at position `at` fixed.
    Zoom { at: f64, factor: f64 },
    /// Moves by a fraction of the width; positive is later.
    Pan(f64),
    /// Shows this range.
    Show(Instant, Instant),
    /// Follows the run again.
    Fit,
}

impl VisibleWindow {
    /// Follows the end of a live run: shows its last part of this duration.
    pub(crate) fn following(last: Duration) -> VisibleWindow {
        VisibleWindow {
            range: None,
            last: Some(last),
        }
    }

    /// The scale for a width in pixels, of a run that has reached `end`.
    pub(crate) fn scale(&self, end: Instant, width: f64) -> TimeScale {
        let (from, to) = self.range.unwrap_or_else(|| match self.last {
            Some(last) if end.elapsed() > last => (Instant::ZERO + (end.elapsed() - last), end),
            _ => (Instant::ZERO, end),
        });
        TimeScale::new(from, to, width)
    }

    /// Zooms or pans within a run that has reached `end`.
    pub(crate) fn apply(&mut self, change: PanZoom, end: Instant) {
        // A width of 1, so that positions are fractions.
        let scale = self.scale(end, 1.0);
        let scale = match change {
            PanZoom::Zoom { at, factor } => scale.zoom(at, factor),
            PanZoom::Pan(by) => scale.pan(by),
            PanZoom::Show(from, to) => TimeScale::new(from, to, 1.0),
            PanZoom::Fit => return self.range = None,
        };
        let scale = scale.clamp(Instant::ZERO, end);
        let is_all = self.last.is_none() && scale.from() == Instant::ZERO && scale.to() >= end;
        self.range = (!is_all).then(|| (scale.from(), scale.to()));
    }

    /// Pans by the smallest distance that makes a moment visible.
    pub(crate) fn reveal(&mut self, at: Instant, end: Instant) {
        let scale = self.scale(end, 1.0);
        let x = scale.x(at);
        if x < 0.0 {
            self.apply(PanZoom::Pan(x - 0.1), end);
        } else if x > 1.0 {
            self.apply(PanZoom::Pan(x - 0.9), end);
        }
    }

    /// Stops following the run: the current range stays visible.
    pub(crate) fn freeze(&mut self, end: Instant) {
        let scale = self.scale(end, 1.0);
        self.range = self.range.or(Some((scale.from(), scale.to())));
    }

    /// The run has ended: unless a fixed range is shown, shows all of it.
    pub(crate) fn end_following(&mut self) {
        self.last = None;
    }

    /// Whether a fixed range is shown.
    pub(crate) fn is_fixed(&self) -> bool {
        self.range.is_some()
    }
}
