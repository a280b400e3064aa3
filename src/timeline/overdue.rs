//! Waits that went on past the deadline of their timer.

use super::picture::{Bar, BarKind};
use super::scale::TimeScale;
use crate::time::{Duration, Instant};
use crate::trace::track::{Span, SpanState, TaskTrack};
use crate::trace::{WaitKind, WaitReason};

/// A timer that fires so much later than it was set for is not overdue: browsers let timers fire that late without any
/// load.
pub const SLACK: Duration = Duration::from_millis(4);
/// What is narrower can't be seen.
const LEAST_PX: f64 = 2.0;

/// The part of a wait after the deadline of its timer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Overdue {
    /// The deadline, or the left edge; a deadline left of it is a pixel outside.
    pub x: f64,
    /// How wide the rest of the wait is.
    pub width: f64,
    /// The span of the wait, as an index into the track's spans.
    pub span: usize,
    /// When the timer was due.
    pub deadline: Instant,
}

/// When the timer was due that a task waits for in this span. None where it waits for no timer, or the log does not
/// say how long that was set.
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
        WaitReason::Timer(delay) if span.state == SpanState::Waiting => {
            Some(span.from + delay.get()?)
        }
        _ => None,
    }
}

/// When the timer of a wait was due that lasted so much longer that it counts as overdue.
pub(super) fn missed(span: &Span, until: Instant) -> Option<Instant> {
    let to = span.to.unwrap_or(until).min(until);
    deadline(span).filter(|deadline| to - *deadline > SLACK)
}

/// The overdue parts of the waits that have bars of their own.
pub(super) fn overdue(
    track: &TaskTrack,
    bars: &[Bar],
    scale: &TimeScale,
    until: Instant,
) -> Vec<Overdue> {
    let timers = bars.iter().filter(|bar| {
        let is_one = bar.merged == 1 && bar.width >= LEAST_PX;
        is_one && bar.kind == BarKind::Waiting(WaitKind::Timer)
    });
    let late = timers.filter_map(|bar| {
        let deadline = missed(&track.spans.get(bar.span)?, until)?;
        let x = scale.x(deadline).max(-1.0);
        let width = bar.x + bar.width - x;
        (width >= LEAST_PX).then_some(Overdue {
            x,
            width,
            span: bar.span,
            deadline,
        })
    });
    late.collect()
}
