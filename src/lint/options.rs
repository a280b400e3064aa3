//! From which size on something is worth a finding.

use crate::time::{Duration, ms};

/// From which size on something is worth a finding.
///
/// # Examples
/// ```
/// use coroscope::{lint::Options, time::ms};
/// let strict = Options { blocked: ms(16), ..Options::default() };
/// assert_eq!(strict.queued, 100);
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Options {
    /// A poll of this length blocks the loop.
    pub blocked: Duration,
    /// Work of this length is too much for one poll, where others are ready.
    pub never_yielded: Duration,
    /// So many waits in a row at one line could have run together.
    pub in_turn: u32,
    /// At least so much time must have been lost by it.
    pub in_turn_loss: Duration,
    /// So many polls in a row that do nothing but ask for the next are too many.
    pub spins: u32,
    /// A queue without a limit may grow to this.
    pub queued: u32,
    /// A lock may be held across a wait of less than this.
    pub held: Duration,
    /// So many findings of a kind are kept: the worst.
    pub most: usize,
    /// Whether code outside of the run reaches its queues, locks and events, as a page's listeners do: then what no
    /// task is left to bring may still come, and no task is the main one.
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
            most: 20,
            is_open: false,
        }
    }
}
