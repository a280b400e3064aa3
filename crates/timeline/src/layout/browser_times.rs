//! Stretches in which tasks were ready but the browser had the thread: it painted, loaded, or ran other code.

use crate::picture::BrowserTime;
use crate::scale::TimeScale;
use coroscope_trace::Model;
use coroscope_trace::time::Instant;

/// A stretch narrower than this is not drawn.
const MIN_PX: f64 = 2.0;

/// The visible stretches that are wide enough to draw.
pub(super) fn browser_times(model: &Model, scale: &TimeScale, until: Instant) -> Vec<BrowserTime> {
    let passes = model.passes.as_slice();
    let last_seen = scale.to().min(until);
    let ended = |place: usize| passes[place].to.unwrap_or(Instant::MAX);
    let first = passes.partition_point(|pass| pass.to.is_some_and(|to| to < scale.from()));
    let groups = scale.by_pixel(first.saturating_sub(1)..passes.len(), ended);
    let mut seen = Vec::new();
    for (_, here) in groups.take_while(|(_, here)| ended(here.start) <= last_seen) {
        // Gaps between passes that end in the same pixel are too narrow to draw.
        let pass = passes[here.end - 1];
        let from = pass.to.unwrap_or(until);
        let to = passes.get(here.end).map_or(until, |pass| pass.from);
        let (x, end) = (scale.x(from).max(0.0), scale.x(to).min(scale.width()));
        if pass.ready_after > 0 && end - x >= MIN_PX {
            seen.push(BrowserTime {
                x,
                width: end - x,
                from,
                to,
                ready: pass.ready_after,
            });
        }
    }
    seen
}
