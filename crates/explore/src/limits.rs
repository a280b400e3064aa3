//! What a search may vary, and how much.

use crate::Lines;
use coroscope_trace::time::Duration;

/// What a search may vary, and how much.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// By how much a sleep or a timeout may be late. Answers from outside have no limit.
    pub(crate) late: Duration,
    /// The number of steps of the clock after which a run counts as endless.
    pub(crate) steps: usize,
    /// The number of timers, after the first, that may fire next.
    pub(crate) timers: usize,
    /// The name of the task that may be cancelled at each of its awaits.
    pub(crate) cancelled: Option<String>,
    /// Whether requests to simulations of the outside may fail.
    pub(crate) requests_fail: bool,
    /// Which printed lines tell outcomes apart.
    pub(crate) lines: Lines,
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            late: Duration::MAX,
            steps: 100_000,
            timers: 8,
            cancelled: None,
            requests_fail: false,
            lines: Lines::default(),
        }
    }
}
