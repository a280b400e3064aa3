//! Everything that is drawn answers to the pointer with a sentence.

use super::{WIDTH, picture};
use crate::common::tape::{Tape, resource, task, timer};
use coroscope::timeline::sizes::ROW;
use coroscope::timeline::{
    Flows, Hit, LayoutOptions, LegendItem, Picture, Rows, Spot, Viewport, hit_at, sentence_for_hit,
};
use coroscope::trace::{Cause, Op, RunView, WaitReason};

/// `main` spawns `a` at 100 ms, prints, and blocks the loop until 400 ms; a callback runs from 600 to 700 ms.
fn run() -> (Tape, Picture) {
    let mut tape = Tape::new();
    tape.queue(1, "jobs", 2)
        .level(1, 0)
        .spawn(1, 0, "main")
        .at(100_000)
        .pass(1, 0)
        .poll(1);
    tape.spawn(2, 1, "a")
        .at(200_000)
        .print(1, "hello")
        .level(1, 1);
    tape.at(400_000).wait(1, timer(300_000)).poll(2);
    tape.wait(2, WaitReason::Resource(resource(1), Op::Get))
        .pass_ended(0, 2)
        .hop();
    tape.at(700_000)
        .pass(0, 2)
        .callback("flush", 100_000)
        .pass_ended(0, 0);
    tape.at(1_000_000).cancel(2, 1, "");
    let show = LayoutOptions {
        flows: Flows::All,
        ..LayoutOptions::default()
    };
    let picture = picture(&tape, show);
    (tape, picture)
}

/// The sentence about what is at a point; empty if that is a bar, or nothing.
fn said(tape: &Tape, picture: &Picture, spot: Spot) -> String {
    let model = tape.model();
    let rows = Rows::of(&model);
    let viewport = Viewport::whole(&model, &rows, WIDTH);
    let run = RunView::new(&tape.log, &model);
    match hit_at(run, &rows, &viewport, picture, spot) {
        None | Some(Hit::Span(..)) => String::new(),
        Some(hit) => sentence_for_hit(run, hit),
    }
}

/// A height below all rows.
const BELOW: f64 = 100.0 * ROW;

#[test]
fn marks_flows_and_bands_are_described() {
    let (tape, picture) = run();
    let on_lane = |x, y| said(&tape, &picture, Spot::Lanes(x, y));
    assert_eq!(on_lane(202.0, 2.0), "prints “hello” at 200 ms");
    // Below the flag there is only the bar.
    assert_eq!(on_lane(202.0, ROW / 2.0), "");
    assert_eq!(on_lane(99.0, ROW - 1.0), "main spawns a, at 100 ms");
    assert_eq!(on_lane(130.0, ROW - 1.0), "");
    assert_eq!(on_lane(500.0, 4.5 * ROW), "");
    let on_band = |x| said(&tape, &picture, Spot::Lanes(x, BELOW));
    assert!(on_band(250.0).starts_with("main blocked the loop for 300 ms"));
    assert!(on_band(650.0).starts_with("the callback flush blocked the loop for 100 ms"));
    assert_eq!(on_band(500.0), "");
}

#[test]
fn the_loops_lane_describes_callbacks_passes_and_idle_time() {
    let (tape, picture) = run();
    let said = |x| said(&tape, &picture, Spot::Loop(x));
    let callback = said(650.0);
    assert!(
        callback.starts_with("the callback flush in line ")
            && callback.ends_with(" ran for 100 ms, from 600 ms to 700 ms"),
        "{callback}"
    );
    assert_eq!(
        said(250.0),
        "a pass over 1 ready, 300 ms long; 0 ready and 2 timers pending after it"
    );
    assert_eq!(said(500.0), "the loop is idle; 2 timers are pending");
    assert_eq!(said(900.0), "the loop is idle; no timer is pending");
    assert_eq!(said(50.0), "");
}

#[test]
fn counter_tracks_describe_the_resource_at_that_time() {
    let (tape, picture) = run();
    let said = |x| said(&tape, &picture, Spot::CounterTrack(0, x));
    assert_eq!(said(150.0), "at 150 ms: queue jobs is empty; no task waits");
    assert_eq!(
        said(500.0),
        "at 500 ms: queue jobs holds 1 of 2; a waits to get an item"
    );
}

#[test]
fn a_tick_above_the_axis_is_described() {
    let (tape, picture) = run();
    let said = |x| said(&tape, &picture, Spot::Axis(x));
    assert_eq!(
        said(402.0),
        "the loop lets the page paint and continues in a macrotask, at 400 ms"
    );
    assert_eq!(said(500.0), "");
}

#[test]
fn a_flow_from_no_lane_is_described() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a").poll(1).wait(1, WaitReason::Future);
    tape.at(500_000)
        .wake(1, Cause::Task(task(9)))
        .at(1_000_000)
        .hop();
    let show = LayoutOptions {
        flows: Flows::All,
        ..LayoutOptions::default()
    };
    let picture = picture(&tape, show);
    let said = said(&tape, &picture, Spot::Lanes(494.0, 6.0));
    assert_eq!(said, "Task-9 wakes a, at 500 ms");
}

#[test]
fn while_the_browser_has_the_thread_ready_tasks_wait_for_no_other_task() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main").pass(1, 0).poll(1);
    tape.at(100_000).wake(1, Cause::Task(task(1)));
    tape.wait(1, WaitReason::Turn).pass_ended(1, 0).hop();
    tape.at(400_000).pass(1, 0).poll(1);
    tape.at(500_000).wait(1, timer(500_000)).pass_ended(0, 1);
    tape.at(1_000_000).pass(0, 1).wake(1, Cause::Timer).poll(1);
    tape.done(1).pass_ended(0, 0);
    let picture = picture(&tape, LayoutOptions::default());
    let [time] = picture.browser_times.as_slice() else {
        panic!("{:?}", picture.browser_times);
    };
    assert_eq!((time.x, time.width, time.ready), (100.0, 300.0, 1));
    let said = said(&tape, &picture, Spot::Lanes(250.0, BELOW));
    assert_eq!(
        said,
        "the browser had the thread for 300 ms, from 100 ms to 400 ms, to paint or to run other code; \
             1 task or callback was ready"
    );
    assert!(LegendItem::Browser.occurs_in(&picture));
}

#[test]
fn a_bar_is_hit_where_nothing_is_drawn_over_it() {
    let (tape, picture) = run();
    let model = tape.model();
    let rows = Rows::of(&model);
    let viewport = Viewport::whole(&model, &rows, WIDTH);
    let run = RunView::new(&tape.log, &model);
    let at = |x, y| hit_at(run, &rows, &viewport, &picture, Spot::Lanes(x, y));
    assert_eq!(at(250.0, ROW / 2.0), Some(Hit::Span(task(1), 1)));
    // Beside a task's life, the band behind it.
    assert!(at(50.0, 1.5 * ROW).is_none());
    assert!(matches!(at(650.0, BELOW), Some(Hit::Block(_))));
}
