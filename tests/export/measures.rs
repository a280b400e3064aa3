//! The measures for the browser's Performance panel.

use crate::common::random;
use crate::common::tape::{Tape, at, everything};
use crate::recording::with_lesson;
use coroscope::export::{MAX_MEASURES, measures};
use coroscope::trace::{Cause, Delay, Log, Model, RunView, WaitReason};
use proptest::prelude::*;
use std::collections::HashSet;

fn of(log: &Log) -> Vec<coroscope::export::Measure> {
    measures(RunView::new(log, &Model::of(log)))
}

#[test]
fn each_state_of_each_task_is_a_measure() {
    let tape = everything();
    let measures = of(&tape.log);
    let spans: usize = tape
        .model()
        .tasks()
        .iter()
        .map(|task| task.spans.len())
        .sum();
    assert_eq!(measures.len(), spans);
    let fetch: Vec<_> = measures
        .iter()
        .filter(|measure| measure.track == "fetch index.txt")
        .collect();
    let io = fetch
        .iter()
        .find(|measure| measure.name == "waiting: I/O")
        .unwrap();
    assert_eq!((io.from, io.to), (at(15_000), at(80_000)));
    assert!(
        io.detail
            .contains(&("for", "https://example.org/index.txt".into()))
    );
    let failed: Vec<_> = measures
        .iter()
        .filter(|measure| measure.color == "error")
        .collect();
    assert_eq!(failed.len(), 1);
    assert!(
        failed[0]
            .detail
            .contains(&("error", "404 Not Found".into()))
    );
    let sum = with_lesson("queue", |log| of(log).len());
    assert!(sum > 0);
}

#[test]
fn tasks_of_one_name_have_separate_tracks() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a").spawn(2, 0, "a").spawn(3, 0, "b");
    let tracks: HashSet<String> = of(&tape.log)
        .into_iter()
        .map(|measure| measure.track)
        .collect();
    let expected = ["a (Task-1)", "a (Task-2)", "b"].map(String::from);
    assert_eq!(tracks, HashSet::from(expected));
}

#[test]
fn of_too_many_the_longest_are_kept_and_the_rest_is_counted() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "busy");
    for turn in 0..MAX_MEASURES as u64 {
        tape.at(turn * 100)
            .poll(1)
            .at(turn * 100 + 1)
            .wait(1, WaitReason::Timer(Delay::UNKNOWN));
        tape.at(turn * 100 + 99).wake(1, Cause::Timer);
    }
    let measures = of(&tape.log);
    assert_eq!(measures.len(), MAX_MEASURES);
    let (last, rest) = measures.split_last().unwrap();
    let spans = tape.model().tasks()[0].spans.len();
    assert_eq!(
        last.name,
        format!("{} shorter ones omitted", spans - rest.len())
    );
    assert!(rest.iter().all(|measure| measure.name == "waiting: timer"));
    assert!(rest.windows(2).all(|two| two[0].from < two[1].from));
}

proptest! {
    #![proptest_config(random::config(100))]

    #[test]
    fn no_measure_ends_before_it_begins(log in random::log()) {
        let end = Model::of(&log).now();
        for measure in of(&log) {
            prop_assert!(measure.from <= measure.to && measure.to <= end);
            prop_assert!(!measure.name.is_empty());
        }
    }
}
