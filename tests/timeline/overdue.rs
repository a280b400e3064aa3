//! Waits that continued past the deadline of their timer.

use super::{WIDTH, picture};
use crate::common::tape::{Tape, at, task, timer};
use coroscope::time::ms;
use coroscope::timeline::{LayoutOptions, Overdue, ascii, describe, svg};
use coroscope::trace::{Cause, Delay, Model, RunView, WaitReason};
use coroscope::{Runtime, sleep, spawn};

/// `ticker` sets a timer of 20 ms, and `primes` computes from 10 to 480 ms.
fn held_up() -> Tape {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "ticker").spawn(2, 0, "primes").pass(2, 0);
    tape.poll(1).wait(1, timer(20_000));
    tape.poll(2).wait(2, timer(10_000)).pass_ended(0, 2);
    tape.at(10_000)
        .pass(0, 2)
        .wake(2, Cause::Timer)
        .pass_ended(1, 1);
    tape.pass(1, 1).poll(2).at(480_000).done(2).pass_ended(0, 1);
    tape.pass(0, 1).wake(1, Cause::Timer).pass_ended(1, 0);
    tape.at(500_000).pass(1, 0).poll(1).done(1).pass_ended(0, 0);
    tape
}

#[test]
fn the_part_of_a_wait_after_its_deadline_is_overdue() {
    let lanes = picture(&held_up(), LayoutOptions::default()).lanes;
    let late = Overdue {
        x: 40.0,
        width: 920.0,
        span: 2,
        deadline: at(20_000),
    };
    assert_eq!(lanes[0].overdue, [late]);
    assert_eq!(lanes[1].overdue, []);
}

#[test]
fn an_overdue_wait_says_for_how_long_and_what_blocked_the_loop() {
    let tape = held_up();
    let said = describe(RunView::new(&tape.log, &tape.model()), task(1), 2).sentence;
    assert_eq!(
        said,
        "waiting 480 ms for a timer of 20 ms, overdue for 460 ms: the loop was busy with primes"
    );
}

#[test]
fn a_timer_of_a_rust_program_can_be_overdue_too() {
    let rt = Runtime::virtual_clock();
    let clock = rt.clock().unwrap().clone();
    rt.block_on(async move {
        let ticker = spawn(async {
            sleep(ms(20)).await;
            Ok(())
        });
        sleep(ms(10)).await;
        clock.advance(ms(90));
        ticker.await
    })
    .unwrap();
    rt.with_log(|log| {
        let model = Model::of(log);
        let said = describe(RunView::new(log, &model), task(2), 2).sentence;
        assert_eq!(
            said,
            "waiting 100 ms for a timer of 20 ms, overdue for 80 ms: the loop was busy with Task-1"
        );
    });
}

#[test]
fn a_callback_and_many_short_polls_are_named_as_blocking_the_loop() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "heart").pass(1, 0).poll(1);
    tape.wait(1, timer(10_000)).pass_ended(0, 2);
    tape.at(100_000)
        .pass(0, 2)
        .callback("flush", 95_000)
        .pass_ended(0, 1);
    tape.pass(0, 1).wake(1, Cause::Timer);
    let said = |tape: &Tape| describe(RunView::new(&tape.log, &tape.model()), task(1), 2).sentence;
    assert!(
        said(&tape).ends_with("overdue for 90 ms: the loop was busy with the callback flush"),
        "{}",
        said(&tape)
    );
    let mut tape = Tape::new();
    tape.spawn(1, 0, "heart");
    for n in 2..=12 {
        tape.spawn(n, 0, "short");
    }
    tape.pass(12, 0).poll(1).wait(1, timer(10_000));
    for n in 2..=12 {
        tape.poll(n).at(n as u64 * 10_000).done(n);
    }
    tape.pass_ended(0, 1).pass(0, 1).wake(1, Cause::Timer);
    assert!(
        said(&tape)
            .ends_with("overdue for 110 ms: the loop was busy with short (10 ms) and 10 others"),
        "{}",
        said(&tape)
    );
}

#[test]
fn a_late_clock_blames_no_task() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "nap").spawn(2, 0, "other").pass(1, 0);
    tape.poll(1).wait(1, timer(10_000)).pass_ended(0, 1);
    tape.at(60_000).pass(0, 1).wake(1, Cause::Timer);
    let said = describe(RunView::new(&tape.log, &tape.model()), task(1), 2).sentence;
    assert!(
        said.ends_with("overdue for 50 ms, although no task ran meanwhile"),
        "{said}"
    );
}

#[test]
fn a_punctual_timer_and_one_of_unknown_length_are_not_overdue() {
    let waited = |delay, micros| {
        let mut tape = Tape::new();
        tape.spawn(1, 0, "nap").poll(1).wait(1, delay);
        tape.at(micros)
            .wake(1, Cause::Timer)
            .at(100_000)
            .poll(1)
            .done(1);
        let drawn = picture(&tape, LayoutOptions::default()).lanes[0]
            .overdue
            .len();
        let said = describe(RunView::new(&tape.log, &tape.model()), task(1), 2).sentence;
        (drawn, said.contains("overdue"))
    };
    // Browsers let a timer fire up to 4 ms late without any load.
    assert_eq!(waited(timer(50_000), 54_000), (0, false));
    assert_eq!(waited(timer(50_000), 54_100), (1, true));
    assert_eq!(
        waited(WaitReason::Timer(Delay::UNKNOWN), 90_000),
        (0, false)
    );
    assert_eq!(waited(WaitReason::Future, 90_000), (0, false));
}

#[test]
fn a_running_wait_is_overdue_so_far() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "nap").spawn(2, 0, "busy").pass(2, 0);
    tape.poll(1)
        .wait(1, timer(10_000))
        .poll(2)
        .at(50_000)
        .note(2, "still here");
    let said = describe(RunView::new(&tape.log, &tape.model()), task(1), 2).sentence;
    assert_eq!(
        said,
        "waiting 50 ms so far for a timer of 10 ms, overdue for 40 ms so far: the loop was busy with busy"
    );
}

#[test]
fn text_and_svg_show_and_explain_overdue_waits() {
    let tape = held_up();
    let text = ascii::draw(RunView::new(&tape.log, &tape.model()), 50);
    assert_eq!(
        text.lines().next(),
        Some("ticker  │╷─!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!!▒▒✔"),
        "{text}"
    );
    let svg = svg::draw(
        RunView::new(&tape.log, &tape.model()),
        &svg::Options::default(),
    );
    for part in [
        r#"<path class="late" transform="#,
        "overdue for 460 ms: the loop was busy with primes</title>",
        ">overdue: past the deadline</text>",
    ] {
        assert!(svg.contains(part), "{part} is not in {svg}");
    }
}

#[test]
fn overdue_waits_cost_no_more_than_there_are_pixels() {
    let mut tape = Tape::new();
    tape.spawn(1, 0, "busy");
    for turn in 0..20_000 {
        tape.at(turn * 20_000).poll(1).wait(1, timer(1_000));
        tape.at(turn * 20_000 + 15_000).wake(1, Cause::Timer);
    }
    let lane = &picture(&tape, LayoutOptions::default()).lanes[0];
    assert!(
        lane.overdue.len() <= WIDTH as usize,
        "{}",
        lane.overdue.len()
    );
}
