//! What the timeline draws beside bars: folded rows, edges, the loop, blocks, marks; and its words.
mod beside;
mod compared;
mod damaged;
mod drawings;
mod edges;
mod ended;
mod ends;
mod late;
mod legend;
mod loop_lane;
mod overview;
mod pointed;
mod refused;
mod resources;
mod rows;
mod stuck;
mod words;

use crate::timeline_tape::Tape;
use coroscope::timeline::{Picture, Rows, Show, Viewport, layout_with};

const WIDTH: f64 = 1000.0;

/// All of a run, a pixel for each thousandth of it.
fn picture(tape: &Tape, show: Show) -> Picture {
    let model = tape.model();
    let rows = Rows::of(&model);
    let viewport = Viewport::whole(&model, &rows, WIDTH);
    layout_with(&model, &tape.log, &rows, &viewport, show)
}
