//! Folding and filtering rows.

use super::WIDTH;
use crate::common::tape::{Tape, at, task};
use coroscope::timeline::{Filter, Rows, StateAt, Stretch, Viewport, layout};
use coroscope::trace::{Delay, Moment, OutcomeKind, RunView, TaskState, WaitKind, WaitReason};

/// `main` with `a`, which has `A's own`, and `b`.
fn family() -> Tape {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main").poll(1);
    tape.spawn(2, 1, "a")
        .spawn(3, 1, "b")
        .wait(1, WaitReason::Tasks(2));
    tape.at(100_000).poll(2).spawn(4, 2, "A's own");
    tape.at(200_000).wait(2, WaitReason::Task(task(4)));
    tape.at(300_000).poll(4).print(4, "one").print(4, "two");
    tape.at(400_000).done(4);
    tape.at(500_000).poll(3).at(600_000).fail(3, "no");
    tape.at(1_000_000).hop();
    tape
}

fn names(rows: &Rows) -> Vec<(u32, bool)> {
    let row = |row: &coroscope::timeline::Row| (row.task.number(), row.faded);
    rows.as_slice().iter().map(row).collect()
}

#[test]
fn a_folded_task_represents_all_its_descendants() {
    let tape = family();
    let model = tape.model();
    let mut rows = Rows::of(&model);
    rows.fold(task(2), true);
    assert!(rows.update(&model) && !rows.update(&model));
    assert_eq!(names(&rows), [(1, false), (2, false), (3, false)]);
    let hidden: Vec<u32> = rows.as_slice().iter().map(|row| row.hidden).collect();
    assert_eq!(hidden, [0, 1, 0]);
    assert_eq!(rows.position(task(4)), None);
    assert_eq!(rows.shown_at(task(4)), Some(1));
    assert_eq!(rows.position(task(3)), Some(2));
    rows.fold(task(1), true);
    rows.update(&model);
    assert_eq!((rows.len(), rows.get(0).unwrap().hidden), (1, 3));
    rows.fold_all(false);
    rows.update(&model);
    assert_eq!(rows.len(), 4);
}

#[test]
fn a_folded_row_shows_when_its_descendants_ran_and_what_they_printed() {
    let tape = family();
    let model = tape.model();
    let mut rows = Rows::of(&model);
    rows.fold_all(true);
    rows.update(&model);
    let viewport = Viewport::whole(&model, &rows, WIDTH);
    let picture = layout(RunView::new(&tape.log, &model), &rows, &viewport);
    let lane = &picture.lanes[0];
    let ran = |x: f64| Stretch {
        x,
        width: 100.0,
        is_tick: false,
    };
    assert_eq!(lane.summary, [ran(100.0), ran(300.0), ran(500.0)]);
    assert_eq!(lane.marks.len(), 1);
    assert_eq!(
        (lane.marks[0].text.as_str(), lane.marks[0].merged),
        ("one", 2)
    );
}

#[test]
fn a_long_poll_at_the_end_of_many_in_one_pixel_is_in_the_summary() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main").spawn(2, 1, "a");
    for turn in 0..300 {
        tape.at(turn)
            .poll(2)
            .wait(2, WaitReason::Timer(Delay::UNKNOWN));
    }
    tape.at(400).poll(2).at(500_000).done(2).at(1_000_000).hop();
    let model = tape.model();
    let run = RunView::new(&tape.log, &model);
    let mut rows = Rows::of(&model);
    let viewport = Viewport::whole(&model, &rows, WIDTH);
    let lanes = layout(run, &rows, &viewport).lanes;
    assert_eq!(lanes[1].ticks, [0.0; 0]);
    rows.fold(task(1), true);
    rows.update(&model);
    let summary = &layout(run, &rows, &viewport).lanes[0].summary;
    // The short ones need no tick beside it.
    let stretch = Stretch {
        x: 0.4,
        width: 499.6,
        is_tick: false,
    };
    assert_eq!(*summary, [stretch]);
}

#[test]
fn names_are_found_case_insensitively_below_faded_rows() {
    let tape = family();
    let model = tape.model();
    let run = RunView::new(&tape.log, &model);
    let mut rows = Rows::default();
    rows.fold(task(2), true);
    let filter = Filter {
        name: "a'S".into(),
        ..Filter::default()
    };
    assert!(rows.search(run, &filter));
    assert!(!rows.search(run, &filter));
    // Folded tasks are found, too.
    assert_eq!(names(&rows), [(1, true), (2, true), (4, false)]);
    assert_eq!(rows.matches(), 1);
    assert_eq!(rows.shown_at(task(3)), None);
    rows.search(run, &Filter::default());
    assert_eq!(rows.len(), 3);
}

#[test]
fn tasks_are_found_by_their_state_at_a_moment() {
    let tape = family();
    let model = tape.model();
    let found = |states: &[StateAt], micros: u64| {
        let filter = Filter {
            states: states.to_vec(),
            moment: Moment::at(&tape.log, at(micros)),
            ..Filter::default()
        };
        let mut rows = Rows::default();
        rows.search(RunView::new(&tape.log, &model), &filter);
        let matches = names(&rows).into_iter().filter(|(_, faded)| !faded);
        matches.map(|(task, _)| task).collect::<Vec<u32>>()
    };
    let on_tasks = StateAt::Alive(TaskState::Waiting(WaitKind::Task));
    let ready = StateAt::Alive(TaskState::Ready);
    let [failed, done] = [OutcomeKind::Failed, OutcomeKind::Done].map(StateAt::Ended);
    assert_eq!(found(&[on_tasks], 50_000), [1]);
    assert_eq!(found(&[on_tasks], 250_000), [1, 2]);
    assert_eq!(found(&[ready], 250_000), [4, 3]);
    assert_eq!(found(&[failed, done], 900_000), [4, 3]);
}

#[test]
fn ten_thousand_rows_are_searched_and_found_again() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main");
    for n in 2..=10_000 {
        tape.spawn(n, n / 2, if n % 100 == 0 { "hundredth" } else { "other" });
    }
    let model = tape.model();
    let mut rows = Rows::of(&model);
    for n in 1..=10_000 {
        let row = rows.position(task(n)).unwrap();
        assert_eq!(rows.get(row).unwrap().task, task(n));
    }
    let filter = Filter {
        name: "hundredth".into(),
        ..Filter::default()
    };
    rows.search(RunView::new(&tape.log, &model), &filter);
    assert_eq!(rows.matches(), 100);
    let not_faded = rows.as_slice().iter().filter(|row| !row.faded);
    assert_eq!(not_faded.count(), 100);
}
