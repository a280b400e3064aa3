//! The options of a runtime.

use coroscope_trace::log;
use coroscope_trace::time::{Duration, ms};

/// Default for [`Options::budget`].
pub const DEFAULT_BUDGET: Duration = ms(4);

/// Default for [`Options::polls_per_microtask`].
pub const DEFAULT_POLLS_PER_MICROTASK: usize = 64;

/// The options of a runtime.
#[derive(Clone, Copy, Debug)]
pub struct Options {
    /// Maximum size of the log in bytes. `None` turns recording off.
    pub log_limit: Option<usize>,
    /// Time since the last macrotask after which the loop continues in a new one, so that the page can paint.
    pub budget: Duration,
    /// Number of polls after which a microtask begins no further pass. With 1, each pass runs in its own
    /// microtask. With more, short passes share one, which costs much less.
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
