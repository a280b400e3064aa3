//! The legend: the meaning of the shapes that occur in a picture, in the same words for every renderer.

use super::describe::wait_name;
use super::edge::EdgeKind;
use super::layout::WaitKind;
use super::picture::{BarKind, CapKind, MarkKind, Picture, Shares};
use core::cmp::Ordering;

/// A shape to explain. They are in the order of a legend: that of a task's life, then what lies beside the lanes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LegendItem {
    /// A bar.
    Bar(BarKind),
    /// The part of a wait after the deadline of its timer.
    Overdue,
    /// A wait that has no end.
    Forever,
    /// A function in a thread.
    Thread,
    /// The end of a task.
    Cap(CapKind),
    /// A mark on a lane.
    Mark(MarkKind),
    /// When tasks ran that are folded away.
    Folded,
    /// A band where one poll or callback kept the loop.
    Block,
    /// A band where the browser had the thread while tasks were ready.
    Browser,
    /// Where the loop went on in a macrotask.
    Hop,
    /// A pass of the loop.
    Pass,
    /// How many tasks were ready.
    Ready,
    /// How many timers were pending.
    Timers,
    /// A callback that ran for a while.
    Callback,
    /// How full a queue was, or whether a lock was held.
    Level,
    /// How many tasks waited at it.
    Waiters,
    /// How much it takes at most.
    Limit,
    /// An edge.
    Edge(EdgeKind),
}

