//! Sentences about ready tasks, flows, blocks, passes and marks.

use super::picture;
use crate::common::tape::{Tape, task};
use coroscope::timeline::{
    FlowKind, Flows, LayoutOptions, Runnable, describe, sentence_for_block, sentence_for_flow,
    sentence_for_mark, sentence_for_pass, why_cancelled, why_ready,
};
use coroscope::trace::model::WokenBy;
use coroscope::trace::{Cause, Delay, EventKind, RunView, WaitReason};

/// Woken at 10 ms by `a`, which runs until 30; then `b` and `c` have their turns, and `d` at 60.
fn queued() -> Tape {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a")
        .spawn(2, 0, "b")
        .spawn(3, 0, "c")
        .spawn(4, 0, "d");
    tape.poll(4).wait(4, WaitReason::Future).at(5_000).poll(1);
    tape.at(10_000).wake(4, Cause::Task(task(1)));
    tape.at(30_000).wait(1, WaitReason::Timer(Delay::UNKNOWN));
    tape.poll(2)
        .at(35_000)
        .wait(2, WaitReason::Timer(Delay::UNKNOWN));
    tape.poll(3).at(60_000).done(3);
    tape.poll(4).at(61_000).done(4);
    tape
}

#[test]
fn a_ready_task_names_what_ran_before_it() {
    let tape = queued();
    let model = tape.model();
    let run = RunView::new(&tape.log, &model);
    let d = model.task(task(4)).unwrap();
    let span = d
        .spans
        .iter()
        .position(|span| span.from == crate::common::tape::at(10_000));
    let why = why_ready(run, task(4), span.unwrap()).unwrap();
    let front: Vec<_> = why
        .ran_meanwhile
        .iter()
        .map(|front| (front.runnable, front.ran.as_millis()))
        .collect();
    let ran = |number, ms| (Runnable::Task(task(number)), ms);
    assert_eq!(front, [ran(3, 25), ran(1, 20), ran(2, 5)]);
    assert_eq!(why.woken_by, Some(WokenBy::Task(task(1))));
    assert!(!why.incomplete);
    assert_eq!(
        why.sentence,
        "ready, waited 50 ms for its turn behind c (25 ms) and 2 others; woken by a"
    );
    let said = describe(run, task(4), span.unwrap());
    assert_eq!(said.sentence, why.sentence);
    assert_eq!(why_ready(run, task(4), 1), None);
    assert_eq!(why_ready(run, task(9), 0), None);
}

#[test]
fn a_task_that_is_ready_at_the_end_waits_so_far() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a")
        .spawn(2, 0, "b")
        .poll(1)
        .at(40_000)
        .note(1, "busy");
    let why = why_ready(RunView::new(&tape.log, &tape.model()), task(2), 0).unwrap();
    assert_eq!(
        why.sentence,
        "ready, waiting 40 ms so far for its turn behind a (40 ms); started by the page"
    );
}

#[test]
fn a_repaint_before_the_turn_is_named() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a")
        .at(1_000)
        .hop()
        .at(20_000)
        .poll(1)
        .done(1);
    let why = why_ready(RunView::new(&tape.log, &tape.model()), task(1), 0).unwrap();
    assert!(
        why.sentence
            .starts_with("ready, waited 20 ms for its turn; the browser repainted first"),
        "{}",
        why.sentence
    );
}

#[test]
fn a_task_woken_by_the_end_of_another_did_not_wait_behind_it() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main").spawn(2, 1, "counter");
    tape.poll(1).wait(1, WaitReason::Task(task(2))).poll(2);
    tape.at(400_000).done(2).wake(1, Cause::Task(task(2))).hop();
    tape.at(480_000).poll(1).done(1);
    let why = why_ready(RunView::new(&tape.log, &tape.model()), task(1), 3).unwrap();
    assert!(why.ran_meanwhile.is_empty(), "{why:?}");
    assert_eq!(
        why.sentence,
        "ready, waited 80 ms for its turn; the browser repainted first; woken by counter"
    );
}

#[test]
fn a_turn_after_too_many_events_is_behind_many_others() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "late");
    for n in 2..2_000 {
        tape.spawn(n, 0, "other").poll(n).at(n as u64 * 10).done(n);
    }
    tape.poll(1);
    let model = tape.model();
    let run = RunView::new(&tape.log, &model);
    let whole = why_ready(run, task(1), 0).unwrap();
    assert_eq!(
        (whole.ran_meanwhile.len(), whole.incomplete),
        (1_998, false)
    );
    let said = describe(run, task(1), 0).sentence;
    assert!(said.contains("and many others"), "{said}");
}

