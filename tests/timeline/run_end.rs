//! How a run ended, found out from its log alone.

use crate::common::tape::{Tape, resource, task, timer};
use coroscope::time::ms;
use coroscope::timeline::run_end;
use coroscope::trace::{Cause, Model, Op, WaitReason};
use coroscope::{Lock, Runtime, sleep};

/// The description of the end, from the log alone.
fn of_log(tape: &Tape) -> String {
    let model = tape.model();
    run_end(&model).describe(model.now(), &tape.log)
}

/// A main task that waits for `other`, which waits for a lock that main holds.
fn stuck() -> Tape {
    let mut tape = Tape::python();
    tape.spawn(1, 0, "main").lock(1, "lock").pass(1, 0).poll(1);
    tape.hold(1, 1).wait(1, timer(100_000)).pass_ended(0, 1);
    tape.at(100_000).pass(0, 1).wake(1, Cause::Timer).poll(1);
    tape.spawn(2, 1, "other").wait(1, WaitReason::Task(task(2)));
    tape.poll(2)
        .wait(2, WaitReason::Resource(resource(1), Op::Acquire))
        .pass_ended(0, 0);
    tape
}

#[test]
fn a_log_that_ends_in_a_deadlock_is_not_a_success() {
    let mut tape = stuck();
    tape.deadlock();
    let said = "Ended in a deadlock after 100 ms";
    assert_eq!(of_log(&tape), said);
    // The cancellations by the engine are not a separate end.
    tape.pass(2, 0)
        .poll(2)
        .cancelled(2)
        .poll(1)
        .cancelled(1)
        .pass_ended(0, 0);
    assert_eq!(of_log(&tape), said);
}

#[test]
fn a_run_of_the_runtime_that_is_stuck_ended_in_a_deadlock() {
    let rt = Runtime::virtual_clock();
    let stuck = rt.block_on(async {
        let lock = Lock::new();
        let _held = lock.acquire().await;
        sleep(ms(100)).await;
        drop(lock.acquire().await);
        Ok(())
    });
    assert!(stuck.is_err());
    let model = rt.with_log(Model::of);
    let said = rt.with_log(|log| run_end(&model).describe(model.now(), log));
    assert_eq!(said, "Ended in a deadlock after 100 ms");
}

#[test]
fn a_run_that_continues_after_a_deadlock_has_not_ended_in_it() {
    let mut tape = stuck();
    tape.deadlock().at(150_000).pass(1, 0);
    tape.wake(2, Cause::Outside).poll(2).done(2);
    tape.wake(1, Cause::Task(task(2))).poll(1).done(1);
    tape.pass_ended(0, 0);
    assert_eq!(of_log(&tape), "Done in 150 ms");
}

#[test]
fn a_log_that_ends_before_its_main_task_was_stopped() {
    let mut tape = Tape::python();
    tape.spawn(1, 0, "main").poll(1).wait(1, timer(500_000));
    tape.at(100_000).print(0, "still here");
    assert_eq!(of_log(&tape), "Stopped after 100 ms");
    // The second of two runs in one log.
    let mut tape = Tape::python();
    tape.spawn(1, 0, "main").poll(1).done(1);
    tape.at(100_000).spawn(2, 0, "again").poll(2);
    assert_eq!(of_log(&tape), "Stopped after 100 ms");
}

#[test]
fn other_ends_are_taken_from_the_log() {
    let begun = || {
        let mut tape = Tape::python();
        tape.spawn(1, 0, "main").poll(1).at(100_000);
        tape
    };
    let (mut done, mut failed, mut cancelled) = (begun(), begun(), begun());
    assert_eq!(of_log(done.done(1)), "Done in 100 ms");
    assert_eq!(of_log(failed.fail(1, "no")), "Failed after 100 ms: no");
    assert_eq!(of_log(cancelled.cancelled(1)), "Cancelled after 100 ms");
    // A script without a loop.
    assert_eq!(of_log(&Tape::python()), "Done in 0 ms");
    // One that runs its main task in a loop in which another was spawned before.
    let mut left = Tape::python();
    left.spawn(1, 0, "background").spawn(2, 0, "main");
    left.poll(1).wait(1, timer(500_000)).poll(2);
    assert_eq!(of_log(left.at(100_000).done(2)), "Done in 100 ms");
}
