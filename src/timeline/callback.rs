//! Long callbacks of the loop, drawn in the loop's lane.

use super::layout::Viewport;
use crate::time::human;
use crate::trace::RunView;
use crate::wording::Wording;

/// How many of the callbacks that share a pixel are examined.
const MAX_SAMPLES: usize = 64;

/// A long callback, or several that share a pixel.
#[derive(Clone, Debug, PartialEq)]
pub struct CallbackBar {
    /// Its left edge.
    pub x: f64,
    /// How wide it is; at least one pixel.
    pub width: f64,
    /// The name of its function; of the longest, if there are several.
    pub name: String,
    /// Its index in the model's callbacks.
    pub index: usize,
    /// How many callbacks it represents; a lower bound where they are dense.
    pub merged: u32,
}

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

/// Describes a callback in a sentence: its name, how long it ran, and where its function is.
pub fn sentence_for_callback(run: RunView<'_>, bar: &CallbackBar) -> String {
    let Some(callback) = run.model.callbacks.get(bar.index) else {
        return String::new();
    };
    let line = Wording::new(run).in_line(callback.place);
    let took = human(callback.to - callback.from);
    let sentence = format!(
        "the callback {}{line} ran for {took}, from {} to {}",
        bar.name, callback.from, callback.to
    );
    match bar.merged {
        0 | 1 => sentence,
        2 => format!("{sentence}; one more is here"),
        n => format!("{sentence}; {} more are here", n - 1),
    }
}
