//! Guides with settings that leave out a part of the run: they tell of nothing that did not happen.

use super::common::run;
use super::guide::{answer, is_solved};
use coroscope::lessons;
use coroscope::lessons::guide::Answer;

fn found(id: &str, settings: &[(&str, &str)]) -> Answer {
    let lesson = lessons::find(id).unwrap();
    answer(lesson, settings, &run(id, settings))
}

#[test]
fn a_queue_without_producers_loses_all_documents() {
    let (queue, settings) = (lessons::find("queue").unwrap(), [("producers", "0")]);
    assert!(!is_solved(queue, &settings, &run("queue", &settings)));
}

#[test]
fn cleanups_that_take_no_time_are_not_waited_for() {
    let answer = found("groups", &[("closing", "0")]);
    let expected = "were cancelled, whose cleanups took no time.";
    assert!(answer.sentence.ends_with(expected), "{answer:?}");
    let spots: Vec<_> = answer.spots.iter().map(|spot| &*spot.sentence).collect();
    assert_eq!(spots.len(), 2, "{spots:?}");
    assert!(spots[0].ends_with("the group cancels the others."));
    assert_eq!(spots[1], "The group ends.");
}

#[test]
fn without_a_client_that_comes_alone_none_leaves() {
    let of = |alone| found("many", &[("clients", "5"), ("alone", alone)]).spots;
    let left = "The last client that came alone leaves.";
    assert!(of("0").iter().all(|spot| spot.sentence != left));
    assert!(of("1").iter().any(|spot| spot.sentence == left));
}
