//! The picture as data: positions, hit tests, and descriptions.

use crate::common::tape::{Tape, at, resource, task};
use coroscope::timeline::{
    Picture, Rows, TimeScale, Viewport, WaitKind, describe, hit, layout, lines_at,
    sentence_for_task, svg, ticks,
};
use coroscope::trace::{
    Cause, Delay, Model, Moment, Op, OutcomeKind, RunView, TaskState, WaitReason,
};

const WIDTH: f64 = 1000.0;

fn picture(tape: &Tape) -> Picture {
    let model = tape.model();
    let rows = Rows::of(&model);
    let viewport = Viewport::whole(&model, &rows, WIDTH);
    layout(RunView::new(&tape.log, &model), &rows, &viewport)
}

/// One task that waits for a timer from 10 to 60 ms, is ready until 80, and ends at 100.
fn nap() -> Tape {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "nap").at(5_000).poll(1);
    tape.at(10_000).wait(1, WaitReason::Timer(Delay::UNKNOWN));
    tape.at(60_000).wake(1, Cause::Timer);
    tape.at(80_000).poll(1).at(100_000).done(1);
    tape
}

#[test]
fn a_lane_has_a_bar_for_each_state() {
    let picture = picture(&nap());
    let bars = &picture.lanes[0].bars;
    let mut found: Vec<(TaskState, f64, f64)> =
        bars.iter().map(|b| (b.state, b.x, b.width)).collect();
    found.sort_by(|a, b| a.1.total_cmp(&b.1));
    assert_eq!(
        found,
        [
            (TaskState::Ready, 0.0, 50.0),
            (TaskState::Running, 50.0, 50.0),
            (TaskState::Waiting(WaitKind::Timer), 100.0, 500.0),
            (TaskState::Ready, 600.0, 200.0),
            (TaskState::Running, 800.0, 200.0),
        ]
    );
    let cap = picture.lanes[0].cap.unwrap();
    assert_eq!((cap.kind, cap.x), (OutcomeKind::Done, WIDTH));
}

#[test]
fn a_poll_too_short_for_the_clock_is_a_tick_and_no_bar() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a")
        .poll(1)
        .wait(1, WaitReason::Timer(Delay::UNKNOWN));
    tape.at(500_000)
        .wake(1, Cause::Timer)
        .poll(1)
        .wait(1, WaitReason::Timer(Delay::UNKNOWN));
    tape.at(1_000_000).wake(1, Cause::Timer).poll(1).done(1);
    let picture = picture(&tape);
    let lane = &picture.lanes[0];
    assert!(lane.bars.iter().all(|bar| bar.state != TaskState::Running));
    assert_eq!(lane.ticks, [0.0, WIDTH / 2.0, WIDTH]);
}

#[test]
fn the_cost_of_drawing_depends_on_the_pixels() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "busy");
    for turn in 0..70_000 {
        tape.at(turn * 10)
            .poll(1)
            .at(turn * 10 + 3)
            .wait(1, WaitReason::Timer(Delay::UNKNOWN));
        tape.at(turn * 10 + 7).wake(1, Cause::Timer);
    }
    let picture = picture(&tape);
    assert!(
        picture.lanes[0].bars.len() <= 3 * WIDTH as usize + 3,
        "{}",
        picture.lanes[0].bars.len()
    );
}

#[test]
fn lanes_are_in_the_order_of_the_tree() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main")
        .poll(1)
        .spawn(2, 1, "a")
        .spawn(3, 1, "b")
        .wait(1, WaitReason::Tasks(2));
    tape.at(10)
        .poll(2)
        .spawn(4, 2, "a's own")
        .wait(2, WaitReason::Task(task(4)));
    let picture = picture(&tape);
    let lanes: Vec<(&str, u32)> = picture
        .lanes
        .iter()
        .map(|l| (l.name.as_str(), l.depth))
        .collect();
    assert_eq!(lanes, [("main", 0), ("a", 1), ("a's own", 2), ("b", 1)]);
}

#[test]
fn a_hit_is_looked_up_in_the_model() {
    let tape = nap();
    let model = tape.model();
    let rows = Rows::of(&model);
    let viewport = Viewport::whole(&model, &rows, WIDTH);
    let hits = [
        (25.0, Some(0)),
        (75.0, Some(1)),
        (300.0, Some(2)),
        (700.0, Some(3)),
    ];
    for (x, span) in hits {
        let found = hit(&model, &rows, &viewport, 0, x).map(|(_, span)| span);
        assert_eq!(found, span, "at {x}");
    }
    assert_eq!(hit(&model, &rows, &viewport, 1, 300.0), None);
    // The cap is where the task ended, and can be hit over its whole width.
    let last = model.tasks()[0].spans.len() - 1;
    let at = |x| hit(&model, &rows, &viewport, 0, x).map(|(_, span)| span);
    assert_eq!((at(WIDTH + 12.0), at(WIDTH + 15.0)), (Some(last), None));
}

