//! Waits that continued past the deadline of their timer.

use crate::deadline::missed;
use crate::picture::{Bar, Overdue};
use crate::scale::TimeScale;
use coroscope_trace::time::Instant;
use coroscope_trace::track::TaskTrack;
use coroscope_trace::{TaskState, WaitKind};

/// Narrower parts are not drawn.
const MIN_PX: f64 = 2.0;

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
