//! Stretches in which tasks were ready but the browser had the thread: it painted, loaded, or ran other code.

use super::scale::TimeScale;
use crate::time::{Instant, human};
use crate::trace::Model;

/// A stretch narrower than this is not drawn.
const MIN_PX: f64 = 2.0;

/// A stretch in which tasks were ready while the browser had the thread.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct BrowserTime {
    /// Its left edge.
    pub x: f64,
    /// How wide it is; at least two pixels.
    pub width: f64,
    /// When the pass before it ended.
    pub from: Instant,
    /// When the next one began.
    pub to: Instant,
    /// How many entries the ready queue held.
    pub ready: u32,
}

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

/// Describes such a stretch in a sentence.
pub fn sentence_for_browser_time(time: &BrowserTime) -> String {
    let ready = match time.ready {
        1 => "1 task or callback was".into(),
        n => format!("{n} tasks or callbacks were"),
    };
    format!(
        "the browser had the thread for {}, from {} to {}, to paint or to run other code; {ready} ready",
        human(time.to - time.from),
        time.from,
        time.to
    )
}
