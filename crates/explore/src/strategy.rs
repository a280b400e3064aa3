//! How the choices of a run are made, and the text with which a run in another process or worker is ordered.

use crate::Schedule;
use core::fmt;
use core::str::FromStr;

/// How the choices of a run are made.
///
/// As text, it orders a run from another process or worker.
///
/// # Examples
/// ```
/// use coroscope::explore::Strategy;
/// let strategy = Strategy::Random { seed: 7, share: 150 };
/// assert_eq!(strategy.to_string(), "random 7 150");
/// assert_eq!("random 7 150".parse(), Ok(strategy));
/// assert!("random".parse::<Strategy>().is_err());
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// As this schedule says, and otherwise as the clock.
    Follow(Schedule),
    /// Each choice at random.
    Random {
        /// The same seed makes the same choices.
        seed: u64,
        /// The share of the choices that deviate from the clock, in thousandths.
        share: u32,
    },
    /// By random priorities, as in probabilistic concurrency testing (PCT): of the pending timers, the one with the highest
    /// priority fires next. At a few random choices, that one gets the lowest priority instead.
    Priorities {
        /// The same seed makes the same choices.
        seed: u64,
        /// How many times a priority changes.
        changes: u32,
        /// How many choices the run is expected to have; the changes are among these.
        choices: u32,
    },
}

impl fmt::Display for Strategy {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Strategy::Follow(schedule) => write!(f, "follow {schedule}"),
            Strategy::Random { seed, share } => write!(f, "random {seed} {share}"),
            Strategy::Priorities {
                seed,
                changes,
                choices,
            } => write!(f, "priorities {seed} {changes} {choices}"),
        }
    }
}

/// A text is not a [`Strategy`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StrategyError(String);

impl fmt::Display for StrategyError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "“{}” does not say how choices are made", self.0)
    }
}

impl core::error::Error for StrategyError {}

impl FromStr for Strategy {
    type Err = StrategyError;

    fn from_str(text: &str) -> Result<Strategy, StrategyError> {
        let words: Vec<&str> = text.split(' ').collect();
        let strategy = match *words {
            ["follow", schedule] => schedule.parse().ok().map(Strategy::Follow),
            ["random", seed, share] => (seed.parse().ok())
                .zip(share.parse().ok())
                .map(|(seed, share)| Strategy::Random { seed, share }),
            ["priorities", seed, changes, choices] => (seed.parse().ok())
                .zip(changes.parse().ok())
                .zip(choices.parse().ok())
                .map(|((seed, changes), choices)| Strategy::Priorities {
                    seed,
                    changes,
                    choices,
                }),
            _ => None,
        };
        strategy.ok_or_else(|| StrategyError(text.chars().take(80).collect()))
    }
}
