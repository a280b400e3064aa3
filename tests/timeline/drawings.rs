//! Drawings as text and SVG: the loop, blocks, holders of locks, flows, printed lines.

use crate::common::tape::{Tape, task};
use coroscope::timeline::{Flows, Rows, Viewport, ascii, svg};
use coroscope::trace::{Cause, Delay, RunView, WaitReason};

/// `greedy` blocks the loop for 60 of 100 ms while it holds a lock.
fn greedy() -> Tape {
    let mut tape = Tape::new();
    tape.lock(1, "till")
        .spawn(1, 0, "greedy")
        .spawn(2, 1, "patient");
    tape.pass(2, 0)
        .at(20_000)
        .poll(1)
        .hold(1, 1)
        .print(1, "mine <3");
    tape.wake(2, Cause::Task(task(1)))
        .at(80_000)
        .hold(1, 0)
        .done(1);
    tape.poll(2)
        .wait(2, WaitReason::Timer(Delay::UNKNOWN))
        .pass_ended(0, 1);
    tape.at(100_000).pass(1, 1);
    tape
}

fn drawn(tape: &Tape, flows: Flows, loop_lane: bool) -> String {
    let options = svg::Options {
        flows,
        loop_lane,
        ..svg::Options::default()
    };
    svg::draw(RunView::new(&tape.log, &tape.model()), &options)
}

#[test]
fn the_text_has_a_line_for_the_loop_and_one_for_what_blocked_it() {
    let tape = greedy();
    let text = ascii::draw(RunView::new(&tape.log, &tape.model()), 10);
    let lines: Vec<&str> = text.lines().skip(4).collect();
    assert_eq!(
        lines,
        [
            "blocked   │  ██████",
            "loop      │22222222",
            "till      │  11111100",
        ]
    );
}

#[test]
fn the_svg_shows_and_explains_blocks_holders_and_printed_lines() {
    let svg = drawn(&greedy(), Flows::None, true);
    for part in [
        "greedy blocked the loop for 60 ms, from 20 ms to 80 ms; patient had to wait for its turn",
        ">greedy</text>",
        "prints “mine &lt;3” at 20 ms",
        "loop: 2 passes; at most 2 ready and 1 timer",
        ">the loop is blocked</text>",
        ">printed</text>",
    ] {
        assert!(svg.contains(part), "{part} is not in {svg}");
    }
    assert!(!drawn(&greedy(), Flows::None, false).contains("loop: 2"));
}

#[test]
fn flows_are_drawn_only_if_requested() {
    let tape = greedy();
    let (none, all) = (
        drawn(&tape, Flows::None, true),
        drawn(&tape, Flows::Of(task(1)), true),
    );
    let spawns = ">spawns</text>";
    assert!(all.contains(r#"class="es" d=""#) && all.contains(spawns));
    assert!(!none.contains(r#"class="es" d=""#) && !none.contains(spawns));
}

#[test]
fn a_folded_row_shows_how_many_tasks_it_contains() {
    let tape = greedy();
    let model = tape.model();
    let mut rows = Rows::of(&model);
    rows.fold(task(1), true);
    rows.update(&model);
    let viewport = Viewport::whole(&model, &rows, 600.0);
    let svg = svg::draw_view(
        RunView::new(&tape.log, &model),
        &rows,
        &viewport,
        &svg::Options::default(),
    );
    assert!(svg.contains(">greedy (+1)</text>") && !svg.contains(">patient</text>"));
}
