//! The overview: the number of tasks in each state over the whole run.

use crate::common::tape::{Tape, at, everything, task};
use coroscope::time::{Duration, Instant};
use coroscope::timeline::{Overview, OverviewColumn};
use coroscope::trace::{Cause, Delay, Model, PerState, RunView, TaskState, WaitReason};

fn overview(tape: &Tape) -> (Model, Overview) {
    let (model, mut overview) = (tape.model(), Overview::default());
    overview.update(RunView::new(&tape.log, &model));
    (model, overview)
}

#[test]
fn each_column_has_the_number_of_tasks_in_each_state() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a").spawn(2, 0, "b");
    tape.at(100_000)
        .poll(1)
        .at(200_000)
        .wait(1, WaitReason::Timer(Delay::UNKNOWN));
    tape.poll(2).at(300_000).done(2);
    tape.at(400_000).wake(1, Cause::Timer);
    let (_, overview) = overview(&tape);
    let expected = [
        (0.0, 2.0, 0.0),
        (1.0, 1.0, 0.0),
        (1.0, 0.0, 1.0),
        (0.0, 0.0, 1.0),
        // After the last event, the current states continue.
        (0.0, 1.0, 0.0),
    ];
    let columns = overview.columns(5, at(0), at(500_000));
    for (column, (running, ready, waiting)) in columns.iter().zip(expected) {
        let near = |a: f64, b: f64| (a - b).abs() < 0.001;
        assert!(
            near(column.running, running)
                && near(column.ready, ready)
                && near(column.waiting, waiting),
            "{columns:?}"
        );
    }
}

#[test]
fn the_columns_add_up_to_the_times_of_the_tasks() {
    let tape = everything();
    let (model, overview) = overview(&tape);
    let width = 97;
    let columns = overview.columns(width, Instant::ZERO, model.now());
    let micros = model.now().as_micros() as f64 / width as f64;
    type Seen = fn(&OverviewColumn) -> f64;
    type Real = fn(&PerState<Duration>) -> Duration;
    let states: [(Seen, Real); 3] = [
        (|column| column.running, |times| times[TaskState::Running]),
        (|column| column.ready, |times| times[TaskState::Ready]),
        (|column| column.waiting, PerState::waiting),
    ];
    for (n, (seen, real)) in states.into_iter().enumerate() {
        let seen: f64 = columns.iter().map(seen).sum::<f64>() * micros;
        let times = model.tasks().iter().map(|task| task.times(model.now()));
        let real: f64 = times.map(|times| real(&times).as_micros() as f64).sum();
        assert!((seen - real).abs() < 1.0, "state {n}: {seen} of {real}");
    }
}

#[test]
fn a_run_read_in_parts_is_the_same_as_one_read_whole() {
    let tape = everything();
    let (mut model, mut overview_of_parts) = (Model::default(), Overview::default());
    while !model.update_some(&tape.log, 3) {
        overview_of_parts.update(RunView::new(&tape.log, &model));
    }
    overview_of_parts.update(RunView::new(&tape.log, &model));
    assert_eq!(overview_of_parts, overview(&tape).1);
}

#[test]
fn a_long_run_keeps_its_sums_while_its_buckets_grow() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a");
    for turn in 0..100_000_u64 {
        tape.at(turn * 1_000).poll(1);
        tape.at(turn * 1_000 + 250)
            .wait(1, WaitReason::Timer(Delay::UNKNOWN));
        tape.at(turn * 1_000 + 500).wake(1, Cause::Timer);
    }
    let (model, overview) = overview(&tape);
    for column in overview.columns(100, Instant::ZERO, model.now()) {
        assert!((column.all() - 1.0).abs() < 0.01, "{column:?}");
        assert!((column.ready - 0.5).abs() < 0.02, "{column:?}");
    }
    assert_eq!(model.task(task(1)).unwrap().spans.len(), 300_001);
}
