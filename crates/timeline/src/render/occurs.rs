//! Which shapes of the legend occur in a picture.

use super::legend::LegendItem;
use crate::picture::{Cleanup, CounterTrack, Lane, Picture, Shares};
use coroscope_trace::TaskState;

impl LegendItem {
    /// Whether the shape occurs in a picture.
    pub fn occurs_in(self, picture: &Picture) -> bool {
        let any = |is: &dyn Fn(&Lane) -> bool| picture.lanes.iter().any(is);
        let in_tracks = |is: &dyn Fn(&CounterTrack) -> bool| picture.counter_tracks.iter().any(is);
        let loop_lane = &picture.loop_lane;
        match self {
            LegendItem::Bar(state) => any(&|lane| !lane.is_thread && has_state(lane, state)),
            LegendItem::Cleanup => {
                let is_seen = |cleanup: Cleanup| cleanup.width > LEAST_SEEN;
                any(&|lane| lane.cleanups.iter().copied().any(is_seen))
            }
            LegendItem::Overdue => any(&|lane| !lane.overdue.is_empty()),
            LegendItem::TimeLimit => any(&|lane| lane.limits.iter().any(|limit| limit.has_flag)),
            LegendItem::Forever => any(&|lane| lane.forever.is_some()),
            LegendItem::Thread => any(&|lane| lane.is_thread && !lane.is_process),
            LegendItem::Process => any(&|lane| lane.is_process),
            LegendItem::Cap(kind) => any(&|lane| lane.cap.is_some_and(|cap| cap.kind == kind)),
            LegendItem::Mark(kind) => {
                let marks = picture.lanes.iter().flat_map(|lane| &lane.marks);
                marks.chain(&loop_lane.marks).any(|mark| mark.kind == kind)
            }
            LegendItem::Folded => any(&|lane| !lane.summary.is_empty()),
            LegendItem::Block => !picture.blocks.is_empty(),
            LegendItem::Failure => !picture.failures.is_empty(),
            LegendItem::Browser => !picture.browser_times.is_empty(),
            LegendItem::Hop => !picture.hops.is_empty(),
            LegendItem::Pass => !loop_lane.passes.is_empty(),
            LegendItem::Ready => loop_lane.ready.highest > 0,
            LegendItem::Timers => loop_lane.timers.highest > 0,
            LegendItem::Callback => !loop_lane.callbacks.is_empty(),
            LegendItem::Level => {
                in_tracks(&|track| track.steps.iter().any(|step| step.level > 0.0))
            }
            LegendItem::Waiters => in_tracks(&|track| {
                let mut steps = track.steps.iter();
                steps.any(|step| step.takers > 0.0 || step.putters > 0.0)
            }),
            LegendItem::Unchanged => in_tracks(&|track| !track.unchanged.is_empty()),
            LegendItem::Limit => in_tracks(&|track| track.capacity > 0),
            LegendItem::Flow(kind) => picture.flows.iter().any(|flow| flow.kind == kind),
        }
    }
}

/// A shape that is narrower is too short to see, and needs no explanation.
const LEAST_SEEN: f64 = 2.0;

/// Whether a lane shows a state, in a bar or as a share.
fn has_state(lane: &Lane, state: TaskState) -> bool {
    let is_poll = state == TaskState::Running;
    let shares_it = |shares: &Shares| match state {
        TaskState::Ready => shares.ready > 0.0,
        TaskState::Waiting(wait) => shares.waiting == Some(wait),
        TaskState::Running => shares.running > 0.0,
    };
    let mut bars = lane.bars.iter().chain(&lane.forever);
    is_poll && !lane.ticks.is_empty()
        || bars.any(|bar| bar.state == state && (bar.width > LEAST_SEEN || is_poll))
        || lane.shares.iter().any(shares_it)
}
