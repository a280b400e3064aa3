//! Everything that is drawn has a description on hover.

use super::{WIDTH, picture};
use crate::common::tape::{Tape, resource, task, timer};
use coroscope::timeline::sizes::ROW;
use coroscope::timeline::{
    Flows, LayoutOptions, LegendItem, Picture, TimeScale, sentence_on_axis, sentence_on_band,
    sentence_on_counter_track, sentence_on_lane, sentence_on_loop,
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

#[test]
fn marks_flows_and_bands_are_described() {
    let (tape, picture) = run();
    let model = tape.model();
    let on_lane = |x, y| {
        sentence_on_lane(RunView::new(&tape.log, &model), &picture, x, y).unwrap_or_default()
    };
    assert_eq!(on_lane(202.0, 2.0), "prints “hello” at 200 ms");
    // Below the flag there is only the bar.
    assert_eq!(on_lane(202.0, ROW / 2.0), "");
    assert_eq!(on_lane(99.0, ROW - 1.0), "main spawns a, at 100 ms");
    assert_eq!(on_lane(130.0, ROW - 1.0), "");
    assert_eq!(on_lane(500.0, 4.5 * ROW), "");
    let on_band =
        |x| sentence_on_band(RunView::new(&tape.log, &model), &picture, x).unwrap_or_default();
    assert!(on_band(250.0).starts_with("main blocked the loop for 300 ms"));
    assert!(on_band(650.0).starts_with("the callback flush blocked the loop for 100 ms"));
    assert_eq!(on_band(500.0), "");
}

#[test]
fn the_loops_lane_describes_callbacks_passes_and_idle_time() {
    let (tape, picture) = run();
    let model = tape.model();
    let said =
        |x| sentence_on_loop(RunView::new(&tape.log, &model), &picture, x).unwrap_or_default();
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
    let scale = TimeScale::new(coroscope::time::Instant::ZERO, tape.model().now(), WIDTH);
    let said = |x| {
        sentence_on_counter_track(
            RunView::new(&tape.log, &tape.model()),
            &scale,
            &picture.counter_tracks[0],
            x,
        )
    };
    assert_eq!(
        said(150.0).unwrap(),
        "at 150 ms: queue jobs is empty; no task waits"
    );
    assert_eq!(
        said(500.0).unwrap(),
        "at 500 ms: queue jobs holds 1 of 2; a waits to get an item"
    );
}

#[test]
fn a_tick_above_the_axis_is_described() {
    let (tape, picture) = run();
    let scale = TimeScale::new(coroscope::time::Instant::ZERO, tape.model().now(), WIDTH);
    let said = sentence_on_axis(&picture, &scale, 402.0).unwrap();
    assert_eq!(
        said,
        "the loop lets the page paint and continues in a macrotask, at 400 ms"
    );
    assert_eq!(sentence_on_axis(&picture, &scale, 500.0), None);
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
    let said = sentence_on_lane(RunView::new(&tape.log, &tape.model()), &picture, 494.0, 6.0);
    assert_eq!(said.unwrap(), "Task-9 wakes a, at 500 ms");
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
    let said = sentence_on_band(RunView::new(&tape.log, &tape.model()), &picture, 250.0);
    assert_eq!(
        said.as_deref(),
        Some(
            "the browser had the thread for 300 ms, from 100 ms to 400 ms, to paint or to run other code; \
             1 task or callback was ready"
        )
    );
    assert!(LegendItem::Browser.occurs_in(&picture));
}
