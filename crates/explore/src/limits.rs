//! What a search may vary, and how much.

use crate::Lines;
use core::fmt;
use coroscope_trace::Log;
use coroscope_trace::time::Duration;
use std::rc::Rc;

/// What a search may vary, and how much.
#[derive(Clone, Debug)]
pub(crate) struct Limits {
    /// By how much a sleep or a timeout may be late. Answers from outside have no limit.
    pub(crate) late: Duration,
    /// If sleeps stand for answers: how many times as long they may take at most.
    pub(crate) sleeps: Option<u32>,
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
    /// What else tells outcomes apart, from the log of a run.
    pub(crate) findings: Option<Findings>,
}

/// A function that names what it finds in the log of a run.
#[derive(Clone)]
pub(crate) struct Findings(pub(crate) Rc<FindingsOf>);

/// The findings of a run.
pub(crate) type FindingsOf = dyn Fn(&Log) -> Vec<String>;

impl fmt::Debug for Findings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Findings")
    }
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            late: Duration::MAX,
            sleeps: None,
            steps: 100_000,
            timers: 8,
            cancelled: None,
            requests_fail: false,
            lines: Lines::default(),
            findings: None,
        }
    }
}
