//! Time ↔ pixels: which stretch of the run is seen, how wide it is drawn, and where its axis has ticks.

use crate::time::{Duration, Instant};

/// The shortest stretch that can fill a viewport, in microseconds.
const CLOSEST: u64 = 10;
/// Ticks closer than this can't be read.
const LEAST_TICK_PX: f64 = 8.0;

/// A stretch of time, and the width in pixels that it is drawn over.
///
/// # Examples
/// ```
/// use coroscope::{time::{Instant, ms}, timeline::TimeScale};
/// let at = |n| Instant::ZERO + ms(n);
/// let scale = TimeScale::new(at(0), at(200), 100.0);
/// assert_eq!(scale.x(at(50)), 25.0);
/// assert_eq!(scale.at(25.0), at(50));
/// let closer = scale.zoom(50.0, 0.5);
/// assert_eq!((closer.from(), closer.to()), (at(50), at(150)));
/// assert_eq!(closer.pan(-100.0).from(), Instant::ZERO);
/// ```
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct TimeScale {
    from: Instant,
    to: Instant,
    width: f64,
}

impl TimeScale {
    /// The stretch `from`..`to` over `width` pixels. A stretch that is too short, or
    /// ends before it begins, is made longer; a width below one pixel, or none, becomes one.
    pub fn new(from: Instant, to: Instant, width: f64) -> TimeScale {
        let from = from.min(Instant::from_micros(u64::MAX - CLOSEST));
        let least = Instant::from_micros(from.as_micros() + CLOSEST);
        TimeScale {
            from,
            to: to.max(least),
            width: if width >= 1.0 { width } else { 1.0 },
        }
    }

    /// The moment at the left edge.
    pub fn from(&self) -> Instant {
        self.from
    }

    /// The moment at the right edge.
    pub fn to(&self) -> Instant {
        self.to
    }

    /// How wide it is drawn.
    pub fn width(&self) -> f64 {
        self.width
    }

    /// How much time is seen.
    pub fn span(&self) -> Duration {
        self.to - self.from
    }

    /// The same stretch over another width.
    #[must_use = "returns the new scale"]
    pub fn with_width(self, width: f64) -> TimeScale {
        TimeScale::new(self.from, self.to, width)
    }

    /// Where a moment is drawn: below zero or past the width where it is out of sight.
    pub fn x(&self, at: Instant) -> f64 {
        let (at, from) = (at.as_micros(), self.from.as_micros());
        let micros = if at >= from {
            (at - from) as f64
        } else {
            -((from - at) as f64)
        };
        micros * self.width / self.micros() as f64
    }

    /// The moment that is drawn at `x`, to the nearest microsecond; never before the run began.
    pub fn at(&self, x: f64) -> Instant {
        self.offset((x * self.micros_per_px()).round())
    }

    /// The first moment that is not drawn left of `x`.
    pub(super) fn first_at(&self, x: f64) -> Instant {
        self.first_after(x * self.micros_per_px())
    }

    /// The first moment that is at least so many microseconds after the left edge, but for what floats leave.
    pub(super) fn first_after(&self, micros: f64) -> Instant {
        self.offset((micros - 1e-6).ceil())
    }

    /// How much time a pixel stands for, in microseconds.
    pub fn micros_per_px(&self) -> f64 {
        self.micros() as f64 / self.width
    }

    /// The scale in which `factor` as much time is seen (below one is closer), while the moment at
    /// `x` stays where it is, as far as the run's beginning lets it.
    #[must_use = "returns the new scale"]
    pub fn zoom(self, x: f64, factor: f64) -> TimeScale {
        if !(factor > 0.0 && factor.is_finite() && x.is_finite()) {
            return self;
        }
        let span = (self.micros() as f64 * factor).round().max(CLOSEST as f64);
        let held = self.from.as_micros() as f64 + x * self.micros_per_px();
        let from = (held - x / self.width * span).round().max(0.0) as u64;
        self.moved_to(from, span as u64)
    }