impl LegendItem {
    /// What occurs in a picture, in the order of a task's life.
    ///
    /// # Examples
    /// ```
    /// use coroscope::timeline::{LegendItem, Rows, Viewport, layout};
    /// use coroscope::{Runtime, sleep, time::ms, trace::Model};
    /// let rt = Runtime::virtual_clock();
    /// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
    /// rt.with_log(|log| {
    ///     let model = Model::of(log);
    ///     let rows = Rows::of(&model);
    ///     let picture = layout(&model, log, &rows, &Viewport::whole(&model, &rows, 600.0));
    ///     let words: Vec<String> = LegendItem::of(&picture).iter().map(|item| item.label()).collect();
    ///     assert_eq!(words[..3], ["running", "waits: timer", "done"]);
    /// });
    /// ```
    pub fn of(picture: &Picture) -> Vec<LegendItem> {
        let (lanes, strips) = (&picture.lanes, &picture.strips);
        let tasks = || lanes.iter().filter(|lane| !lane.is_thread);
        let waits = WaitKind::ALL.map(BarKind::Waiting);
        let kinds = [BarKind::Running, BarKind::Ready].into_iter().chain(waits);
        let bars = kinds.chain([BarKind::Cleanup]).filter(|kind| {
            let open = tasks().filter_map(|lane| lane.forever.as_ref());
            let mut bars = tasks().flat_map(|lane| &lane.bars).chain(open);
            let mut shares = tasks().flat_map(|lane| &lane.shares);
            let shares_it = |shares: &Shares| match kind {
                BarKind::Ready => shares.ready > 0.0,
                BarKind::Waiting(wait) => shares.waiting == Some(*wait),
                BarKind::Running => shares.running > 0.0,
                BarKind::Cleanup => false,
            };
            let is_poll = *kind == BarKind::Running;
            let ticks = is_poll && tasks().any(|lane| !lane.ticks.is_empty());
            // A shape that is too short to be seen needs no explanation.
            let is_seen = |width| width > 2.0 || is_poll;
            ticks
                || bars.any(|bar| bar.kind == *kind && is_seen(bar.width))
                || shares.any(shares_it)
        });
        let caps = [CapKind::Done, CapKind::Failed, CapKind::Cancelled];
        let caps = caps.into_iter().filter(|kind| {
            let mut caps = lanes.iter().filter_map(|lane| lane.cap);
            caps.any(|cap| cap.kind == *kind)
        });
        let has_mark = |kind| {
            let marks = lanes.iter().flat_map(|lane| &lane.marks);
            marks
                .chain(&picture.loop_lane.marks)
                .any(|mark| mark.kind == kind)
        };
        let waited_at = |strip: &super::Strip| {
            strip
                .steps
                .iter()
                .any(|step| step.takers > 0.0 || step.putters > 0.0)
        };
        let lane = &picture.loop_lane;
        let is_stuck = lanes.iter().any(|lane| lane.forever.is_some());
        let others = [
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
                strips
                    .iter()
                    .any(|strip| strip.steps.iter().any(|step| step.level > 0.0)),
            ),
            (LegendItem::Waiters, strips.iter().any(waited_at)),
            (
                LegendItem::Limit,
                strips.iter().any(|strip| strip.capacity > 0),
            ),
        ];
        let kinds = [
            EdgeKind::Wake,
            EdgeKind::Spawn,
            EdgeKind::Await,
            EdgeKind::Cancel,
        ];
        let edges = kinds.into_iter().filter(|kind| {
            let mut edges = picture.edges.iter();
            edges.any(|edge| edge.kind == *kind)
        });
        let occurring = |items: Vec<(LegendItem, bool)>| {
            let items = items.into_iter().filter(|(_, occurs)| *occurs);
            items.map(|(item, _)| item)
        };
        let items = bars.map(LegendItem::Bar).chain(occurring(others.into()));
        let items = items.chain(caps.map(LegendItem::Cap));
        let items = items.chain(occurring(after.into()));
        items.chain(edges.map(LegendItem::Edge)).collect()
    }

    /// What it means.
    pub fn label(self) -> String {
        match self {
            LegendItem::Bar(BarKind::Running) => "running",
            LegendItem::Bar(BarKind::Ready) => "ready, waits for its turn",
            LegendItem::Bar(BarKind::Cleanup) => "cleaning up",
            LegendItem::Bar(BarKind::Waiting(kind)) => match kind {
                WaitKind::Turn => "waits, gave others a turn",
                WaitKind::Other => "waits for something else",
                kind => return format!("waits: {}", wait_name(kind)),
            },
            LegendItem::Overdue => "overdue: past the deadline",
            LegendItem::Forever => "waits forever",
            LegendItem::Thread => "runs in a thread",
            LegendItem::Cap(CapKind::Done) => "done",
            LegendItem::Cap(CapKind::Failed) => "failed",
            LegendItem::Cap(CapKind::Cancelled) => "cancelled",
            LegendItem::Mark(MarkKind::Printed) => "printed",
            LegendItem::Mark(MarkKind::Noted) => "a remark",
            LegendItem::Mark(MarkKind::Refused) => "asked to cancel, went on",
            LegendItem::Mark(MarkKind::Stuck) => "waits forever",
            LegendItem::Folded => "a folded task ran",
            LegendItem::Block => "one task or callback kept the loop",
            LegendItem::Browser => "the browser had the thread",
            LegendItem::Hop => "the loop let the page paint",
            LegendItem::Pass => "a pass of the loop",
            LegendItem::Ready => "how many are ready",
            LegendItem::Timers => "how many timers are pending",
            LegendItem::Callback => "a callback of the loop",
            LegendItem::Level => "how full a queue is, or a lock held",
            LegendItem::Waiters => "how many wait there",
            LegendItem::Limit => "its limit",
            LegendItem::Edge(EdgeKind::Wake) => "wakes",
            LegendItem::Edge(EdgeKind::Spawn) => "spawns",
            LegendItem::Edge(EdgeKind::Await) => "awaits",
            LegendItem::Edge(EdgeKind::Cancel) => "cancels",
        }
        .into()
    }
}

impl LegendItem {
    /// Its place in a legend, counted from any number.
    fn place(self) -> usize {
        match self {
            LegendItem::Bar(BarKind::Running) => 0,
            LegendItem::Bar(BarKind::Ready) => 1,
            LegendItem::Bar(BarKind::Waiting(kind)) => {
                let of = WaitKind::ALL.iter().position(|other| *other == kind);
                2 + of.unwrap_or(WaitKind::ALL.len())
            }
            LegendItem::Bar(BarKind::Cleanup) => 10,
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
            LegendItem::Edge(kind) => 41 + kind as usize,
        }
    }
}

impl Ord for LegendItem {
    fn cmp(&self, other: &LegendItem) -> Ordering {
        self.place().cmp(&other.place())
    }
}

impl PartialOrd for LegendItem {
    fn partial_cmp(&self, other: &LegendItem) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
