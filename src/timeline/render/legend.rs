//! The legend: explains the shapes that occur in a picture, with the same texts for every renderer.

use crate::timeline::picture::{Cleanup, FlowKind, MarkKind, Picture, Shares};
use crate::trace::{OutcomeKind, TaskState, WaitKind};
use crate::wording::wait_kind_name;
use core::cmp::Ordering;

/// A shape to explain. The order is that of the legend: a task's life first, then what is outside the lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LegendItem {
    /// A bar.
    Bar(TaskState),
    /// The frame of a cleanup.
    Cleanup,
    /// The part of a wait after the deadline of its timer.
    Overdue,
    /// A wait that never ends.
    Forever,
    /// A function in a thread.
    Thread,
    /// The end of a task.
    Cap(OutcomeKind),
    /// A mark on a lane.
    Mark(MarkKind),
    /// When folded tasks ran.
    Folded,
    /// A band where one poll or callback blocked the loop.
    Block,
    /// A band where the browser had the thread while tasks were ready.
    Browser,
    /// Where the loop continued in a macrotask.
    Hop,
    /// A pass of the loop.
    Pass,
    /// How many tasks were ready.
    Ready,
    /// How many timers were pending.
    Timers,
    /// A long callback.
    Callback,
    /// How full a queue was, or whether a lock was held.
    Level,
    /// How many tasks waited for a resource.
    Waiters,
    /// The capacity of a resource.
    Limit,
    /// A flow.
    Flow(FlowKind),
}

impl LegendItem {
    /// The shapes that occur in a picture, in order.
    ///
    /// # Examples
    /// ```
    /// use coroscope::timeline::{LegendItem, Rows, Viewport, layout};
    /// use coroscope::{Runtime, sleep, time::ms, trace::{Model, RunView}};
    /// let rt = Runtime::virtual_clock();
    /// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
    /// rt.with_log(|log| {
    ///     let model = Model::of(log);
    ///     let run = RunView::new(log, &model);
    ///     let rows = Rows::of(&model);
    ///     let picture = layout(run, &rows, &Viewport::whole(&model, &rows, 600.0));
    ///     let labels: Vec<String> = LegendItem::of(&picture).iter().map(|item| item.label()).collect();
    ///     assert_eq!(labels[..3], ["running", "waiting: timer", "done"]);
    /// });
    /// ```
    pub fn of(picture: &Picture) -> Vec<LegendItem> {
        let (lanes, counter_tracks) = (&picture.lanes, &picture.counter_tracks);
        let tasks = || lanes.iter().filter(|lane| !lane.is_thread);
        let waits = WaitKind::ALL.iter().copied().map(TaskState::Waiting);
        let states = [TaskState::Running, TaskState::Ready].into_iter();
        let bars = states.chain(waits).filter(|state| {
            let open = tasks().filter_map(|lane| lane.forever.as_ref());
            let mut bars = tasks().flat_map(|lane| &lane.bars).chain(open);
            let mut shares = tasks().flat_map(|lane| &lane.shares);
            let shares_it = |shares: &Shares| match state {
                TaskState::Ready => shares.ready > 0.0,
                TaskState::Waiting(wait) => shares.waiting == Some(*wait),
                TaskState::Running => shares.running > 0.0,
            };
            let is_poll = *state == TaskState::Running;
            let ticks = is_poll && tasks().any(|lane| !lane.ticks.is_empty());
            // A shape that is too short to see needs no explanation.
            let is_seen = |width| width > 2.0 || is_poll;
            ticks
                || bars.any(|bar| bar.state == *state && is_seen(bar.width))
                || shares.any(shares_it)
        });
        let caps = OutcomeKind::ALL.iter().copied().filter(|kind| {
            let mut caps = lanes.iter().filter_map(|lane| lane.cap);
            caps.any(|cap| cap.kind == *kind)
        });
        let has_mark = |kind| {
            let marks = lanes.iter().flat_map(|lane| &lane.marks);
            marks
                .chain(&picture.loop_lane.marks)
                .any(|mark| mark.kind == kind)
        };
        let waited_at = |track: &crate::timeline::CounterTrack| {
            track
                .steps
                .iter()
                .any(|step| step.takers > 0.0 || step.putters > 0.0)
        };
        let lane = &picture.loop_lane;
        let is_stuck = lanes.iter().any(|lane| lane.forever.is_some());
        let is_seen = |cleanup: &Cleanup| cleanup.width > 2.0;
        let mut cleanups = tasks().filter_map(|lane| lane.cleanup.as_ref());
        let others = [
            (LegendItem::Cleanup, cleanups.any(is_seen)),
            (
                LegendItem::Overdue,
                lanes.iter().any(|lane| !lane.overdue.is_empty()),
            ),
            (LegendItem::Forever, is_stuck),
            (LegendItem::Thread, lanes.iter().any(|lane| lane.is_thread)),
        ];
        let after = [
            (
                LegendItem::Mark(MarkKind::Refused),
                has_mark(MarkKind::Refused),
            ),
            (
                LegendItem::Mark(MarkKind::Printed),
                has_mark(MarkKind::Printed),
            ),
            (LegendItem::Mark(MarkKind::Noted), has_mark(MarkKind::Noted)),
            (LegendItem::Mark(MarkKind::Stuck), has_mark(MarkKind::Stuck)),
            (
                LegendItem::Folded,
                lanes.iter().any(|lane| !lane.summary.is_empty()),
            ),
            (LegendItem::Block, !picture.blocks.is_empty()),
            (LegendItem::Browser, !picture.browser_times.is_empty()),
            (LegendItem::Hop, !picture.hops.is_empty()),
            (LegendItem::Pass, !lane.passes.is_empty()),
            (LegendItem::Ready, lane.ready.highest > 0),
            (LegendItem::Timers, lane.timers.highest > 0),
            (LegendItem::Callback, !lane.callbacks.is_empty()),
            (
                LegendItem::Level,
                counter_tracks
                    .iter()
                    .any(|track| track.steps.iter().any(|step| step.level > 0.0)),
            ),
            (LegendItem::Waiters, counter_tracks.iter().any(waited_at)),
            (
                LegendItem::Limit,
                counter_tracks.iter().any(|track| track.capacity > 0),
            ),
        ];
        let kinds = [
            FlowKind::Wake,
            FlowKind::Spawn,
            FlowKind::Await,
            FlowKind::Cancel,
        ];
        let flows = kinds.into_iter().filter(|kind| {
            let mut flows = picture.flows.iter();
            flows.any(|flow| flow.kind == *kind)
        });
        let occurring = |items: Vec<(LegendItem, bool)>| {
            let items = items.into_iter().filter(|(_, occurs)| *occurs);
            items.map(|(item, _)| item)
        };
        let items = bars.map(LegendItem::Bar).chain(occurring(others.into()));
        let items = items.chain(caps.map(LegendItem::Cap));
        let items = items.chain(occurring(after.into()));
        items.chain(flows.map(LegendItem::Flow)).collect()
    }

