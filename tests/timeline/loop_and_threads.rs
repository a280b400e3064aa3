//! Long callbacks, and functions in threads.

use super::picture;
use crate::common::tape::{Tape, task, timer};
use coroscope::time::ms;
use coroscope::timeline::{
    Flows, LayoutOptions, Rows, Runnable, ascii, delayed_by, describe, describe_event, details,
    lane_label, run_totals, sentence_for_block, sentence_for_callback, sentence_for_task, svg,
};
use coroscope::trace::{Cause, EventKind, RunView, TaskState, WaitReason};

/// The callback `flush` runs from 100 to 600 ms; `a` is ready from 90 ms on, the timer of `b` is due at 200 ms.
fn blocking_callback() -> Tape {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "a").spawn(2, 0, "b").pass(2, 0);
    tape.poll(1)
        .wait(1, WaitReason::Future)
        .poll(2)
        .wait(2, timer(200_000))
        .pass_ended(0, 3);
    tape.at(90_000).pass(0, 3).wake(1, Cause::Callback);
    tape.at(600_000).callback("flush", 500_000).pass_ended(1, 1);
    tape.pass(1, 1)
        .wake(2, Cause::Timer)
        .poll(1)
        .done(1)
        .pass_ended(1, 0);
    tape.pass(1, 0)
        .poll(2)
        .at(1_000_000)
        .done(2)
        .pass_ended(0, 0);
    tape
}

#[test]
fn a_long_callback_is_in_the_loops_lane_and_shades_the_others() {
    let tape = blocking_callback();
    let picture = picture(&tape, LayoutOptions::default());
    let bar = &picture.loop_lane.callbacks[0];
    assert_eq!(
        (bar.name.as_str(), bar.x, bar.width),
        ("flush", 100.0, 500.0)
    );
    let said = sentence_for_callback(RunView::new(&tape.log, &tape.model()), bar);
    assert!(said.starts_with("the callback flush in line "), "{said}");
    assert!(
        said.ends_with(" ran for 500 ms, from 100 ms to 600 ms"),
        "{said}"
    );
    let block = &picture.blocks[0];
    assert_eq!((block.x, block.width), (100.0, 500.0));
    assert!(matches!(block.runnable, Runnable::Callback(_)));
    assert_eq!(
        sentence_for_block(RunView::new(&tape.log, &tape.model()), block),
        "the callback flush blocked the loop for 500 ms, from 100 ms to 600 ms; a had to wait for its turn; \
         the loop noticed only afterwards what b waited for"
    );
    let held = delayed_by(RunView::new(&tape.log, &tape.model()), block.seq);
    assert_eq!((held.ready, held.late), (vec![task(1)], vec![task(2)]));
}

#[test]
fn a_short_callback_is_in_the_loops_lane_and_shades_nothing() {
    let patient = LayoutOptions {
        blocked: ms(501),
        ..LayoutOptions::default()
    };
    let picture = picture(&blocking_callback(), patient);
    assert!(picture.blocks.is_empty());
    assert_eq!(picture.loop_lane.callbacks.len(), 1);
}

#[test]
fn a_ready_task_waits_behind_a_callback() {
    let tape = blocking_callback();
    let said = describe(RunView::new(&tape.log, &tape.model()), task(1), 3).sentence;
    assert_eq!(
        said,
        "ready, waited 510 ms for its turn behind the callback flush (500 ms); woken by a callback of the loop"
    );
}

#[test]
fn callbacks_cost_no_more_than_there_are_pixels() {
    let mut tape = Tape::new();
    tape.pass(0, 1);
    for turn in 1..20_000 {
        tape.at(turn * 100).callback("tick", 50);
    }
    let lane = picture(&tape, LayoutOptions::default()).loop_lane;
    assert!(lane.callbacks.len() <= 1_001, "{}", lane.callbacks.len());
    assert!(lane.callbacks[0].merged > 1);
}

#[test]
fn text_and_svg_show_the_callback_and_explain_it() {
    let tape = blocking_callback();
    let text = ascii::draw(RunView::new(&tape.log, &tape.model()), 10);
    assert!(text.contains("blocked │ █████"), "{text}");
    let svg = svg::draw(
        RunView::new(&tape.log, &tape.model()),
        &svg::Options::default(),
    );
    for part in [
        r#"<path class="callback" d="M"#,
        " ran for 500 ms, from 100 ms to 600 ms</title>",
        ">flush</text>",
        ">a callback of the loop</text>",
    ] {
        assert!(svg.contains(part), "{part} is not in {svg}");
    }
}

