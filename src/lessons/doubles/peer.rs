//! A host whose async code is as regular as a clock.

use crate::lessons::world::{Answer, Peer};
use crate::sleep;
use crate::time::Duration;

/// Takes the same time for every level of every chain.
#[derive(Clone, Copy, Debug)]
pub struct ClockworkPeer {
    /// How long a level takes.
    pub level: Duration,
}

impl Default for ClockworkPeer {
    fn default() -> ClockworkPeer {
        ClockworkPeer {
            level: Duration::from_micros(1),
        }
    }
}

impl Peer for ClockworkPeer {
    fn chain(&self, depth: usize, rounds: usize) -> Answer<Duration> {
        let levels = u32::try_from(depth.saturating_mul(rounds)).unwrap_or(u32::MAX);
        let all = self.level.saturating_mul(levels);
        Box::pin(async move {
            sleep(all).await;
            Ok(all)
        })
    }
}
