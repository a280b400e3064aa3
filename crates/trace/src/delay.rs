//! A duration in the log, small enough for an event.

use crate::time::Duration;
use core::fmt;

/// A duration in whole microseconds, or unknown.
///
/// # Examples
/// ```
/// use coroscope::{time::ms, trace::Delay};
/// assert_eq!(Delay::of(ms(250)).get(), Some(ms(250)));
/// assert_eq!(Delay::UNKNOWN.get(), None);
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
// Otherwise an event would be larger than 32 bytes.
#[repr(Rust, packed(4))]
pub struct Delay(u64);

impl Delay {
    /// Unknown: recordings of version 1 do not contain the delay of a timer.
    pub const UNKNOWN: Delay = Delay(u64::MAX);

    /// This duration, rounded down to whole microseconds.
    pub fn of(duration: Duration) -> Delay {
        Delay(u64::try_from(duration.as_micros()).unwrap_or(u64::MAX - 1))
    }

    /// The microseconds plus one; 0 if unknown. As few bytes as a number can have, for the log.
    pub(crate) fn to_code(self) -> u64 {
        self.0.wrapping_add(1)
    }

    /// The delay with this [code](Delay::to_code).
    pub(crate) fn from_code(code: u64) -> Delay {
        Delay(code.wrapping_sub(1))
    }

    /// The duration. `None` if it is unknown.
    pub fn get(self) -> Option<Duration> {
        let micros = self.0;
        (micros != u64::MAX).then(|| Duration::from_micros(micros))
    }
}

impl fmt::Debug for Delay {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.get() {
            Some(duration) => write!(f, "{duration:?}"),
            None => f.write_str("unknown"),
        }
    }
}
