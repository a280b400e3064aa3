//! The host language's own async functions, for comparison.

use super::Answer;
use coroscope_trace::time::Duration;

/// Async functions of the host language, such as JavaScript.
pub trait Peer {
    /// Awaits a chain of async functions, each awaiting the next, `depth` deep, `rounds` times one after the
    /// other. Returns the time that all rounds took.
    ///
    /// # Errors
    /// The host's reason for refusing.
    fn chain(&self, depth: usize, rounds: usize) -> Answer<Duration>;
}
