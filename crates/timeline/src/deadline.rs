//! When a timer that a task waits for is due, and whether the wait is overdue.

use coroscope_trace::WaitReason;
use coroscope_trace::time::{Duration, Instant};
use coroscope_trace::track::Span;

/// A timer that fires at most this late does not count as overdue: browsers delay timers that much even without load.
const SLACK: Duration = Duration::from_millis(4);

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
