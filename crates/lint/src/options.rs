//! The thresholds for findings.

use coroscope_trace::time::{Duration, ms};

/// The thresholds for findings.
///
/// # Examples
/// ```
/// use coroscope::{lint::Options, time::ms};
/// let strict = Options { blocked: ms(16), ..Options::default() };
/// assert_eq!(strict.queued, 100);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// A poll longer than this blocks the loop; browsers call it a long task.
    pub blocked: Duration,
    /// Work of this length is too much for one poll while other tasks are ready.
    pub never_yielded: Duration,
    /// Minimum number of waits in a row at one line that could have run concurrently.
    pub in_turn: u32,
    /// Minimum time that was lost by it.
    pub in_turn_loss: Duration,
    /// Minimum number of polls in a row that only ask for the next one.
    pub spins: u32,
    /// Minimum length of an unbounded queue that grew.
    pub queued: u32,
    /// Minimum wait during which a lock is held.
    pub held: Duration,
    /// Maximum number of findings of a kind; the worst are kept.
    pub max_per_kind: usize,
    /// Whether code outside the run uses its queues, locks and events, as a page's listeners do: then a wait may still end
    /// although no task is left to end it, and no task is the main one.
    pub is_open: bool,
}

impl Default for Options {
    fn default() -> Options {
        Options {
            blocked: ms(50),
            never_yielded: ms(10),
            in_turn: 3,
            in_turn_loss: ms(20),
            spins: 100,
            queued: 100,
            held: ms(50),
            max_per_kind: 20,
            is_open: false,
        }
    }
}
