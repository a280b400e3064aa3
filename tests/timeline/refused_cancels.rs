//! Refused requests to cancel.

use super::picture;
use crate::common::tape::{Tape, at, task, timer};
use coroscope::time::ms;
use coroscope::timeline::{LayoutOptions, MarkKind, ascii, sentence_for_mark, svg};
use coroscope::trace::{Cause, Model, RunView, WaitReason};
use coroscope::{Runtime, sleep, spawn_with_cancellation};

/// The marks of refused requests on the lane of task 1: the time of the request and its sentence.
fn refusals(tape: &Tape) -> Vec<(u64, String)> {
    let picture = picture(tape, LayoutOptions::default());
    let marks = picture.lanes[0].marks.iter();
    let refused = marks.filter(|mark| mark.kind == MarkKind::Refused);
    let found = refused.map(|mark| (mark.moment.at.as_micros(), sentence_for_mark(mark)));
    found.collect()
}

/// `deaf` waits, is asked to cancel by `main` at 200 ms, and waits again.
fn deaf(again_at_same_line: bool) -> Tape {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "deaf").spawn(2, 0, "main").poll(1);
    let waits = |tape: &mut Tape| {
        tape.wait(1, timer(500_000));
    };
    waits(&mut tape);
    tape.at(200_000).poll(2).cancel(1, 2, "too slow");
    tape.wake(1, Cause::Task(task(2)))
        .wait(2, WaitReason::Task(task(1)));
    tape.poll(1);
    match again_at_same_line {
        true => waits(&mut tape),
        false => {
            tape.wait(1, timer(500_000));
        }
    }
    tape.at(700_000).wake(1, Cause::Timer).poll(1);
    tape
}

#[test]
fn a_task_that_succeeds_after_another_wait_refused() {
    let mut tape = deaf(false);
    tape.done(1).at(1_000_000).hop();
    let found = refusals(&tape);
    assert_eq!(found.len(), 1);
    let (at, said) = &found[0];
    assert_eq!(*at, 200_000);
    let said_before = "deaf was asked to cancel at 200 ms by main: too slow, but continued: \
                       from 200 ms it waited for the timer in line ";
    assert!(said.starts_with(said_before), "{said}");
}

#[test]
fn a_task_that_cleans_up_at_a_new_line_and_ends_as_cancelled_obeyed() {
    let mut tape = deaf(false);
    tape.cancelled(1);
    assert_eq!(refusals(&tape), []);
    // Its helper waits at the same line when it cleans up.
    let mut tape = deaf(true);
    tape.cancelled(1);
    assert_eq!(refusals(&tape), []);
}

#[test]
fn a_live_task_that_waits_at_the_same_line_again_refused() {
    assert_eq!(refusals(&deaf(true)).len(), 1);
    // At a new line it may clean up.
    assert_eq!(refusals(&deaf(false)), []);
}

#[test]
fn of_two_requests_the_first_was_refused_and_the_second_obeyed() {
    let mut tape = deaf(true);
    tape.wait(1, timer(500_000));
    tape.at(800_000)
        .cancel(1, 2, "")
        .wake(1, Cause::Task(task(2)))
        .poll(1)
        .cancelled(1);
    let found: Vec<u64> = refusals(&tape).into_iter().map(|(at, _)| at).collect();
    assert_eq!(found, [200_000]);
}

#[test]
fn an_uncancelled_request_is_refused_only_if_the_task_waited_again_before() {
    // A timeout in a loop: each request is uncancelled before the next wait.
    let mut tape = Tape::new();
    tape.spawn(1, 0, "poller");
    for turn in 1..4 {
        tape.poll(1).wait(1, WaitReason::Future);
        tape.at(turn * 100_000)
            .cancel(1, 0, "")
            .wake(1, Cause::Callback);
        tape.poll(1).uncancel(1).wait(1, timer(50_000));
        tape.at(turn * 100_000 + 50_000).wake(1, Cause::Timer);
    }
    tape.poll(1).done(1);
    assert_eq!(refusals(&tape), []);
    // A retry around a timeout: it waits at the same line for the second time.
    let mut tape = deaf(true);
    tape.uncancel(1).done(1);
    assert_eq!(refusals(&tape).len(), 1);
}

#[test]
fn a_task_that_ends_at_once_did_not_refuse() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "polite")
        .poll(1)
        .wait(1, WaitReason::Future);
    tape.at(100_000)
        .cancel(1, 0, "")
        .wake(1, Cause::Callback)
        .poll(1)
        .done(1);
    assert_eq!(refusals(&tape), []);
}

#[test]
fn text_and_svg_have_a_mark_and_explain_it() {
    let mut tape = deaf(true);
    tape.done(1).at(1_000_000).hop();
    let text = ascii::draw(RunView::new(&tape.log, &tape.model()), 20);
    assert_eq!(text.lines().next(), Some("deaf │╷───↷─────────✔"), "{text}");
    let svg = svg::draw(
        RunView::new(&tape.log, &tape.model()),
        &svg::Options::default(),
    );
    for part in [
        r#"<path class="refused" transform="#,
        "but continued: from 200 ms it waited for the timer",
        ">asked to cancel, continued</text>",
    ] {
        assert!(svg.contains(part), "{part} is not in {svg}");
    }
}

#[test]
fn a_rust_task_that_handles_a_cancellation_and_continues_has_the_mark() {
    let rt = Runtime::virtual_clock();
    rt.block_on(async {
        let deaf = spawn_with_cancellation(|requests| async move {
            sleep(ms(50)).await;
            assert!(requests.take().is_some());
            sleep(ms(50)).await;
            Ok(())
        });
        sleep(ms(10)).await;
        deaf.cancel();
        deaf.await
    })
    .unwrap();
    rt.with_log(|log| {
        let model = Model::of(log);
        let rows = coroscope::timeline::Rows::of(&model);
        let viewport = coroscope::timeline::Viewport::whole(&model, &rows, 100.0);
        let picture = coroscope::timeline::layout(RunView::new(log, &model), &rows, &viewport);
        let refused = |mark: &&coroscope::timeline::Mark| mark.kind == MarkKind::Refused;
        let mark = picture.lanes[1].marks.iter().find(refused).unwrap();
        assert_eq!(mark.moment.at, at(10_000));
        let said = sentence_for_mark(mark);
        assert!(
            said.starts_with("Task-2 was asked to cancel at 10 ms by Task-1, but continued"),
            "{said}"
        );
    });
}
