//! Time of a run: whole microseconds since the run began.

use core::fmt;
use core::ops::{Add, Sub};
pub use core::time::Duration;

/// A moment of a run, in whole microseconds since it began.
///
/// On the real clock it is as fine as the browser's (5 µs to 1 ms), so two
/// events can carry the same instant; their order is their place in the log.
///
/// # asyncio
/// What `loop.time()` returns, counted from the start of the run.
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
    /// The moment the run began.
    pub const ZERO: Instant = Instant(0);
    /// Later than any moment a clock reaches.
    pub const MAX: Instant = Instant(u64::MAX);

    /// The moment `micros` microseconds into the run.
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
    /// Saturates at [`Instant::MAX`]; a fraction of a microsecond counts as a whole one,
    /// so that no timer fires early.
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
    /// Zero where `earlier` is the later one.
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

/// A duration as a person reads it: three digits and a unit.
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
    let (unit, value) = match micros {
        0 => return "0 ms".into(),
        1..1_000 => return format!("{micros} µs"),
        1_000..999_500 => ("ms", micros as f64 / 1e3),
        _ => ("s", micros as f64 / 1e6),
    };
    let digits = match value {
        v if v < 10.0 => 2,
        v if v < 100.0 => 1,
        _ => 0,
    };
    let mut text = format!("{value:.digits$}");
    if unit == "ms" && text.contains('.') {
        text.truncate(text.trim_end_matches('0').trim_end_matches('.').len());
    }
    format!("{text} {unit}")
}
