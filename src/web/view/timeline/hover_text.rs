//! The sentence about what is under the pointer, other than bars.

use super::counter_tracks::CounterTracks;
use crate::timeline::{
    Picture, TimeScale, sentence_on_axis, sentence_on_band, sentence_on_counter_track,
    sentence_on_lane, sentence_on_loop,
};
use crate::web::message::TimelinePart;
use crate::web::state::Scene;

/// The sentence for a picture whose plot begins at `left` and whose rows are scrolled by `top`. `on_bar` says whether
/// the pointer is also over a bar.
pub(super) fn hover_text(
    scene: &Scene,
    scale: &TimeScale,
    picture: &Picture,
    left: f64,
    top: f64,
    on_bar: bool,
) -> Option<String> {
    let (run, cursor) = (scene.run, scene.cursor);
    run.with_view(|view| match (cursor.part, cursor.pointer) {
        (Some((TimelinePart::Axis, (x, _))), _) => sentence_on_axis(picture, scale, x - left),
        (Some((TimelinePart::Loop, (x, _))), _) => sentence_on_loop(view, picture, x - left),
        (Some((TimelinePart::CounterTracks, (x, y))), _) => {
            let strip = picture.counter_tracks.get(CounterTracks::at(y)?)?;
            sentence_on_counter_track(view, scale, strip, x - left)
        }
        (None, Some((x, y))) => {
            let on_lane = sentence_on_lane(view, picture, x - left, top + y);
            let band = || sentence_on_band(view, picture, x - left);
            on_lane.or_else(|| if on_bar { None } else { band() })
        }
        (None, None) => None,
    })
}
