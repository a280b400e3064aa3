//! The line of a failure that cancelled other tasks.

use super::picture;
use crate::common::tape::{Tape, task};
use coroscope::timeline::{LayoutOptions, LegendItem, sentence_for_failure};
use coroscope::trace::{RunView, WaitReason};

/// `main` awaits `a`, `b` and `c`; `a` fails at 400 ms.
fn group(by: usize) -> Tape {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main").pass(1, 0).poll(1);
    tape.spawn(2, 1, "a").spawn(3, 1, "b").spawn(4, 1, "c");
    tape.wait(1, WaitReason::Tasks(3));
    for task in 2..5 {
        tape.poll(task).wait(task, WaitReason::Future);
    }
    tape.pass_ended(0, 0);
    tape.at(400_000).pass(1, 0).poll(2).fail(2, "404");
    tape.pass_ended(1, 0).pass(1, 0);
    if by > 0 {
        let why = "another task of its group has failed";
        tape.cancel(3, if by == 1 { 0 } else { by }, why)
            .cancel(4, 0, why);
    }
    tape.pass_ended(0, 0);
    tape.at(1_000_000).hop();
    tape
}

#[test]
fn a_failure_that_cancels_others_is_a_line_through_all_lanes() {
    for by in [1, 2] {
        let tape = group(by);
        let picture = picture(&tape, LayoutOptions::default());
        let [failure] = picture.failures.as_slice() else {
            panic!("{:?}", picture.failures);
        };
        assert_eq!((failure.x, failure.task), (400.0, task(2)));
        let model = tape.model();
        assert_eq!(
            sentence_for_failure(RunView::new(&tape.log, &model), failure),
            "a failed at 400 ms; because of that, 2 tasks were asked to cancel"
        );
        assert!(LegendItem::Failure.occurs_in(&picture));
    }
}

#[test]
fn a_failure_that_cancels_nothing_is_no_line() {
    let picture = picture(&group(0), LayoutOptions::default());
    assert_eq!(picture.failures, []);
}
