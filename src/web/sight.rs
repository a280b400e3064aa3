//! Which stretch of a run is in sight: all of it or its last seconds, or what the reader zoomed and panned to.

use crate::time::{Duration, Instant};
use crate::timeline::TimeScale;

/// A stretch of time, in sight across the whole width of the lanes.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub(crate) struct Sight {
    /// None is the whole run, however long it gets, or the last of it.
    range: Option<(Instant, Instant)>,
    /// How much of its end is in sight by itself; none for the whole run.
    last: Option<Duration>,
}

/// How the reader asks to see another stretch. Places are parts of the width, from 0 to 1.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Look {
    /// So many times as much time, while what is at a place stays there.
    Zoom { at: f64, factor: f64 },
    /// Later by a part of the width; earlier where it is below zero.
    Pan(f64),
    /// Just this stretch.
    Show(Instant, Instant),
    /// The whole run, or of one without an end the last of it.
    Fit,
}

impl Sight {
    /// Follows a run without an end: so much of the last is in sight.
    pub(crate) fn following(last: Duration) -> Sight {
        Sight {
            range: None,
            last: Some(last),
        }
    }

    /// The stretch over so many pixels, of a run that has got to `end`.
    pub(crate) fn scale(&self, end: Instant, width: f64) -> TimeScale {
        let (from, to) = self.range.unwrap_or_else(|| match self.last {
            Some(last) if end.elapsed() > last => (Instant::ZERO + (end.elapsed() - last), end),
            _ => (Instant::ZERO, end),
        });
        TimeScale::new(from, to, width)
    }

    /// Shows what is asked for, of a run that has got to `end`.
    pub(crate) fn look(&mut self, how: Look, end: Instant) {
        // A width of one: places on it are parts of the whole.
        let scale = self.scale(end, 1.0);
        let scale = match how {
            Look::Zoom { at, factor } => scale.zoom(at, factor),
            Look::Pan(by) => scale.pan(by),
            Look::Show(from, to) => TimeScale::new(from, to, 1.0),
            Look::Fit => return self.range = None,
        };
        let scale = scale.clamp(Instant::ZERO, end);
        let is_all = self.last.is_none() && scale.from() == Instant::ZERO && scale.to() >= end;
        self.range = (!is_all).then(|| (scale.from(), scale.to()));
    }

    /// Moves just as far as it takes for a moment to be in sight.
    pub(crate) fn reveal(&mut self, at: Instant, end: Instant) {
        let scale = self.scale(end, 1.0);
        let x = scale.x(at);
        if x < 0.0 {
            self.look(Look::Pan(x - 0.1), end);
        } else if x > 1.0 {
            self.look(Look::Pan(x - 0.9), end);
        }
    }

    /// Keeps the stretch that is in sight, though the run goes on.
    pub(crate) fn hold(&mut self, end: Instant) {
        let scale = self.scale(end, 1.0);
        self.range = self.range.or(Some((scale.from(), scale.to())));
    }

    /// Whether the reader sees less than all.
    pub(crate) fn is_part(&self) -> bool {
        self.range.is_some()
    }
}
