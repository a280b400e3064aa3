//! Long callbacks of the loop, drawn in the loop's lane.

use crate::picture::CallbackBar;
use crate::viewport::Viewport;
use coroscope_trace::RunView;

/// How many of the callbacks that share a pixel are examined.
const MAX_SAMPLES: usize = 64;

/// The visible callbacks.
pub(super) fn callbacks(run: RunView<'_>, viewport: &Viewport) -> Vec<CallbackBar> {
    let (scale, until) = (&viewport.scale, viewport.until(run.model));
    let all = &run.model.callbacks;
    let last_seen = scale.to().min(until);
    // They are recorded when they return, so they are in order.
    let end = all.partition_point(|callback| callback.from <= last_seen);
    let first = all.partition_point(|callback| callback.to < scale.from());
    let mut bars = Vec::new();
    for (_, here) in scale.by_pixel(first..end, |place| all[place].from) {
        let here = here.take(MAX_SAMPLES);
        let longest = here.clone().max_by_key(|at| all[*at].to - all[*at].from);
        let Some(index) = longest else { continue };
        let callback = &all[index];
        let x = scale.x(callback.from).max(-1.0);
        let to = scale.x(callback.to.min(until)).min(scale.width() + 1.0);
        bars.push(CallbackBar {
            x,
            width: (to - x).max(1.0),
            name: run.log.text(callback.name).to_owned(),
            index,
            merged: here.count() as u32,
        });
    }
    bars
}