    /// Its explanation.
    pub fn label(self) -> String {
        match self {
            LegendItem::Bar(TaskState::Running) => "running",
            LegendItem::Bar(TaskState::Ready) => "ready",
            LegendItem::Cleanup => "cleaning up",
            LegendItem::Bar(TaskState::Waiting(kind)) => {
                return format!("waiting: {}", wait_kind_name(kind));
            }
            LegendItem::Overdue => "overdue: past the deadline",
            LegendItem::Forever => "waiting forever",
            LegendItem::Thread => "running in a thread",
            LegendItem::Cap(kind) => kind.name(),
            LegendItem::Mark(MarkKind::Printed) => "printed",
            LegendItem::Mark(MarkKind::Noted) => "a note",
            LegendItem::Mark(MarkKind::Refused) => "asked to cancel, continued",
            LegendItem::Mark(MarkKind::Stuck) => "waiting forever",
            LegendItem::Folded => "a folded task ran",
            LegendItem::Block => "the loop is blocked",
            LegendItem::Browser => "the browser had the thread",
            LegendItem::Hop => "the page paints",
            LegendItem::Pass => "a pass of the loop",
            LegendItem::Ready => "number of ready tasks",
            LegendItem::Timers => "number of pending timers",
            LegendItem::Callback => "a callback of the loop",
            LegendItem::Level => "level of a queue, or lock held",
            LegendItem::Waiters => "number of waiting tasks",
            LegendItem::Limit => "capacity",
            LegendItem::Flow(FlowKind::Wake) => "wakes",
            LegendItem::Flow(FlowKind::Spawn) => "spawns",
            LegendItem::Flow(FlowKind::Await) => "awaits",
            LegendItem::Flow(FlowKind::Cancel) => "cancels",
        }
        .into()
    }
}

impl LegendItem {
    /// Its position in the legend.
    fn position(self) -> usize {
        match self {
            LegendItem::Bar(TaskState::Running) => 0,
            LegendItem::Bar(TaskState::Ready) => 1,
            LegendItem::Bar(TaskState::Waiting(kind)) => {
                let of = WaitKind::ALL.iter().position(|other| *other == kind);
                2 + of.unwrap_or(WaitKind::ALL.len())
            }
            LegendItem::Cleanup => 10,
            LegendItem::Overdue => 11,
            LegendItem::Forever => 12,
            LegendItem::Thread => 13,
            LegendItem::Cap(kind) => 14 + kind as usize,
            LegendItem::Mark(MarkKind::Refused) => 20,
            LegendItem::Mark(kind) => 21 + kind as usize,
            LegendItem::Folded => 30,
            LegendItem::Block => 31,
            LegendItem::Browser => 32,
            LegendItem::Hop => 33,
            LegendItem::Pass => 34,
            LegendItem::Ready => 35,
            LegendItem::Timers => 36,
            LegendItem::Callback => 37,
            LegendItem::Level => 38,
            LegendItem::Waiters => 39,
            LegendItem::Limit => 40,
            LegendItem::Flow(kind) => 41 + kind as usize,
        }
    }
}

impl Ord for LegendItem {
    fn cmp(&self, other: &LegendItem) -> Ordering {
        self.position().cmp(&other.position())
    }
}

impl PartialOrd for LegendItem {
    fn partial_cmp(&self, other: &LegendItem) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
