//! What the timeline draws beside bars: folded rows, edges, the loop, blocks, marks; and its words.
#![cfg(not(target_family = "wasm"))]

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
#[path = "../timeline_tape/mod.rs"]
mod timeline_tape;
mod words;

use coroscope::timeline::{Picture, Rows, Show, Viewport, layout_with};
use timeline_tape::Tape;

const WIDTH: f64 = 1000.0;

/// All of a run, a pixel for each thousandth of it.
fn picture(tape: &Tape, show: Show) -> Picture {
    let model = tape.model();
    let rows = Rows::of(&model);
    let viewport = Viewport::whole(&model, &rows, WIDTH);
    layout_with(&model, &tape.log, &rows, &viewport, show)
}
