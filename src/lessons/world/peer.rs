//! The host's own async code, to compare with.

use super::Answer;
use crate::time::Duration;

/// Async code of the host's own language.
pub trait Peer {
    /// Awaits a chain of async functions, each awaiting the next, `depth` deep, `rounds` times one
    /// after the other. Tells the time that all rounds took.
    ///
    /// # Errors
    /// A message that tells what the host has against it.
    fn chain(&self, depth: usize, rounds: usize) -> Answer<Duration>;
}
