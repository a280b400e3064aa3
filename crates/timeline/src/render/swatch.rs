//! The shapes shown in a legend.

use super::legend::LegendItem;
use super::shapes::{self, FLAG};
use super::signs::{CALLED, FOREVER, FOREVER_WIDTH, REFUSED, TIMED_OUT, UNCHANGED};
use crate::picture::{Bar, Cleanup, Lane, Limit, LimitEnd, MarkKind, Overdue, Stretch};
use crate::sizes::{BAR, CAP};
use coroscope_trace::time::Instant;
use coroscope_trace::{TaskId, TaskState, WaitKind};

/// Width of the piece of a lane in a legend.
const SWATCH: f64 = 30.0;
/// Width of narrow shapes.
const NARROW: f64 = 8.0;
/// Width of marks that are placed on a bar.
const WIDE_MARK: f64 = 11.0;

impl LegendItem {
    /// The width of its shape.
    pub fn width(self) -> f64 {
        match self {
            LegendItem::Cap(_) => CAP,
            LegendItem::Mark(MarkKind::Stuck) => FOREVER_WIDTH,
            LegendItem::Mark(MarkKind::TimedOut | MarkKind::Called) => WIDE_MARK,
            LegendItem::Mark(_)
            | LegendItem::Hop
            | LegendItem::Flow(_)
            | LegendItem::Failure
            | LegendItem::Unchanged => NARROW,
            _ => SWATCH,
        }
    }

    /// The shape as a path, and its offset from the left end and the middle of the item. `None` for caps and shapes of a
    /// lane.
    pub fn shape(self) -> Option<(String, f64, f64)> {
        const BOX: &str = "m0.5 -7h29v14h-29z";
        const STEPS: &str = "m0 0v-5h12v-5h18v10z";
        let foot = BAR / 2.0;
        let (path, x, y) = match self {
            LegendItem::Mark(MarkKind::Refused) => (REFUSED, 4.0, -4.0),
            LegendItem::Mark(MarkKind::TimedOut) => (TIMED_OUT, 5.0, 0.0),
            LegendItem::Mark(MarkKind::Called) => (CALLED, 5.5, 0.0),
            LegendItem::Failure => ("m4 -7v14", 0.0, 0.0),
            LegendItem::Unchanged => (UNCHANGED, 4.0, 0.0),
            LegendItem::Mark(MarkKind::Stuck) => (FOREVER, FOREVER_WIDTH / 2.0, 0.0),
            LegendItem::Mark(_) => (FLAG, 0.0, 2.5),
            LegendItem::Block | LegendItem::Browser | LegendItem::Callback => (BOX, 0.0, 0.0),
            LegendItem::Hop => ("m4 -3v6", 0.0, 0.0),
            LegendItem::Pass => ("m0 2v-4h30v4z", 0.0, 0.0),
            LegendItem::Ready => ("m0 0v-8h12v4h18v4z", 0.0, foot),
            LegendItem::Timers | LegendItem::Level => (STEPS, 0.0, foot),
            LegendItem::Waiters => ("m0 3v-6h30v6z", 0.0, 0.0),
            LegendItem::Limit => ("m0 0h30", 0.0, 0.0),
            LegendItem::Flow(_) => return Some((shapes::flow(0.0, -7.0, 7.0), 0.0, 0.0)),
            LegendItem::Cap(_)
            | LegendItem::Bar(_)
            | LegendItem::Cleanup
            | LegendItem::Overdue
            | LegendItem::TimeLimit
            | LegendItem::Forever
            | LegendItem::Thread
            | LegendItem::Process
            | LegendItem::Folded => return None,
        };
        Some((path.into(), x, y))
    }

    /// A lane that shows the shape, 30 pixels wide. `None` for other shapes.
    pub fn lane(self) -> Option<Lane> {
        let at = |state, x, end: f64| Bar {
            state,
            x,
            width: end - x,
            span: 0,
        };
        let bar = |state| at(state, 0.0, SWATCH);
        let timer = TaskState::Waiting(WaitKind::Timer);
        let empty = Lane {
            x_to: SWATCH,
            ..Lane::empty(TaskId::from_index(0))
        };
        Some(match self {
            // A poll is a bar, or a tick if it is shorter than a pixel.
            LegendItem::Bar(TaskState::Running) => Lane {
                bars: vec![at(TaskState::Running, 0.0, 20.0)],
                ticks: vec![24.0, 28.0],
                ..empty
            },
            LegendItem::Bar(state) => Lane {
                bars: vec![bar(state)],
                ..empty
            },
            LegendItem::Cleanup => Lane {
                cleanups: vec![Cleanup {
                    x: 0.0,
                    width: SWATCH,
                    span: 0,
                }],
                ..empty
            },
            LegendItem::Overdue => Lane {
                bars: vec![
                    at(timer, 0.0, SWATCH / 3.0),
                    at(timer, SWATCH / 3.0, SWATCH),
                ],
                overdue: vec![Overdue {
                    x: SWATCH / 3.0,
                    width: SWATCH * 2.0 / 3.0,
                    span: 0,
                    deadline: Instant::ZERO,
                }],
                ..empty
            },
            LegendItem::TimeLimit => Lane {
                limits: vec![Limit {
                    from: 0.5,
                    x: SWATCH - 1.0,
                    has_flag: true,
                    end: LimitEnd::Expired(None),
                    index: 0,
                }],
                ..empty
            },
            LegendItem::Forever => Lane {
                forever: Some(bar(TaskState::Waiting(WaitKind::Other))),
                ..empty
            },
            LegendItem::Thread | LegendItem::Process => Lane {
                is_thread: true,
                bars: vec![bar(TaskState::Running)],
                ..empty
            },
            LegendItem::Folded => Lane {
                summary: vec![Stretch {
                    x: 0.0,
                    width: SWATCH,
                    is_tick: false,
                }],
                ..empty
            },
            _ => return None,
        })
    }
}
