//! The legend: explains the shapes that occur in a picture, with the same texts and in the same order for every renderer.

use crate::picture::{FlowKind, MarkKind, Picture};
use coroscope_trace::{OutcomeKind, TaskState, WaitKind};
use coroscope_wording::{state_label, text, translate};

/// A shape to explain.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum LegendItem {
    /// A bar.
    Bar(TaskState),
    /// The frame of a cleanup.
    Cleanup,
    /// The part of a wait after the deadline of its timer.
    Overdue,
    /// A time limit.
    TimeLimit,
    /// A wait that never ends.
    Forever,
    /// A function in a thread.
    Thread,
    /// A function in another process, or a program.
    Process,
    /// The end of a task.
    Cap(OutcomeKind),
    /// A mark on a lane.
    Mark(MarkKind),
    /// When folded tasks ran.
    Folded,
    /// A band where one poll or callback blocked the loop.
    Block,
    /// A line where the failure of a task cancelled others.
    Failure,
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
    /// Where a value was set to what it was already.
    Unchanged,
    /// The capacity of a resource.
    Limit,
    /// A flow.
    Flow(FlowKind),
}

/// An entry of the legend.
#[derive(Debug, PartialEq, Eq)]
pub struct Entry {
    /// The shape.
    pub item: LegendItem,
    /// Its explanation in English; [`shown`](Entry::shown) is in the reader's language.
    pub label: &'static str,
    /// The class of its path in the page. Empty for caps and shapes of a lane, which are drawn as in the timeline.
    pub class: &'static str,
    /// The same in a standalone SVG.
    pub svg_class: &'static str,
}

/// All entries, in order: a task's life first, then what is outside the lanes. Flows are drawn in this order, too.
pub static LEGEND: &[Entry] = &[
    Entry::bar(TaskState::Running),
    Entry::bar(TaskState::Ready),
    Entry::bar(TaskState::Waiting(WaitKind::Timer)),
    Entry::bar(TaskState::Waiting(WaitKind::Io)),
    Entry::bar(TaskState::Waiting(WaitKind::Queue)),
    Entry::bar(TaskState::Waiting(WaitKind::Lock)),
    Entry::bar(TaskState::Waiting(WaitKind::Task)),
    Entry::bar(TaskState::Waiting(WaitKind::Turn)),
    Entry::bar(TaskState::Waiting(WaitKind::Other)),
    Entry::new(LegendItem::Cleanup, text!("cleaning up"), "", ""),
    Entry::new(
        LegendItem::Overdue,
        text!("overdue: past the deadline"),
        "",
        "",
    ),
    Entry::new(
        LegendItem::TimeLimit,
        text!("time limit; filled if reached"),
        "",
        "",
    ),
    Entry::new(LegendItem::Forever, text!("waiting forever"), "", ""),
    Entry::new(LegendItem::Thread, text!("running in a thread"), "", ""),
    Entry::new(LegendItem::Process, text!("running in a process"), "", ""),
    Entry::cap(OutcomeKind::Done, text!("done")),
    Entry::cap(OutcomeKind::Failed, text!("failed")),
    Entry::cap(OutcomeKind::Cancelled, text!("cancelled")),
    Entry::mark(
        MarkKind::TimedOut,
        text!("timed out"),
        "timed-out",
        "timed-out",
    ),
    Entry::mark(
        MarkKind::Called,
        text!("a callback runs"),
        "called",
        "called",
    ),
    Entry::mark(
        MarkKind::Refused,
        text!("asked to cancel, continued"),
        "refused",
        "refused",
    ),
    Entry::mark(MarkKind::Printed, text!("printed"), "printed-mark", "x"),
    Entry::mark(MarkKind::Noted, text!("a note"), "printed-mark", "x"),
    Entry::mark(
        MarkKind::Stuck,
        text!("waiting forever"),
        "forever",
        "forever",
    ),
    Entry::new(LegendItem::Folded, text!("a folded task ran"), "", ""),
    Entry::new(
        LegendItem::Block,
        text!("the loop is blocked"),
        "block",
        "z",
    ),
    Entry::new(
        LegendItem::Failure,
        text!("a failure cancels others"),
        "failure",
        "failure",
    ),
    Entry::new(
        LegendItem::Browser,
        text!("the browser had the thread"),
        "browser",
        "browser",
    ),
    Entry::new(LegendItem::Hop, text!("the page paints"), "hop", "hop"),
    Entry::new(LegendItem::Pass, text!("a pass of the loop"), "pass", "w"),
    Entry::new(
        LegendItem::Ready,
        text!("number of ready tasks"),
        "gauge ready",
        "y",
    ),
    Entry::new(
        LegendItem::Timers,
        text!("number of pending timers"),
        "gauge timers",
        "o",
    ),
    Entry::new(
        LegendItem::Callback,
        text!("a callback of the loop"),
        "callback",
        "callback",
    ),
    Entry::new(
        LegendItem::Level,
        text!("level of a queue, lock held, or value"),
        "level",
        "v",
    ),
    Entry::new(
        LegendItem::Waiters,
        text!("number of waiting tasks"),
        "ready hatch",
        "y",
    ),
    Entry::new(
        LegendItem::Unchanged,
        text!("set to the same value"),
        "unchanged",
        "unchanged",
    ),
    Entry::new(LegendItem::Limit, text!("capacity"), "limit", "m"),
    Entry::flow(FlowKind::Wake, text!("wakes"), "arrow wake", "ew"),
    Entry::flow(FlowKind::Spawn, text!("spawns"), "arrow spawn", "es"),
    Entry::flow(FlowKind::Await, text!("awaits"), "arrow await", "ea"),
    Entry::flow(FlowKind::Cancel, text!("cancels"), "arrow cancel", "ec"),
];

