//! A host whose async functions take exactly the same time per level.

use crate::{Answer, Peer};
use coroscope_runtime::sleep;
use coroscope_trace::time::Duration;

/// Takes the same time for every level of every chain, on the virtual clock.
#[derive(Clone, Copy, Debug)]
pub struct SimulatedPeer {
    /// How long one level takes.
    pub level: Duration,
}

impl Default for SimulatedPeer {
    fn default() -> SimulatedPeer {
        SimulatedPeer {
            level: Duration::from_micros(1),
        }
    }
}

impl Peer for SimulatedPeer {
    fn chain(&self, depth: usize, rounds: usize) -> Answer<Duration> {
        let levels = u32::try_from(depth.saturating_mul(rounds)).unwrap_or(u32::MAX);
        let all = self.level.saturating_mul(levels);
        Box::pin(async move {
            sleep(all).await;
            Ok(all)
        })
    }
}
