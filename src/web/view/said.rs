//! What is said of what is pointed at on the timeline beside bars.

use super::sheet::{Part, Scene};
use super::strips::Strips;
use crate::timeline::{
    Picture, TimeScale, sentence_on_axis, sentence_on_band, sentence_on_lane, sentence_on_loop,
    sentence_on_strip,
};

/// A sentence about what is pointed at in a picture whose time begins at `left`, and whose rows are scrolled by
/// `top`. `on_bar` says that a bar is there, too.
pub(super) fn sentence(
    scene: &Scene,
    scale: &TimeScale,
    picture: &Picture,
    (left, top): (f64, f64),
    on_bar: bool,
) -> Option<String> {
    let (run, cursor) = (scene.run, scene.cursor);
    let model = &run.model;
    run.with_log(|log| match (cursor.beside, cursor.pointer) {
        (Some((Part::Axis, (x, _))), _) => sentence_on_axis(picture, scale, x - left),
        (Some((Part::Loop, (x, _))), _) => sentence_on_loop(model, log, picture, x - left),
        (Some((Part::Strips, (x, y))), _) => {
            let strip = picture.strips.get(Strips::at(y)?)?;
            sentence_on_strip(model, log, scale, strip, x - left)
        }
        (None, Some((x, y))) => {
            let said = sentence_on_lane(model, log, picture, (x - left, top + y));
            let band = || sentence_on_band(model, log, picture, x - left);
            said.or_else(|| if on_bar { None } else { band() })
        }
        (None, None) => None,
    })
}