/// The entries for the shapes that occur in a picture, in order.
///
/// # Examples
/// ```
/// use coroscope::timeline::{Rows, Viewport, layout, legend};
/// use coroscope::{Runtime, sleep, time::ms, trace::{Model, RunView}};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// rt.with_log(|log| {
///     let model = Model::of(log);
///     let run = RunView::new(log, &model);
///     let rows = Rows::of(&model);
///     let picture = layout(run, &rows, &Viewport::whole(&model, &rows, 600.0));
///     let labels: Vec<&str> = legend::of(&picture).map(|entry| entry.label).collect();
///     assert_eq!(labels[..3], ["running", "waiting: timer", "done"]);
/// });
/// ```
pub fn of(picture: &Picture) -> impl Iterator<Item = &'static Entry> {
    // A wait that never ends is explained once, whether its line or only its sign is drawn.
    let is_repeated =
        |item| item == LegendItem::Mark(MarkKind::Stuck) && LegendItem::Forever.occurs_in(picture);
    LEGEND
        .iter()
        .filter(move |entry| entry.item.occurs_in(picture) && !is_repeated(entry.item))
}

impl Entry {
    /// Its explanation, in the reader's language.
    pub fn shown(&self) -> &'static str {
        translate(self.label)
    }

    const fn new(
        item: LegendItem,
        label: &'static str,
        class: &'static str,
        svg_class: &'static str,
    ) -> Entry {
        Entry {
            item,
            label,
            class,
            svg_class,
        }
    }

    const fn bar(state: TaskState) -> Entry {
        Entry::new(LegendItem::Bar(state), state_label(state), "", "")
    }

    const fn cap(kind: OutcomeKind, label: &'static str) -> Entry {
        Entry::new(LegendItem::Cap(kind), label, "", "")
    }

    const fn mark(
        kind: MarkKind,
        label: &'static str,
        class: &'static str,
        svg_class: &'static str,
    ) -> Entry {
        Entry::new(LegendItem::Mark(kind), label, class, svg_class)
    }

    const fn flow(
        kind: FlowKind,
        label: &'static str,
        class: &'static str,
        svg_class: &'static str,
    ) -> Entry {
        Entry::new(LegendItem::Flow(kind), label, class, svg_class)
    }
}

impl LegendItem {
    /// Whether it is in the loop's lane.
    pub fn is_of_loop(self) -> bool {
        matches!(
            self,
            LegendItem::Pass | LegendItem::Ready | LegendItem::Timers | LegendItem::Callback
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_state_and_each_outcome_has_an_entry() {
        let has = |item| LEGEND.iter().filter(|entry| entry.item == item).count() == 1;
        assert!(TaskState::ALL.into_iter().map(LegendItem::Bar).all(has));
        assert!(
            OutcomeKind::ALL
                .iter()
                .copied()
                .map(LegendItem::Cap)
                .all(has)
        );
        for entry in LEGEND {
            if let LegendItem::Cap(kind) = entry.item {
                assert_eq!(entry.label, kind.name());
            }
        }
    }
}
