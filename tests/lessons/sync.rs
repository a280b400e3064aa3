//! Synchronous and asynchronous: the sum of the waits, in which nothing else runs, and the longest of them.

use crate::lessons::common::{check_picture, check_steps, model, outcomes, printed, run, task};
use coroscope::time::{Instant, ms};
use coroscope::trace::track::Span;
use coroscope::trace::{Outcome, TaskState};

/// The spans of a task that take time: the state, and when it begins and ends, in milliseconds.
fn spans(rt: &coroscope::Runtime, name: &str) -> Vec<(TaskState, u128, u128)> {
    let now = model(rt).now();
    let task = task(rt, name);
    let long = task
        .spans
        .iter()
        .filter(|span| !span.duration(now).is_zero());
    let millis = |at: Instant| at.elapsed().as_millis();
    long.map(|span: Span| {
        (
            span.state,
            millis(span.from),
            millis(span.to.unwrap_or(now)),
        )
    })
    .collect()
}

#[test]
fn the_picture_is_one_solid_bar_and_then_waits_that_overlap() {
    let rt = run("sync", &[]);
    check_picture("sync", &rt);
    check_steps("sync_narrated", &rt);
    // Nothing else runs while one task blocks: what is ready stays ready.
    let solid = [(TaskState::Running, 0, 750)];
    assert_eq!(spans(&rt, "synchronous"), solid);
    let overlapping = task(&rt, "asynchronous");
    assert_eq!(overlapping.spawned, Instant::ZERO);
    assert_eq!(spans(&rt, "asynchronous")[0], (TaskState::Ready, 0, 750));
    for n in 1..=3 {
        let spans = spans(&rt, &format!("wait {n}"));
        assert_eq!(spans.len(), 1, "{spans:?}");
        assert!(spans[0].0.is_waiting());
        assert_eq!((spans[0].1, spans[0].2), (750, 1000));
    }
}

#[test]
fn it_prints_what_both_halves_took() {
    assert_eq!(
        printed(&run("sync", &[])),
        [
            "synchronous: 750 ms",
            "asynchronous: 250 ms",
            "synchronous took 3.0 times as long"
        ]
    );
}

#[test]
fn the_factor_is_the_number_of_waits() {
    for waits in ["1", "7", "20"] {
        let lines = printed(&run("sync", &[("waits", waits)]));
        assert_eq!(
            lines[2],
            format!("synchronous took {waits}.0 times as long")
        );
    }
}

#[test]
fn no_waits_and_waits_of_no_time_work() {
    for settings in [("waits", "0"), ("wait", "0")] {
        let rt = run("sync", &[settings]);
        assert_eq!(rt.time(), Instant::ZERO);
        assert_eq!(printed(&rt).len(), 2);
        let done = outcomes(&rt).iter().all(|end| *end == Some(Outcome::Done));
        assert!(done, "{:?}", outcomes(&rt));
    }
}

/// On the real clock, the page is blocked for as long as all waits of the synchronous half.
#[test]
fn it_does_not_block_a_page_for_longer_than_ten_seconds() {
    let rt = run("sync", &[("waits", "20"), ("wait", "500")]);
    assert_eq!(spans(&rt, "synchronous"), [(TaskState::Running, 0, 10_000)]);
    assert_eq!(rt.time().elapsed(), ms(10_500));
    let settings = coroscope::lessons::find("sync").unwrap().settings;
    let mut values = coroscope::lessons::Values::defaults(settings);
    assert!(values.set(settings, "waits", "21").is_err());
    assert!(values.set(settings, "wait", "501").is_err());
}
