//! Adding events to the track of one task.

use super::delay::Delay;
use super::id::PlaceId;
use super::reason::WaitReason;
use super::span::Waited;
use super::task_state::{TaskState, WaitKind};
use super::track::{TaskTrack, TimeLimit};
use crate::time::Instant;

impl TaskTrack {
    /// The time limit with this number.
    pub(super) fn limit(&mut self, number: u32) -> Option<&mut TimeLimit> {
        let mut limits = self.limits.iter_mut().rev();
        limits.find(|limit| limit.number == number)
    }

    /// Begins the wait of a callback for its time. A callback for the next pass is ready at once.
    pub(super) fn schedule(&mut self, at: Instant, seq: u64, after: Delay, place: PlaceId) {
        self.is_callback = true;
        if after != Delay::UNKNOWN {
            let on = WaitReason::Timer(after);
            self.spans
                .enter(at, seq, TaskState::Waiting(WaitKind::Timer));
            self.spans.set_waited(Waited { on, place });
        }
    }

    /// Stores the last wait of a poll in `last_wait`. If a poll has several waits, stores all of them in `waits`.
    pub(super) fn add_wait(&mut self, seq: u64, waited: Waited) {
        let poll = self.spans.last().map_or(0, |span| span.seq);
        let previous = self.last_wait.replace((seq, waited));
        if let Some(previous) = previous.filter(|(seq, _)| *seq > poll) {
            if self.waits.last() != Some(&previous) {
                self.waits.push(previous);
            }
            self.waits.push((seq, waited));
        }
    }
}