#[test]
fn descriptions_say_what_how_long_and_by_what() {
    #[track_caller]
    fn says(tape: &Tape, span: usize, expected: &str) {
        let words = describe(RunView::new(&tape.log, &tape.model()), task(1), span);
        assert!(
            words.sentence.starts_with(expected),
            "{} | {expected}",
            words.sentence
        );
    }
    let tape = nap();
    says(&tape, 0, "ready, waited 5 ms for its turn");
    says(&tape, 1, "running for 5 ms");
    says(&tape, 2, "waiting 50 ms for the timer");
    says(&tape, 3, "ready, waited 20 ms for its turn");
    let mut tape = Tape::new();
    tape.queue(1, "jobs", 2).spawn(1, 0, "a").poll(1);
    tape.wait(1, WaitReason::Resource(resource(1), Op::Get));
    tape.at(20_000).wake(1, Cause::Outside);
    says(&tape, 2, "waiting 20 ms to get from queue jobs");
}

#[test]
fn a_failure_is_described_with_its_reason() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "fetch")
        .poll(1)
        .at(9_000)
        .fail(1, "404 Not Found");
    let words = sentence_for_task(RunView::new(&tape.log, &tape.model()), task(1));
    assert!(words.contains("404 Not Found"), "{words}");
}

#[test]
fn tasks_are_at_the_lines_where_they_wait() {
    let tape = nap();
    let model = tape.model();
    let lines_at = |file: &str, micros: u64| {
        let moment = Moment::at(&tape.log, at(micros)).unwrap();
        lines_at(RunView::new(&tape.log, &model), |path| path == file, moment)
    };
    let lines = lines_at("tests/timeline/picture.rs", 30_000);
    let place = tape
        .log
        .place(model.tasks()[0].spans.get(2).unwrap().waited.unwrap().place)
        .unwrap();
    assert_eq!(lines, [(task(1), place.line)]);
    assert_eq!(lines_at("other.rs", 30_000), []);
    assert_eq!(lines_at("tests/timeline/picture.rs", 2_000), []);
}

#[test]
fn a_counter_track_keeps_the_highest_level_of_each_pixel() {
    let mut tape = Tape::new();
    tape.queue(1, "jobs", 0).spawn(1, 0, "a").level(1, 0);
    tape.at(500_000).level(1, 7).at(500_010).level(1, 1);
    tape.at(1_000_000).level(1, 0);
    let picture = picture(&tape);
    let track = &picture.counter_tracks[0];
    assert_eq!((track.name.as_str(), track.highest), ("jobs", 7));
    assert!(track.steps.iter().any(|step| step.level == 7.0));
}

#[test]
fn ticks_are_round_and_labelled_in_units() {
    let labels = |micros: u64| -> Vec<String> {
        let scale = TimeScale::new(at(0), at(micros), 500.0);
        ticks(&scale, 100.0)
            .into_iter()
            .map(|tick| tick.label)
            .collect()
    };
    assert_eq!(
        labels(100_000),
        ["0", "20 ms", "40 ms", "60 ms", "80 ms", "100 ms"]
    );
    assert_eq!(labels(5_000_000), ["0", "1 s", "2 s", "3 s", "4 s", "5 s"]);
    assert_eq!(
        labels(50),
        ["0", "10 µs", "20 µs", "30 µs", "40 µs", "50 µs"]
    );
}

#[test]
fn names_with_markup_stay_text() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "<script>alert(1)</script>")
        .poll(1)
        .at(10)
        .done(1);
    let drawn = svg::draw(
        RunView::new(&tape.log, &tape.model()),
        &svg::Options::default(),
    );
    assert!(!drawn.contains("<script>"));
    assert!(drawn.contains("&lt;script&gt;"));
}

#[test]
fn an_empty_log_gives_an_empty_picture() {
    let tape = Tape::new();
    let picture = picture(&tape);
    assert!(picture.lanes.is_empty() && picture.counter_tracks.is_empty());
    assert_eq!(Model::of(&tape.log), tape.model());
    assert!(
        svg::draw(
            RunView::new(&tape.log, &tape.model()),
            &svg::Options::default()
        )
        .contains("</svg>")
    );
}
