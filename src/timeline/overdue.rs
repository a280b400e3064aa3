//! Waits that continued past the deadline of their timer.

use super::picture::Bar;
use super::scale::TimeScale;
use crate::time::{Duration, Instant};
use crate::trace::track::{Span, TaskTrack};
use crate::trace::{TaskState, WaitKind, WaitReason};

/// A timer that fires at most this late does not count as overdue: browsers delay timers that much even without load.
pub const SLACK: Duration = Duration::from_millis(4);
/// Narrower parts are not drawn.
const MIN_PX: f64 = 2.0;

/// The part of a wait after the deadline of its timer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overdue {
    /// The deadline; one pixel outside if it is left of the viewport.
    pub x: f64,
    /// The width of the rest of the wait.
    pub width: f64,
    /// The span of the wait, as an index into the track's spans.
    pub span: usize,
    /// When the timer was due.
    pub deadline: Instant,
}

/// When the timer that a task waits for in this span is due. `None` if it does not wait for a timer, or the log does not
/// say for how long the timer was set.
///
/// # Examples
/// ```
/// use coroscope::{Runtime, sleep, time::ms, timeline::deadline, trace::Model};
/// let rt = Runtime::virtual_clock();
/// rt.block_on(async { sleep(ms(5)).await; Ok(()) }).unwrap();
/// let model = rt.with_log(Model::of);
/// let due = |span| deadline(&model.tasks()[0].spans.get(span).unwrap()).map(|at| at.elapsed());
/// assert_eq!((due(1), due(2)), (None, Some(ms(5))));
/// ```
pub fn deadline(span: &Span) -> Option<Instant> {
    match span.waited?.on {
        WaitReason::Timer(delay) if span.state.is_waiting() => Some(span.from + delay.get()?),
        _ => None,
    }
}

/// The deadline of a wait, if the wait is overdue.
pub(super) fn missed(span: &Span, until: Instant) -> Option<Instant> {
    let to = span.to.unwrap_or(until).min(until);
    deadline(span).filter(|deadline| to - *deadline > SLACK)
}

/// The overdue parts of the waits that are drawn as bars.
pub(super) fn overdue(
    track: &TaskTrack,
    bars: &[Bar],
    scale: &TimeScale,
    until: Instant,
) -> Vec<Overdue> {
    let timers = bars
        .iter()
        .filter(|bar| bar.state == TaskState::Waiting(WaitKind::Timer) && bar.width >= MIN_PX);
    let late = timers.filter_map(|bar| {
        let deadline = missed(&track.spans.get(bar.span)?, until)?;
        let x = scale.x(deadline).max(-1.0);
        let width = bar.x + bar.width - x;
        (width >= MIN_PX).then_some(Overdue {
            x,
            width,
            span: bar.span,
            deadline,
        })
    });
    late.collect()
}
