//! The timeline: its picture as data, text and SVG, its sentences, and the reader's moment in a run.
mod callback_rows;
mod compare_printed;
mod compare_tasks;
mod damaged;
mod drawings;
mod ends;
mod failures;
mod flows;
mod hit;
mod legend;
mod limits;
mod loop_and_threads;
mod loop_lane;
mod many_spans;
mod moment;
mod order_difference;
mod overdue;
mod overview;
mod pace;
mod picture;
mod player;
mod refused_cancels;
mod resources;
mod rows;
mod run_end;
mod sentences;
mod steps;
mod stuck;
mod values;

use crate::common::tape::Tape;
use coroscope::timeline::{LayoutOptions, Picture, Rows, Viewport, layout_with};
use coroscope::trace::RunView;

const WIDTH: f64 = 1000.0;

/// The picture of a whole run, a thousand pixels wide.
fn picture(tape: &Tape, options: LayoutOptions) -> Picture {
    let model = tape.model();
    let rows = Rows::of(&model);
    let viewport = Viewport::whole(&model, &rows, WIDTH);
    layout_with(RunView::new(&tape.log, &model), &rows, &viewport, options)
}