    /// The scale moved by `x` pixels: above zero shows later moments. It stops at the run's beginning.
    #[must_use = "returns the new scale"]
    pub fn pan(self, x: f64) -> TimeScale {
        let from = self.from.as_micros() as f64 + (x * self.micros_per_px()).round();
        self.moved_to(from.max(0.0) as u64, self.micros())
    }

    /// The scale moved, and where it must be narrowed, to show nothing outside of `from`..`to`.
    #[must_use = "returns the new scale"]
    pub fn clamp(self, from: Instant, to: Instant) -> TimeScale {
        let whole = TimeScale::new(from, to, self.width);
        let span = self.micros().min(whole.micros());
        let latest = whole.to.as_micros() - span;
        self.moved_to(self.from.as_micros().clamp(from.as_micros(), latest), span)
    }

    fn micros(&self) -> u64 {
        self.to.as_micros() - self.from.as_micros()
    }

    fn moved_to(self, from: u64, span: u64) -> TimeScale {
        let from = from.min(u64::MAX - span);
        let moment = Instant::from_micros;
        TimeScale::new(moment(from), moment(from + span), self.width)
    }

    fn offset(&self, micros: f64) -> Instant {
        // A cast from a float saturates, and makes zero of what is no number.
        let from = self.from.as_micros();
        Instant::from_micros(if micros >= 0.0 {
            from.saturating_add(micros as u64)
        } else {
            from.saturating_sub(-micros as u64)
        })
    }
}

/// A mark on the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The moment.
    pub at: Instant,
    /// Where it is drawn.
    pub x: f64,
    /// What is written beside it. The labels of one axis have as many digits after the point as
    /// its step needs, so that they stand still while the picture moves.
    pub label: String,
}

/// Round moments that are at least `min_px` apart, in steps of 1, 2 or 5 of a power of ten.
///
/// # Examples
/// ```
/// use coroscope::{time::{Instant, ms}, timeline::{TimeScale, ticks}};
/// let labels = |to, px| -> Vec<String> {
///     let scale = TimeScale::new(Instant::ZERO, Instant::ZERO + ms(to), px);
///     ticks(&scale, 50.0).into_iter().map(|tick| tick.label).collect()
/// };
/// assert_eq!(labels(200, 250.0), ["0", "50 ms", "100 ms", "150 ms", "200 ms"]);
/// assert_eq!(labels(1_400, 140.0), ["0", "500 ms", "1.0 s"]);
/// ```
pub fn ticks(scale: &TimeScale, min_px: f64) -> Vec<Tick> {
    let least = scale.micros_per_px() * min_px.max(LEAST_TICK_PX);
    let Some(step) = round_step(least) else {
        return Vec::new();
    };
    let (from, to) = (scale.from.as_micros(), scale.to.as_micros());
    let first = from.div_ceil(step).checked_mul(step);
    core::iter::successors(first, |at| at.checked_add(step))
        .take_while(|at| *at <= to)
        .map(|micros| {
            let at = Instant::from_micros(micros);
            Tick {
                at,
                x: scale.x(at),
                label: tick_label(micros, step),
            }
        })
        .collect()
}

/// The smallest of 1, 2, 5, 10, 20 … that is at least `least`.
fn round_step(least: f64) -> Option<u64> {
    let mut power = 1_u64;
    loop {
        for digit in [1, 2, 5] {
            let step = power.checked_mul(digit)?;
            if step as f64 >= least {
                return Some(step);
            }
        }
        power = power.checked_mul(10)?;
    }
}

fn tick_label(micros: u64, step: u64) -> String {
    let (unit, name) = match micros {
        0 => return "0".into(),
        1..1_000 => return format!("{micros} µs"),
        1_000..1_000_000 => (1_000, "ms"),
        _ => (1_000_000, "s"),
    };
    let (mut digits, mut part) = (0, unit);
    while !step.is_multiple_of(part) {
        part /= 10;
        digits += 1;
    }
    let whole = micros / unit;
    match digits {
        0 => format!("{whole} {name}"),
        _ => format!("{whole}.{:0digits$} {name}", micros % unit / part),
    }
}
