//! The pace of a run on the virtual clock that is played while it runs: at true speed, and ever faster when it is long.

use coroscope_trace::time::{Duration, Instant};

/// A run that is played for longer than this gets faster.
const PATIENCE: Duration = Duration::from_secs(8);
/// The speed doubles at most this often. An hour takes 20 seconds.
const MAX_DOUBLINGS: u64 = 24;

/// How far a run on the virtual clock has been played.
///
/// # Examples
/// ```
/// use coroscope::time::{Instant, ms};
/// use coroscope::timeline::Pace;
/// let mut pace = Pace::default();
/// // In a frame of 20 ms, at true speed, the run may get to 20 ms. The next timer is due later.
/// let until = pace.until(ms(20), (1, 1));
/// assert_eq!(until, Instant::ZERO + ms(20));
/// pace.reached(until);
/// assert_eq!(pace.at(), until);
/// // In slow motion
/// assert_eq!(pace.until(ms(20), (1, 10)), Instant::ZERO + ms(22));
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Pace {
    at: Instant,
    /// For how long it has been played, in time of the reader.
    played: Duration,
    /// How many times the speed has doubled.
    doublings: u64,
}

impl Pace {
    /// The time of the run that has been reached.
    pub fn at(self) -> Instant {
        self.at
    }

    /// The time that the run may reach now that `passed` has passed for the reader, at a speed given as a fraction.
    pub fn until(&mut self, passed: Duration, (times, parts): (u32, u32)) -> Instant {
        self.played += passed;
        // In slow motion, the reader wants to see each step.
        self.doublings = match times < parts {
            true => 0,
            false => {
                let late = self.played.saturating_sub(PATIENCE).as_millis();
                u64::try_from(late.div_ceil(1_000)).map_or(MAX_DOUBLINGS, |n| n.min(MAX_DOUBLINGS))
            }
        };
        let micros = u64::try_from(passed.as_micros()).unwrap_or(u64::MAX);
        let micros = micros
            .saturating_mul(u64::from(times) << self.doublings)
            .checked_div(u64::from(parts))
            .unwrap_or(0);
        self.at + Duration::from_micros(micros)
    }

    /// The run has reached this time.
    pub fn reached(&mut self, at: Instant) {
        self.at = at;
    }

    /// How many times faster than asked it is played, because it is long.
    pub fn hurry(self) -> u64 {
        1 << self.doublings
    }
}
