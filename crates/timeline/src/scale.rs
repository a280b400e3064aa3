//! Maps time to pixels: the visible stretch of time, its width, and the ticks of its axis.

use coroscope_trace::time::{Duration, Instant};

/// The shortest stretch of time that a viewport can show, in microseconds.
const SHORTEST: u64 = 10;
/// Minimum distance between ticks.
const MIN_TICK_PX: f64 = 8.0;

/// A stretch of time and its width in pixels.
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
    /// The stretch `from`..`to` over `width` pixels. Stretches that are too short or reversed are lengthened; a width
    /// below one pixel, or NaN, becomes one.
    pub fn new(from: Instant, to: Instant, width: f64) -> TimeScale {
        let from = from.min(Instant::from_micros(u64::MAX - SHORTEST));
        let least = Instant::from_micros(from.as_micros() + SHORTEST);
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

    /// The width in pixels.
    pub fn width(&self) -> f64 {
        self.width
    }

    /// The visible length of time.
    pub fn span(&self) -> Duration {
        self.to - self.from
    }

    /// The same stretch over another width.
    #[must_use = "returns the new scale"]
    pub fn with_width(self, width: f64) -> TimeScale {
        TimeScale::new(self.from, self.to, width)
    }

    /// The x of a moment; below zero or beyond the width if it is not visible.
    pub fn x(&self, at: Instant) -> f64 {
        let (at, from) = (at.as_micros(), self.from.as_micros());
        let micros = if at >= from {
            (at - from) as f64
        } else {
            -((from - at) as f64)
        };
        micros * self.width / self.micros() as f64
    }

    /// The moment at `x`, rounded to a microsecond; never before the run began.
    pub fn at(&self, x: f64) -> Instant {
        self.offset((x * self.micros_per_px()).round())
    }

    /// The first moment that is not left of `x`.
    pub(super) fn first_at(&self, x: f64) -> Instant {
        self.first_after(x * self.micros_per_px())
    }

    /// The first moment at least this many microseconds after the left edge, up to rounding.
    pub(super) fn first_after(&self, micros: f64) -> Instant {
        self.offset((micros - 1e-6).ceil())
    }

    /// The length of time per pixel, in microseconds.
    pub fn micros_per_px(&self) -> f64 {
        self.micros() as f64 / self.width
    }

    /// Zooms by `factor` (below one shows less time) while the moment at `x` keeps its position, unless the run's beginning
    /// prevents that.
    #[must_use = "returns the new scale"]
    pub fn zoom(self, x: f64, factor: f64) -> TimeScale {
        if !(factor > 0.0 && factor.is_finite() && x.is_finite()) {
            return self;
        }
        let span = (self.micros() as f64 * factor).round().max(SHORTEST as f64);
        let anchor = self.from.as_micros() as f64 + x * self.micros_per_px();
        let from = (anchor - x / self.width * span).round().max(0.0) as u64;
        self.moved_to(from, span as u64)
    }

    /// Moves by `x` pixels; positive values show later moments. It stops at the run's beginning.
    #[must_use = "returns the new scale"]
    pub fn pan(self, x: f64) -> TimeScale {
        let from = self.from.as_micros() as f64 + (x * self.micros_per_px()).round();
        self.moved_to(from.max(0.0) as u64, self.micros())
    }

    /// Moves, and if necessary shortens, the scale so that it shows nothing outside `from`..`to`.
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
        // A cast from a float saturates; NaN becomes zero.
        let from = self.from.as_micros();
        Instant::from_micros(if micros >= 0.0 {
            from.saturating_add(micros as u64)
        } else {
            from.saturating_sub(-micros as u64)
        })
    }
}

/// A tick of the axis.
#[derive(Clone, Debug, PartialEq)]
pub struct Tick {
    /// The moment.
    pub at: Instant,
    /// Its x.
    pub x: f64,
    /// Its label. All labels of an axis have as many decimals as its step needs, so they don't jump while the picture
    /// moves.
    pub label: String,
}

/// Ticks at round moments, at least `min_px` apart, in steps of 1, 2 or 5 times a power of ten.
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
    let least = scale.micros_per_px() * min_px.max(MIN_TICK_PX);
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
