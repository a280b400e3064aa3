//! Tasks left running after a failure, and tasks cancelled together with others.

use super::{all, lines, names, only, only_of, run, silent, silent_of};
use crate::common::tape::{Tape, task};
use coroscope::lint::FindingKind;
use coroscope::time::ms;
use coroscope::trace::{Cause, Delay, WaitReason};
use coroscope::{
    Error, ReturnWhen, gather, print, shield, sleep, spawn, task_group, wait, wait_for,
};
use std::rc::Rc;

async fn fails_after(millis: u64) -> coroscope::Result<()> {
    sleep(ms(millis)).await;
    Err(Error::msg("no pong"))
}

async fn works_for(millis: u64) -> coroscope::Result<()> {
    sleep(ms(millis)).await;
    Ok(())
}

#[test]
fn a_task_that_continues_after_its_gather_failed_is_found() {
    let rt = run(|_| async {
        let ping = spawn(fails_after(20)).named("ping");
        let push = spawn(works_for(60)).named("push");
        if let Err(error) = gather([ping, push]).await {
            print(format!("handler ends: {error}"));
        }
        sleep(ms(100)).await;
        Ok(())
    });
    let one = only(&rt, FindingKind::LEFT_RUNNING);
    assert_eq!(names(&rt, &one.tasks), ["push"]);
    assert_eq!((one.at.elapsed(), one.until.elapsed()), (ms(20), ms(60)));
    assert_eq!(one.title, "Continued after the wait for it had failed");
    let line = lines(&rt, &one)[0];
    assert_eq!(
        one.sentence,
        format!(
            "main stopped waiting in line {line} at 20 ms, when ping failed with “no pong”. push continued for 40 ms, \
             and no task waited for it."
        )
    );
    assert!(one.advice.contains("task group"));
}

#[test]
fn tasks_that_the_end_of_main_cancels_after_a_failure_are_found() {
    let mut tape = failed_gather(Tape::python());
    tape.done(1);
    for number in [3, 4] {
        tape.cancel(number, 0, "the main task has ended");
        tape.wake(number, Cause::Callback)
            .poll(number)
            .cancelled(number);
    }
    let one = only_of(&tape, FindingKind::LEFT_RUNNING);
    assert_eq!(one.tasks, [task(3), task(4)]);
    assert_eq!(
        one.title,
        "2 tasks continued after the wait for them had failed"
    );
    assert!(
        one.sentence.ends_with(
            "Task-3 and Task-4 continued until the end of the main task cancelled them, and no task waited for them."
        ),
        "{}",
        one.sentence
    );
    assert!(one.advice.contains("asyncio.TaskGroup"));
}

/// Main waits for three tasks, the first of which fails after 20 ms; then main is polled.
fn failed_gather(mut tape: Tape) -> Tape {
    tape.spawn(1, 0, "main").poll(1);
    for (number, name) in [(2, "Task-2"), (3, "Task-3"), (4, "Task-4")] {
        tape.spawn(number, 1, name);
    }
    tape.awaits(1, 2).awaits(1, 3).awaits(1, 4);
    tape.wait(1, WaitReason::Tasks(3));
    for number in [2, 3, 4] {
        tape.poll(number);
        tape.wait(
            number,
            WaitReason::Timer(Delay::of(ms(20 * number as u64 - 20))),
        );
    }
    tape.at(20_000)
        .wake(2, Cause::Timer)
        .poll(2)
        .fail(2, "no pong");
    tape.wake(1, Cause::Task(task(2))).poll(1);
    tape
}

#[test]
fn a_failure_that_ends_the_run_also_ends_the_other_tasks() {
    let rt = run(|_| async {
        let tasks = [spawn(fails_after(20)), spawn(works_for(60))];
        gather(tasks).await?;
        Ok(())
    });
    silent(&rt);
}

#[test]
fn waiting_for_all_or_cancelling_the_rest_is_fine() {
    let rt = run(|_| async {
        let tasks = || [spawn(fails_after(20)), spawn(works_for(60))];
        gather(tasks()).return_exceptions().await;
        let group = task_group(async |group| {
            group.create_task(fails_after(20))?;
            group.create_task(works_for(60))?;
            Ok(())
        });
        assert!(group.await.is_err());
        let (done, pending) = wait(tasks()).return_when(ReturnWhen::FirstException).await;
        assert!(done[0].result().unwrap().is_err());
        sleep(ms(5)).await;
        for task in pending {
            assert!(task.cancel());
        }
        let (done, mut pending) = wait(tasks()).return_when(ReturnWhen::FirstException).await;
        assert!(done[0].result().unwrap().is_err());
        sleep(ms(5)).await;
        pending.remove(0).await
    });
    silent(&rt);
}

#[test]
fn a_wait_that_continues_for_the_rest_is_fine() {
    let mut tape = failed_gather(Tape::python());
    // The group has cancelled no task yet; or it is `as_completed`, whose next item comes from the same line.
    tape.retrieve(2, 1);
    let waits = |tape: &mut Tape, count| {
        tape.wait(1, WaitReason::Tasks(count));
    };
    waits(&mut tape, 2);
    tape.at(40_000).wake(3, Cause::Timer).poll(3).done(3);
    tape.wake(1, Cause::Task(task(3))).poll(1);
    waits(&mut tape, 1);
    tape.at(60_000).wake(4, Cause::Timer).poll(4).done(4);
    tape.wake(1, Cause::Task(task(4))).poll(1).done(1);
    silent_of(&tape);
}

