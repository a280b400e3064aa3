//! A coroutine pauses: what the loop does meanwhile, and what happens where nobody awaits.

use crate::lessons::common::{check_picture, model, printed, run, task};
use coroscope::trace::{Outcome, TaskState, WaitReason};

#[test]
fn a_coroutine_that_is_not_awaited_does_nothing() {
    let rt = run("pause", &[]);
    check_picture("pause", &rt);
    let lines = printed(&rt);
    assert_eq!(lines[0], "never awaited: the count is 0");
    assert_eq!(lines[1], "awaited: the count is 1");
    // Neither of the two is a task.
    assert_eq!(model(&rt).tasks().len(), 3);
}

#[test]
fn while_one_sleeps_the_loop_runs_the_other() {
    let rt = run("pause", &[]);
    let sleeper = task(&rt, "sleeper");
    let pauses: Vec<_> = sleeper.spans.iter().collect();
    let pause = pauses.iter().find(|span| span.state.is_waiting());
    let pause = pause.unwrap();
    assert!(matches!(pause.waited.unwrap().on, WaitReason::Timer(_)));
    let counter = task(&rt, "counter");
    let turns = counter.spans.iter().filter(|span| {
        span.state == TaskState::Running && span.from > pause.from && Some(span.from) < pause.to
    });
    assert_eq!(turns.count(), 7);
    assert_eq!(
        printed(&rt)[2..],
        [
            "the sleeper pauses",
            "the sleeper continues",
            "meanwhile the counter reached 7 of 7"
        ]
    );
    assert_eq!(counter.end.unwrap().1, Outcome::Cancelled);
}

#[test]
fn no_pause_and_long_ones_work() {
    for (pause, every, last) in [
        ("0", "1", "0 of 0"),
        ("1", "1", "1 of 1"),
        ("10", "1000", "0 of 0"),
        ("10000", "1", "10000 of 10000"),
    ] {
        let rt = run("pause", &[("pause", pause), ("every", every)]);
        assert!(model(&rt).all_done());
        let reached = format!("meanwhile the counter reached {last}");
        assert_eq!(printed(&rt).last(), Some(&reached));
    }
}
