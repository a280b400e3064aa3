//! A coordinate of a recorded point.

use core::fmt;

/// A coordinate of a recorded point, in whole thousandths.
///
/// # Examples
/// ```
/// use coroscope::trace::Coordinate;
/// let half = Coordinate::from(0.5);
/// assert_eq!((half.get(), half.thousandths()), (0.5, 500));
/// assert_eq!(half.to_string(), "0.5");
/// assert_eq!(Coordinate::from(12).to_string(), "12");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Coordinate(i64);

impl Coordinate {
    /// This many thousandths.
    pub const fn from_thousandths(thousandths: i64) -> Coordinate {
        Coordinate(thousandths)
    }

    /// The coordinate in thousandths.
    pub const fn thousandths(self) -> i64 {
        self.0
    }

    /// The coordinate as a number.
    pub fn get(self) -> f64 {
        self.0 as f64 / 1000.0
    }
}

impl From<f64> for Coordinate {
    /// Rounds to thousandths.
    fn from(number: f64) -> Coordinate {
        Coordinate((number * 1000.0).round() as i64)
    }
}

impl From<i32> for Coordinate {
    fn from(number: i32) -> Coordinate {
        Coordinate(i64::from(number) * 1000)
    }
}

impl From<u32> for Coordinate {
    fn from(number: u32) -> Coordinate {
        Coordinate(i64::from(number) * 1000)
    }
}

impl From<usize> for Coordinate {
    fn from(number: usize) -> Coordinate {
        let number = i64::try_from(number).unwrap_or(i64::MAX);
        Coordinate(number.saturating_mul(1000))
    }
}

impl fmt::Display for Coordinate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (whole, rest) = (self.0.unsigned_abs() / 1000, self.0.unsigned_abs() % 1000);
        let sign = if self.0 < 0 { "-" } else { "" };
        match rest {
            0 => write!(f, "{sign}{whole}"),
            _ => {
                let digits = format!("{rest:03}");
                write!(f, "{sign}{whole}.{}", digits.trim_end_matches('0'))
            }
        }
    }
}
