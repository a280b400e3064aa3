//! The time of a run, in whole microseconds since it began.

use core::fmt;
use core::ops::{Add, Sub};
pub use core::time::Duration;

/// A point in time of a run, in whole microseconds since the run began.
///
/// The real clock has the resolution of the browser (5 µs to 1 ms), so several events can have the same
/// instant. Their order is the order of the log.
///
/// # asyncio
/// The result of `loop.time()`, counted from the start of the run.
///
/// # Examples
/// ```
/// use coroscope::time::{Instant, ms};
/// let later = Instant::ZERO + ms(20);
/// assert_eq!(later - Instant::ZERO, ms(20));
/// assert_eq!(later.to_string(), "20 ms");
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Instant(u64);

impl Instant {
    /// The beginning of the run.
    pub const ZERO: Instant = Instant(0);
    /// Later than any time that a clock reaches.
    pub const MAX: Instant = Instant(u64::MAX);

    /// The instant `micros` microseconds after the beginning of the run.
    pub const fn from_micros(micros: u64) -> Instant {
        Instant(micros)
    }

    /// Microseconds since the run began.
    pub const fn as_micros(self) -> u64 {
        self.0
    }

    /// Time since the run began.
    pub const fn elapsed(self) -> Duration {
        Duration::from_micros(self.0)
    }
}

impl Add<Duration> for Instant {
    type Output = Instant;
    /// Rounds up to whole microseconds, so that no timer fires early. Saturates at [`Instant::MAX`].
    fn add(self, by: Duration) -> Instant {
        let micros = by.as_nanos().div_ceil(1000);
        Instant(
            self.0
                .saturating_add(u64::try_from(micros).unwrap_or(u64::MAX)),
        )
    }
}

impl Sub for Instant {
    type Output = Duration;
    /// Zero if `earlier` is later than `self`.
    fn sub(self, earlier: Instant) -> Duration {
        Duration::from_micros(self.0.saturating_sub(earlier.0))
    }
}

impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&human(self.elapsed()))
    }
}

/// `n` milliseconds.
///
/// # Examples
/// ```
/// use coroscope::time::{Duration, ms};
/// assert_eq!(ms(1500), Duration::from_secs_f64(1.5));
/// ```
pub const fn ms(n: u64) -> Duration {
    Duration::from_millis(n)
}

/// Formats a duration with three digits and a unit.
///
/// # Examples
/// ```
/// use coroscope::time::{Duration, human, ms};
/// assert_eq!(human(ms(1200)), "1.20 s");
/// assert_eq!(human(ms(350)), "350 ms");
/// assert_eq!(human(Duration::from_micros(2_350)), "2.35 ms");
/// assert_eq!(human(Duration::from_micros(12)), "12 µs");
/// assert_eq!(human(Duration::ZERO), "0 ms");
/// ```
pub fn human(duration: Duration) -> String {
    let micros = duration.as_micros();
    match micros {
        0 => "0 ms".into(),
        1..1_000 => format!("{micros} µs"),
        1_000..999_500 => {
            let text = three_digits(micros, 1_000);
            let text = match text.contains('.') {
                true => text.trim_end_matches('0').trim_end_matches('.'),
                false => &text,
            };
            format!("{text} ms")
        }
        _ => format!("{} s", three_digits(micros, 1_000_000)),
    }
}

/// Formats the ratio of two durations with one decimal. Zero if `b` is zero.
///
/// # Examples
/// ```
/// use coroscope::time::{ms, ratio};
/// assert_eq!(ratio(ms(100), ms(30)), "3.3");
/// ```
pub fn ratio(a: Duration, b: Duration) -> String {
    let tenths = (a.as_micros() * 10 + b.as_micros() / 2)
        .checked_div(b.as_micros())
        .unwrap_or(0);
    format!("{}.{}", tenths / 10, tenths % 10)
}

/// Formats `value / unit` with three digits. Uses integers, because the code that formats floating-point numbers is
/// large.
fn three_digits(value: u128, unit: u128) -> String {
    let digits = match value {
        v if v < unit * 9_995 / 1_000 => 2,
        v if v < unit * 9_995 / 100 => 1,
        _ => 0,
    };
    let scale = 10u128.pow(digits);
    let scaled = (value * scale + unit / 2) / unit;
    match digits {
        0 => scaled.to_string(),
        _ => format!(
            "{}.{:0width$}",
            scaled / scale,
            scaled % scale,
            width = digits as usize
        ),
    }
}
