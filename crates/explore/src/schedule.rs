//! A schedule: how a run deviates from the clock, as a short list.

use core::cmp::Ordering;
use core::fmt;
use core::str::FromStr;

/// A choice that differs from what the clock would do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Deviation {
    /// The number of the choice in its run, from 0.
    pub at: u32,
    /// Which alternative is taken, from 1; 0 is what the clock would do.
    pub alternative: u32,
}

/// The deviations of a run, in order. Without deviations, a run is as on the virtual clock. The same program with the same
/// schedule always makes the same run.
///
/// As text, it is a list such as `3:1,8:2`: alternative 1 at choice 3, alternative 2 at choice 8. A schedule without
/// deviations is `0`.
///
/// # Examples
/// ```
/// use coroscope::explore::Schedule;
/// let schedule: Schedule = "3:1,8:2".parse().unwrap();
/// assert_eq!(schedule.deviations().len(), 2);
/// assert_eq!(schedule.to_string(), "3:1,8:2");
/// assert!("8:2,3:1".parse::<Schedule>().is_err());
/// ```
/// Fewer deviations come first in the order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Schedule(Vec<Deviation>);

/// Why a text is not a schedule.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScheduleError(String);

impl Schedule {
    /// The schedule with these deviations, in the order of their choices.
    pub(crate) fn new(deviations: Vec<Deviation>) -> Schedule {
        debug_assert!(deviations.is_sorted_by(|a, b| a.at < b.at));
        Schedule(deviations)
    }

    /// The deviations, in order.
    pub fn deviations(&self) -> &[Deviation] {
        &self.0
    }

    /// The alternative that it takes at a choice.
    pub(crate) fn alternative(&self, at: u32) -> u32 {
        let found = self.0.binary_search_by_key(&at, |it| it.at);
        found.map_or(0, |index| self.0[index].alternative)
    }

    /// The schedule with this number among those that deviate less: without one deviation, or with an earlier alternative in
    /// one place. All of them together may not fit into memory: a schedule can have thousands of deviations.
    pub(crate) fn simpler(&self, number: usize) -> Option<Schedule> {
        let mut deviations = self.0.clone();
        if number < deviations.len() {
            deviations.remove(number);
            return Some(Schedule(deviations));
        }
        let mut number = number - deviations.len();
        for it in &mut deviations {
            let earlier = it.alternative.saturating_sub(1) as usize;
            if number < earlier {
                it.alternative = number as u32 + 1;
                return Some(Schedule(deviations));
            }
            number -= earlier;
        }
        None
    }

    /// This schedule with one more deviation at its end.
    pub(crate) fn and(&self, at: u32, alternative: u32) -> Schedule {
        let mut deviations = self.0.clone();
        deviations.push(Deviation { at, alternative });
        Schedule::new(deviations)
    }
}

impl Ord for Schedule {
    fn cmp(&self, other: &Schedule) -> Ordering {
        let (this, other) = (&self.0, &other.0);
        this.len().cmp(&other.len()).then_with(|| this.cmp(other))
    }
}

impl PartialOrd for Schedule {
    fn partial_cmp(&self, other: &Schedule) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl fmt::Display for Schedule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return f.write_str("0");
        }
        for (n, Deviation { at, alternative }) in self.0.iter().enumerate() {
            let comma = if n > 0 { "," } else { "" };
            write!(f, "{comma}{at}:{alternative}")?;
        }
        Ok(())
    }
}

impl FromStr for Schedule {
    type Err = ScheduleError;

    fn from_str(text: &str) -> Result<Schedule, ScheduleError> {
        let text = text.trim();
        if text == "0" {
            return Ok(Schedule::default());
        }
        let deviation = |part: &str| {
            let (at, alternative) = part.split_once(':')?;
            let (at, alternative) = (at.parse().ok()?, alternative.parse().ok()?);
            (alternative > 0).then_some(Deviation { at, alternative })
        };
        let deviations: Option<Vec<Deviation>> = text.split(',').map(deviation).collect();
        match deviations.filter(|all| all.is_sorted_by(|a, b| a.at < b.at)) {
            Some(deviations) => Ok(Schedule(deviations)),
            None => Err(ScheduleError(text.chars().take(80).collect())),
        }
    }
}

impl fmt::Display for ScheduleError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "“{}” is not a schedule: use 0, or choices and alternatives in ascending order, such as 3:1,8:2",
            self.0
        )
    }
}

impl core::error::Error for ScheduleError {}