/// `main` starts `slow` in a thread at 100 ms, which takes 300 ms, and ticks meanwhile.
fn threaded() -> Tape {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main").at(100_000).pass(1, 0).poll(1);
    tape.thread(2, 1, "slow")
        .wait(1, WaitReason::Future)
        .pass_ended(0, 0);
    tape.at(400_000).thread_ended(2).wake(1, Cause::Outside);
    tape.pass(1, 0)
        .poll(1)
        .at(430_000)
        .done(1)
        .pass_ended(0, 0)
        .at(500_000)
        .hop();
    tape
}

#[test]
fn a_thread_is_a_different_kind_of_lane_below_the_requesting_task() {
    let tape = threaded();
    let picture = picture(&tape, LayoutOptions::default());
    let lane = &picture.lanes[1];
    assert_eq!(
        (lane.name.as_str(), lane.depth, lane.is_thread),
        ("slow", 1, true)
    );
    let bars: Vec<_> = lane
        .bars
        .iter()
        .map(|bar| (bar.state, bar.x, bar.width))
        .collect();
    assert_eq!(bars, [(TaskState::Running, 200.0, 600.0)]);
    assert!(!picture.lanes[0].is_thread && picture.blocks.is_empty());
    let rows = Rows::of(&tape.model());
    assert_eq!(rows.position(task(2)), Some(1));
}

#[test]
fn a_process_has_its_own_texts() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main")
        .poll(1)
        .process(2, 1, "subprocess grep")
        .wait(1, WaitReason::Future)
        .at(70_000)
        .hop();
    let started = (tape
        .log
        .iter()
        .position(|it| matches!(it.kind, EventKind::ThreadStarted { .. })))
    .unwrap() as u64;
    let grep = "subprocess grep";
    let (model, log) = (tape.model(), &tape.log);
    let run = RunView::new(log, &model);
    assert_eq!(
        describe_event(run, started),
        format!("{grep} starts in another process")
    );
    let said = describe(run, task(2), 1);
    assert_eq!(said.title, format!("{grep}: a process"));
    assert!(
        said.sentence
            .starts_with(&format!("process: {grep}, running in parallel"))
    );
    assert!(lane_label(run, task(2)).starts_with(&format!("{grep}, a process for main")));
    tape.thread_ended(2);
    let (model, log) = (tape.model(), &tape.log);
    let run = RunView::new(log, &model);
    let ended = log.next_seq() - 1;
    assert_eq!(
        describe_event(run, ended),
        format!("the process of {grep} is done")
    );
    assert_eq!(
        sentence_for_task(run, task(2)),
        format!("process: {grep}, ran in parallel for 70 ms")
    );
}

#[test]
fn a_thread_has_its_own_texts() {
    let tape = threaded();
    let (model, log) = (tape.model(), &tape.log);
    let run = RunView::new(log, &model);
    let said = describe(run, task(2), 1);
    assert_eq!(said.title, "slow: a thread");
    assert_eq!(said.sentence, "thread: slow, ran in parallel for 300 ms");
    assert_eq!(
        said.facts.last().unwrap(),
        &("asked for by", "main".to_owned())
    );
    assert_eq!(sentence_for_task(run, task(2)), said.sentence);
    assert_eq!(lane_label(run, task(2)), "slow, a thread for main, done");
    assert_eq!(details(run, task(2), 1).life, "");
    let mut tape = Tape::new();
    tape.spawn(1, 0, "main")
        .poll(1)
        .thread(2, 1, "slow")
        .wait(1, WaitReason::Future)
        .at(70_000)
        .hop();
    let so_far = describe(RunView::new(&tape.log, &tape.model()), task(2), 1).sentence;
    assert_eq!(so_far, "thread: slow, running in parallel for 70 ms so far");
}

#[test]
fn a_thread_does_not_keep_the_loop_busy() {
    let totals = run_totals(&threaded().model());
    assert_eq!(
        (totals.busy, totals.longest, totals.polls, totals.tasks),
        (ms(30), ms(30), 2, 1)
    );
}

#[test]
fn text_and_svg_show_threads_and_explain_them() {
    let tape = threaded();
    let text = ascii::draw(RunView::new(&tape.log, &tape.model()), 10);
    assert_eq!(text.lines().nth(1), Some("  slow │  ══════✔"), "{text}");
    let options = svg::Options {
        flows: Flows::All,
        ..svg::Options::default()
    };
    let svg = svg::draw(RunView::new(&tape.log, &tape.model()), &options);
    for part in [
        "thread: slow, ran in parallel for 300 ms",
        ">running in a thread</text>",
        "1 task and 1 thread over 500 ms.",
    ] {
        assert!(svg.contains(part), "{part} is not in {svg}");
    }
}
