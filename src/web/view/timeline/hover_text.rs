//! The sentence about what is under the pointer, or selected, other than bars.

use super::counter_tracks::CounterTracks;
use super::scroll_area::ScrollArea;
use crate::time::Instant;
use crate::timeline::{
    Hit, Picture, Spot, Viewport, describe_level, describe_pass, hit_at, sentence_for_hit,
    sentence_for_task,
};
use crate::web::message::TimelinePart;
use crate::web::state::{Outside, Scene};
use crate::wording::tr;

/// The sentence for a picture whose plot begins at `left` and whose rows are in `area`.
pub(super) fn hover_text(
    scene: &Scene,
    viewport: &Viewport,
    picture: &Picture,
    left: f64,
    area: &ScrollArea,
) -> Option<String> {
    let (run, cursor) = (scene.run, scene.cursor);
    let spot = match (cursor.part, cursor.pointer) {
        (Some((TimelinePart::Axis, (x, _))), _) => Spot::Axis(x - left),
        (Some((TimelinePart::Loop, (x, _))), _) => Spot::Loop(x - left),
        (Some((TimelinePart::CounterTracks, (x, y))), _) => {
            Spot::CounterTrack(CounterTracks::at(y)?, x - left)
        }
        // The minimap has its own text.
        (Some((TimelinePart::Minimap, _)), _) => return None,
        (None, Some((x, y))) if x < left => {
            let task = scene.rows.get(area.row_at(y))?.task;
            return Some(run.with_view(|view| sentence_for_task(view, task)));
        }
        (None, Some((x, y))) => Spot::Lanes(x - left, area.unstretched(area.top() + y)),
        (None, None) => return selected_text(scene),
    };
    run.with_view(|view| {
        let hit = hit_at(view, scene.rows, viewport, picture, spot);
        let hit = match (hit, spot) {
            (Some(hit), _) => hit,
            (None, Spot::Axis(x)) => return Some(at_axis(viewport.scale.at(x))),
            (None, _) => return None,
        };
        // The readout describes bars in more detail.
        let is_bar = matches!(hit, Hit::Span(..));
        (!is_bar).then(|| sentence_for_hit(view, hit))
    })
}

/// What pressing or dragging the axis does.
fn at_axis(at: Instant) -> String {
    tr!(
        "{at} after the start of the run: press or drag to see the run at that moment, with Shift to loop a range.",
        at
    )
}

/// The sentence about what is selected outside of the lanes.
pub(super) fn selected_text(scene: &Scene) -> Option<String> {
    let outside = scene.cursor.outside?;
    scene.run.with_view(|view| match outside {
        Outside::Pass(pass) => Some(describe_pass(view, pass)),
        Outside::Level(track, level) => {
            let resource = view.model.tracked().nth(track)?.id;
            Some(describe_level(view, resource, level))
        }
    })
}