#[test]
fn a_live_run_may_still_await_or_cancel_them() {
    let mut tape = failed_gather(Tape::python());
    tape.wait(1, WaitReason::Timer(Delay::of(ms(100))));
    tape.at(40_000).wake(3, Cause::Timer).poll(3).done(3);
    silent_of(&tape);
}

#[test]
fn a_task_that_ends_with_the_failure_is_fine() {
    let rt = run(|_| async {
        let tasks = [spawn(fails_after(20)), spawn(works_for(20))];
        assert!(gather(tasks).await.is_err());
        sleep(ms(50)).await;
        Ok(())
    });
    silent(&rt);
}

/// Two tasks that await a third, which the timeout of the first cancels.
fn shared(is_shielded: bool) -> coroscope::Runtime {
    run(move |_| async move {
        let load = spawn(async {
            sleep(ms(50)).await;
            Ok(1)
        });
        let load = Rc::new(load.named("load report"));
        let awaits = |limit| {
            let load = load.clone();
            async move {
                match is_shielded {
                    true => wait_for(shield(&*load), limit).await,
                    false => wait_for(&*load, limit).await,
                }
            }
        };
        let hasty = spawn(awaits(ms(10))).named("hasty");
        let patient = spawn(awaits(ms(500))).named("patient");
        drop((hasty.await, patient.await));
        Ok(())
    })
}

#[test]
fn cancelling_one_awaiter_of_a_shared_task_cancels_the_others() {
    let rt = shared(false);
    let one = only(&rt, FindingKind::CANCELLED_INDIRECTLY);
    assert_eq!(names(&rt, &one.tasks), ["patient", "load report"]);
    assert_eq!(
        one.sentence,
        "patient ended as cancelled at 10 ms, although it was not asked to cancel. It awaited load report, which was cancelled \
         at 10 ms by hasty."
    );
    silent(&shared(true));
}

/// Task 2 and task 3 await task 4.
fn awaited_by_two(mut tape: Tape) -> Tape {
    tape.spawn(1, 0, "main").poll(1);
    tape.spawn(2, 1, "hasty")
        .spawn(3, 1, "patient")
        .spawn(4, 1, "load");
    tape.awaits(1, 2).awaits(1, 3);
    tape.wait(1, WaitReason::Tasks(2));
    for number in [2, 3] {
        tape.poll(number)
            .awaits(number, 4)
            .wait(number, WaitReason::Task(task(4)));
    }
    tape.poll(4).wait(4, WaitReason::Timer(Delay::of(ms(100))));
    tape.at(10_000);
    tape
}

fn all_end(tape: &mut Tape) {
    for number in [4, 2, 3] {
        tape.wake(number, Cause::Callback)
            .poll(number)
            .cancelled(number);
    }
    tape.wake(1, Cause::Task(task(3))).poll(1).done(1);
}

#[test]
fn a_timeout_that_cancels_one_awaiter_and_the_shared_task_is_named() {
    let mut tape = awaited_by_two(Tape::python());
    tape.cancel(2, 0, "the timeout in line 7 has expired");
    tape.cancel(4, 0, "the task that awaits it was cancelled");
    all_end(&mut tape);
    let one = only_of(&tape, FindingKind::CANCELLED_INDIRECTLY);
    assert_eq!(
        one.sentence,
        "patient ended as cancelled at 10 ms, although it was not asked to cancel. It awaited load; so did hasty, which was \
         cancelled at 10 ms (the timeout in line 7 has expired), and the awaited task with it."
    );
    assert!(one.advice.contains("asyncio.shield()"));
}

#[test]
fn a_task_that_was_cancelled_or_cancelled_the_other_itself_is_fine() {
    let mut asked = awaited_by_two(Tape::python());
    asked.cancel(2, 1, "").cancel(3, 1, "").cancel(4, 1, "");
    all_end(&mut asked);
    silent_of(&asked);
    let mut itself = Tape::python();
    itself
        .spawn(1, 0, "main")
        .poll(1)
        .spawn(2, 1, "load")
        .spawn(3, 1, "user");
    itself.awaits(1, 3).wait(1, WaitReason::Task(task(3)));
    itself
        .poll(2)
        .wait(2, WaitReason::Timer(Delay::of(ms(100))))
        .poll(3);
    itself
        .cancel(2, 3, "")
        .awaits(3, 2)
        .wait(3, WaitReason::Task(task(2)));
    itself.wake(2, Cause::Task(task(3))).poll(2).cancelled(2);
    itself.wake(3, Cause::Task(task(2))).poll(3).cancelled(3);
    itself.wake(1, Cause::Task(task(3))).poll(1).done(1);
    silent_of(&itself);
}

#[test]
fn a_cancellation_raised_by_hand_and_the_end_of_the_run_are_fine() {
    let mut by_hand = awaited_by_two(Tape::python());
    all_end(&mut by_hand);
    silent_of(&by_hand);
    let rt = run(|_| async {
        let first = spawn(works_for(500));
        let second = spawn(async move { first.await });
        sleep(ms(10)).await;
        drop(second);
        Ok(())
    });
    let kinds: Vec<FindingKind> = all(&rt).iter().map(|one| one.kind).collect();
    assert_eq!(kinds, [FindingKind::UNAWAITED]);
}
