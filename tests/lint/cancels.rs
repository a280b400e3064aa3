//! Refused cancellations.

use super::{names, only, only_of, run, silent, silent_of};
use crate::common::tape::{Tape, task};
use coroscope::lint::FindingKind;
use coroscope::time::ms;
use coroscope::trace::{Cause, Delay, WaitReason};
use coroscope::{sleep, spawn, spawn_with_cancellation};

/// Main spawns task 2, which waits for a timer in one line, and cancels it after 50 ms.
fn cancelled(mut tape: Tape) -> Tape {
    tape.spawn(1, 0, "main").poll(1).spawn(2, 1, "deaf");
    tape.wait(1, WaitReason::Timer(Delay::of(ms(50))));
    tape.poll(2);
    sleeps(&mut tape, 2);
    tape.at(50_000).wake(1, Cause::Timer).poll(1);
    tape.cancel(2, 1, "").wake(2, Cause::Task(task(1)));
    tape.awaits(1, 2).wait(1, WaitReason::Task(task(2)));
    tape
}

/// The task waits for a timer of 100 ms, always in this line.
fn sleeps(tape: &mut Tape, number: usize) {
    tape.wait(number, WaitReason::Timer(Delay::of(ms(100))));
}

/// It wakes, and waits at that line again.
fn sleeps_again(tape: &mut Tape, number: usize, at: u64) {
    tape.at(at).wake(number, Cause::Timer).poll(number);
    sleeps(tape, number);
}

fn ends(tape: &mut Tape, at: u64) {
    tape.at(at).wake(2, Cause::Timer).poll(2).done(2);
    tape.wake(1, Cause::Task(task(2))).poll(1).done(1);
}

#[test]
fn a_loop_that_catches_its_cancellation_and_continues_is_found() {
    let mut tape = cancelled(Tape::python());
    tape.poll(2);
    sleeps(&mut tape, 2);
    sleeps_again(&mut tape, 2, 150_000);
    ends(&mut tape, 250_000);
    let one = only_of(&tape, FindingKind::REFUSED_CANCEL);
    assert_eq!(one.tasks, [task(2)]);
    assert_eq!((one.at.elapsed(), one.until.elapsed()), (ms(50), ms(250)));
    assert_eq!(one.title, "Continued for 200 ms after it was cancelled");
    let line = tape.log.place(one.places[0]).unwrap().line;
    assert_eq!(
        one.sentence,
        format!(
            "deaf was cancelled at 50 ms by main, and continued for 200 ms: it waited again in line {line}, 2 times."
        )
    );
    assert!(one.advice.contains("raise it again"), "{}", one.advice);
}

#[test]
fn a_loop_that_never_ends_is_reported_while_it_runs() {
    let mut tape = cancelled(Tape::python());
    tape.poll(2);
    sleeps(&mut tape, 2);
    silent_of(&tape);
    sleeps_again(&mut tape, 2, 150_000);
    let one = only_of(&tape, FindingKind::REFUSED_CANCEL);
    assert!(
        one.sentence.contains("and still runs at 150 ms"),
        "{}",
        one.sentence
    );
}

#[test]
fn ignoring_the_end_of_the_main_task_keeps_the_program_running() {
    let mut tape = Tape::python();
    tape.spawn(1, 0, "main").poll(1).spawn(2, 1, "deaf");
    tape.wait(1, WaitReason::Timer(Delay::of(ms(50)))).poll(2);
    sleeps(&mut tape, 2);
    tape.at(50_000).wake(1, Cause::Timer).poll(1).done(1);
    tape.cancel(2, 0, "the main task has ended")
        .wake(2, Cause::Callback);
    tape.poll(2);
    sleeps(&mut tape, 2);
    sleeps_again(&mut tape, 2, 150_000);
    tape.at(250_000).wake(2, Cause::Timer).poll(2).done(2);
    tape.retrieve(2, 0);
    let one = only_of(&tape, FindingKind::REFUSED_CANCEL);
    assert!(
        one.sentence.starts_with(
            "deaf was cancelled at 50 ms, when the main task had ended, and continued for 200 ms:"
        ) && one
            .sentence
            .ends_with("asyncio.run() returns only when it has ended."),
        "{}",
        one.sentence
    );
}

#[test]
fn a_retry_in_another_call_at_the_interrupted_line_is_found() {
    let mut tape = cancelled(Tape::python());
    tape.poll(2).wait(2, WaitReason::Timer(Delay::of(ms(10))));
    tape.at(60_000).wake(2, Cause::Timer).poll(2).call(2, 2);
    sleeps(&mut tape, 2);
    ends(&mut tape, 160_000);
    let one = only_of(&tape, FindingKind::REFUSED_CANCEL);
    assert_eq!(one.title, "Continued for 110 ms after it was cancelled");
}

