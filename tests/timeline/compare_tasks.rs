//! Comparing the tasks of two runs.

use crate::common::tape::{Tape, at, task};
use coroscope::time::Duration;
use coroscope::timeline::{common_scale, task_pairs};
use coroscope::trace::RunView;

/// `main` with two tasks named `work`; the second takes this long.
fn run(micros: u64) -> Tape {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main")
        .spawn(2, 1, "work")
        .spawn(3, 1, "work");
    tape.spawn(4, 3, "work").poll(2).at(1_000).done(2);
    tape.poll(3).at(1_000 + micros).done(3);
    tape
}

#[test]
fn tasks_are_paired_by_name_ancestors_and_order() {
    let (a, b) = (run(5_000), run(2_000));
    let found = task_pairs(
        RunView::new(&a.log, &a.model()),
        RunView::new(&b.log, &b.model()),
    );
    assert!(found.iter().all(|pair| pair.tasks.0 == pair.tasks.1));
    assert_eq!(found.len(), 4);
    let second = found.iter().find(|pair| pair.tasks.0 == task(3)).unwrap();
    let micros = Duration::from_micros;
    assert_eq!(second.busy, (micros(5_000), micros(2_000)));
    assert_eq!(second.ready, (micros(1_000), micros(1_000)));
    assert_eq!(second.took, (micros(6_000), micros(3_000)));
    let differences = found.iter().map(|pair| pair.took.0.abs_diff(pair.took.1));
    assert!(differences.is_sorted_by(|a, b| a >= b));
}

#[test]
fn a_task_that_only_one_run_has_is_not_paired() {
    let (a, mut b) = (run(5_000), run(5_000));
    b.spawn(5, 1, "work").spawn(6, 2, "other");
    let found = task_pairs(
        RunView::new(&a.log, &a.model()),
        RunView::new(&b.log, &b.model()),
    );
    assert!(
        found
            .iter()
            .all(|pair| pair.tasks.1 != task(5) && pair.tasks.1 != task(6))
    );
}

#[test]
fn the_common_scale_is_that_of_the_longer_run() {
    let (a, b) = (run(5_000), run(2_000));
    let scale = common_scale(&a.model(), &b.model(), 600.0);
    assert_eq!((scale.from(), scale.to()), (at(0), at(6_000)));
}