#[test]
fn flows_are_described() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main").poll(1).spawn(2, 1, "a");
    tape.at(10_000).push(EventKind::Awaits {
        task: task(1),
        on: task(2),
    });
    tape.at(20_000).cancel(2, 1, "too slow");
    tape.at(30_000).wait(1, WaitReason::Task(task(2)));
    tape.poll(2)
        .wait(2, WaitReason::Timer(Delay::UNKNOWN))
        .at(40_000)
        .wake(2, Cause::Timer);
    tape.at(50_000)
        .poll(2)
        .wake(1, Cause::Task(task(2)))
        .wake(1, Cause::Task(task(2)));
    let model = tape.model();
    let show = LayoutOptions {
        flows: Flows::All,
        ..LayoutOptions::default()
    };
    let picture = picture(&tape, show);
    let say = |kind: FlowKind| -> Vec<String> {
        let flows = picture.flows.iter().filter(|flow| flow.kind == kind);
        flows
            .map(|flow| sentence_for_flow(RunView::new(&tape.log, &model), flow))
            .collect()
    };
    assert_eq!(
        say(FlowKind::Spawn),
        ["the page spawns main, at 0 ms", "main spawns a, at 0 ms"]
    );
    assert_eq!(
        say(FlowKind::Await),
        ["main begins to wait for a to end, at 10 ms"]
    );
    assert_eq!(
        say(FlowKind::Cancel),
        ["main asks a to cancel: too slow, at 20 ms"]
    );
    assert_eq!(
        say(FlowKind::Wake),
        [
            "the timer wakes a, at 40 ms",
            "a wakes main, at 50 ms, and 1 more like it"
        ]
    );
}

#[test]
fn a_block_is_described_with_the_delayed_tasks() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "slow");
    for n in 2..=6 {
        tape.spawn(n, 0, &format!("t{n}"));
    }
    tape.pass(6, 0).poll(1).at(90_000).done(1);
    for n in 2..=6 {
        tape.poll(n).done(n);
    }
    let block = &picture(&tape, LayoutOptions::default()).blocks[0];
    assert_eq!(
        sentence_for_block(RunView::new(&tape.log, &tape.model()), block),
        "slow blocked the loop for 90 ms, from 0 ms to 90 ms; \
         t2, t3, t4 and 2 others had to wait for their turns"
    );
}

#[test]
fn passes_and_marks_are_described() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a")
        .pass(1, 0)
        .poll(1)
        .print(1, "one")
        .print(1, "two");
    tape.at(10_000)
        .wait(1, WaitReason::Timer(Delay::UNKNOWN))
        .pass_ended(0, 3);
    tape.at(1_000_000).pass(2, 3);
    let (model, picture) = (tape.model(), picture(&tape, LayoutOptions::default()));
    let passes = &picture.loop_lane.passes;
    assert_eq!(
        sentence_for_pass(&model, &passes[0]),
        "a pass over 1 ready, 10 ms long; 0 ready and 3 timers pending after it"
    );
    assert_eq!(
        sentence_for_pass(&model, &passes[1]),
        "a pass over 2 ready, 0 ms so far"
    );
    assert_eq!(
        sentence_for_mark(&picture.lanes[0].marks[0]),
        "prints “one” at 0 ms, and one more"
    );
}

#[test]
fn a_chain_of_cancellations_is_described_and_a_cycle_ends() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main").spawn(2, 1, "a").spawn(3, 1, "b");
    tape.cancel(3, 2, "a failed").cancel(2, 1, "timeout");
    let say = |tape: &Tape| why_cancelled(RunView::new(&tape.log, &tape.model()), task(3));
    assert_eq!(
        say(&tape),
        "b was cancelled at 0 ms by a: a failed; a was cancelled at 0 ms by main: timeout"
    );
    tape.cancel(1, 3, "");
    assert!(say(&tape).ends_with("main was cancelled at 0 ms by b"));
    assert_eq!(
        why_cancelled(RunView::new(&tape.log, &tape.model()), task(9)),
        ""
    );
}