#[test]
fn a_cleanup_at_new_lines_is_fine_however_long_it_takes() {
    let mut tape = cancelled(Tape::python());
    tape.poll(2).wait(2, WaitReason::Timer(Delay::of(ms(500))));
    tape.at(550_000).wake(2, Cause::Timer).poll(2);
    for n in 0..3 {
        tape.wait(2, WaitReason::Timer(Delay::of(ms(100))));
        tape.at(650_000 + n * 100_000).wake(2, Cause::Timer).poll(2);
    }
    tape.cancelled(2).poll(1).done(1);
    silent_of(&tape);
}

#[test]
fn a_cleanup_that_calls_the_function_that_was_interrupted_is_fine() {
    let mut tape = cancelled(Tape::python());
    tape.poll(2).call(2, 2);
    sleeps(&mut tape, 2);
    tape.call(2, 3);
    sleeps_again(&mut tape, 2, 150_000);
    tape.at(250_000).wake(2, Cause::Timer).poll(2).cancelled(2);
    tape.poll(1).done(1);
    silent_of(&tape);
}

#[test]
fn a_timeout_in_a_loop_uncancels_its_request_and_is_fine() {
    let mut tape = Tape::python();
    tape.spawn(1, 0, "main").poll(1);
    sleeps(&mut tape, 1);
    for n in 1..9 {
        tape.at(n * 50_000)
            .cancel(1, 0, "the timeout in line 7 has expired");
        tape.wake(1, Cause::Callback).poll(1).uncancel(1);
        sleeps(&mut tape, 1);
    }
    tape.at(450_000).wake(1, Cause::Timer).poll(1).done(1);
    silent_of(&tape);
}

#[test]
fn a_group_that_waits_for_the_ends_of_its_cancelled_tasks_is_fine() {
    let mut tape = Tape::python();
    tape.spawn(1, 0, "main")
        .poll(1)
        .spawn(2, 1, "fails")
        .spawn(3, 1, "cleans up");
    tape.awaits(1, 2).awaits(1, 3);
    // The group waits at the line of its `async with` until all have ended.
    let waits = |tape: &mut Tape| {
        tape.wait(1, WaitReason::Tasks(2));
    };
    waits(&mut tape);
    tape.poll(2)
        .wait(2, WaitReason::Timer(Delay::of(ms(10))))
        .poll(3)
        .wait(3, WaitReason::Timer(Delay::of(ms(900))));
    tape.at(10_000).wake(2, Cause::Timer).poll(2).fail(2, "no");
    tape.retrieve(2, 0)
        .cancel(3, 0, "")
        .cancel(1, 0, "")
        .wake(1, Cause::Callback)
        .wake(3, Cause::Callback);
    tape.poll(1);
    waits(&mut tape);
    tape.poll(3).wait(3, WaitReason::Timer(Delay::of(ms(300))));
    tape.at(310_000).wake(3, Cause::Timer).poll(3).cancelled(3);
    tape.wake(1, Cause::Callback)
        .poll(1)
        .uncancel(1)
        .fail(1, "a group");
    silent_of(&tape);
}

#[test]
fn recordings_without_uncancelled_requests_are_ignored() {
    let mut tape = Tape::python();
    tape.spawn(1, 0, "main").poll(1);
    for n in 1..9 {
        tape.wait(1, WaitReason::Timer(Delay::UNKNOWN));
        tape.at(n * 50_000)
            .cancel(1, 0, "")
            .wake(1, Cause::Callback)
            .poll(1);
    }
    tape.done(1);
    silent_of(&tape);
}

#[test]
fn a_rust_body_that_handles_a_cancellation_and_sleeps_again_is_found() {
    let rt = run(|_| async {
        let deaf = spawn_with_cancellation(|cancellation| async move {
            for _ in 0..3 {
                drop(cancellation.run_until_cancelled(sleep(ms(100))).await);
            }
            Ok(())
        })
        .named("deaf");
        sleep(ms(50)).await;
        deaf.cancel();
        deaf.await
    });
    let one = only(&rt, FindingKind::REFUSED_CANCEL);
    assert_eq!(names(&rt, &one.tasks), ["deaf"]);
    assert_eq!(one.title, "Continued for 200 ms after it was cancelled");
    assert!(one.advice.contains("end with that error"));
}

#[test]
fn a_rust_body_that_cleans_up_and_ends_is_fine() {
    let rt = run(|_| async {
        let polite = spawn_with_cancellation(|cancellation| async move {
            let slept = cancellation.run_until_cancelled(sleep(ms(100))).await;
            sleep(ms(300)).await;
            slept
        });
        let plain = spawn(async {
            sleep(ms(500)).await;
            Ok(())
        });
        sleep(ms(50)).await;
        polite.cancel();
        plain.cancel();
        drop(polite.await);
        Ok(())
    });
    silent(&rt);
}
