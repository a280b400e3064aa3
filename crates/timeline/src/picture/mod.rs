//! The picture as plain data, independent of the renderer.

mod band;
mod counter_track;
mod flow;
mod lane;
mod loop_lane;
mod mark;

pub use band::{Block, BrowserTime, Failure, Runnable};
pub use counter_track::{CounterStep, CounterTrack, LockHoldBar, Unchanged};
pub use flow::{Flow, FlowEnd, FlowKind, Flows};
pub use lane::{Bar, Cap, Cleanup, Lane, Limit, LimitEnd, Overdue, Shares, Stretch};
pub use loop_lane::{CallbackBar, Gauge, LoopLane, PassBar, Peak};
pub use mark::{Mark, MarkKind};

use super::scale::Tick;

/// Everything that is drawn in a viewport.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Picture {
    /// The visible rows, top to bottom.
    pub lanes: Vec<Lane>,
    /// The ticks of the axis.
    pub ticks: Vec<Tick>,
    /// One counter track for each resource that has levels.
    pub counter_tracks: Vec<CounterTrack>,
    /// Where the loop continued in a macrotask, at most one per pixel.
    pub hops: Vec<f64>,
    /// The width of the viewport's time.
    pub width: f64,
    /// The total number of rows.
    pub lanes_total: usize,
    /// The current position of the run; `None` if it is not visible, or the run is over.
    pub now_x: Option<f64>,
    /// The loop's lane.
    pub loop_lane: LoopLane,
    /// Where one poll or callback blocked the loop: bands over all lanes.
    pub blocks: Vec<Block>,
    /// Where tasks were ready while the browser had the thread: also bands over all lanes.
    pub browser_times: Vec<BrowserTime>,
    /// Where the failure of a task cancelled others: lines through all lanes.
    pub failures: Vec<Failure>,
    /// The requested flows, sorted by x.
    pub flows: Vec<Flow>,
    /// How many flows were left out because there are too many.
    pub flows_left_out: usize,
}
