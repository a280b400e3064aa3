//! What a runtime can be told before it is made.

use crate::time::{Duration, ms};
use crate::trace::log;

/// Time since the last macrotask after which the loop lets the page paint, where nothing else is said.
pub const DEFAULT_BUDGET: Duration = ms(4);

/// Polls after which a microtask begins no further pass, where nothing else is said.
pub const DEFAULT_POLLS_PER_MICROTASK: usize = 64;

/// What a runtime can be told before it is made.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Bytes that the log may hold; none to record nothing.
    pub log_limit: Option<usize>,
    /// Time since the last macrotask after which the loop goes on in another.
    pub budget: Duration,
    /// Polls after which a microtask begins no further pass. With 1, every pass has a microtask of
    /// its own; more spares a loop of short passes most of its cost.
    pub polls_per_microtask: usize,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            log_limit: Some(log::DEFAULT_LIMIT),
            budget: DEFAULT_BUDGET,
            polls_per_microtask: DEFAULT_POLLS_PER_MICROTASK,
        }
    }
}
