//! Items that are taken from a queue and lost, and items that wait behind a slow one.

use super::{lines, names, only, only_of, run, silent, silent_of};
use crate::common::tape::{Tape, resource, task};
use coroscope::lint::FindingKind;
use coroscope::time::ms;
use coroscope::trace::{Cause, Delay, Op, WaitReason};
use coroscope::{Queue, Runtime, gather, io, print, sleep, spawn};

/// A server puts six messages; each is received by a task that is cancelled if it takes too long.
fn received(prints: bool) -> Runtime {
    run(move |_| async move {
        let frames = Queue::new(0).named("frames");
        let to = frames.clone();
        let server = spawn(async move {
            for n in 0..6 {
                to.put(n).await?;
                sleep(ms(70)).await;
            }
            Ok(())
        });
        for n in 0..8 {
            let from = frames.clone();
            let receiving = spawn(async move {
                let head = from.get().await?;
                if prints {
                    print(format!("got {head}"));
                }
                sleep(ms(30)).await;
                Ok(())
            })
            .named(format!("recv {n}"));
            sleep(ms(50)).await;
            receiving.cancel();
            drop(receiving.await);
        }
        server.await
    })
}

#[test]
fn an_item_whose_taker_is_cancelled_before_it_does_anything_is_lost() {
    let rt = received(false);
    let one = only(&rt, FindingKind::ITEM_LOST);
    assert_eq!(names(&rt, &one.tasks), ["recv 2", "recv 5"]);
    assert_eq!(one.title, "An item that was taken is lost");
    let [gets, waits] = lines(&rt, &one)[..] else {
        panic!("{one:#?}")
    };
    assert_eq!(
        one.sentence,
        format!(
            "recv 2 took an item from “frames” in line {gets} at 140 ms; 10 ms later main cancelled it, while it waited in line {waits}. \
             The item is lost. This is the worst of 2 times, in 2 tasks."
        )
    );
}

#[test]
fn an_item_whose_taker_printed_a_line_may_be_lost() {
    let one = only(&received(true), FindingKind::ITEM_LOST);
    assert_eq!(one.title, "An item that was taken may be lost");
    assert!(one.sentence.contains("The item may be lost."));
}

/// Task 3 takes an item at 10 ms, does something, and waits for a timer; it is cancelled at 30 ms, does something else,
/// and ends. Then task 4 takes the next.
fn taken(by: usize, before: impl Fn(&mut Tape), after: impl Fn(&mut Tape)) -> Tape {
    let mut tape = Tape::python();
    tape.queue(1, "frames", 0).queue(2, "copies", 0);
    tape.spawn(1, 0, "main")
        .poll(1)
        .spawn(3, 1, "recv")
        .spawn(4, 1, "next");
    tape.level(1, 1).level(1, 2);
    tape.awaits(1, 3).awaits(1, 4).wait(1, WaitReason::Tasks(2));
    tape.at(10_000).poll(3).level(1, 1);
    before(&mut tape);
    tape.wait(3, WaitReason::Timer(Delay::of(ms(30))));
    tape.at(30_000)
        .cancel(3, by, "")
        .wake(3, Cause::Callback)
        .poll(3);
    after(&mut tape);
    tape.cancelled(3).at(50_000).poll(4);
    tape.level(1, 0);
    tape.done(4).wake(1, Cause::Task(task(4))).poll(1).done(1);
    tape
}

fn nothing(_: &mut Tape) {}

#[test]
fn an_item_that_was_passed_on_or_put_back_is_not_lost() {
    only_of(&taken(1, nothing, nothing), FindingKind::ITEM_LOST);
    let forwards = |tape: &mut Tape| drop(tape.level(2, 1).model());
    silent_of(&taken(1, forwards, nothing));
    let spawns = |tape: &mut Tape| {
        tape.spawn(5, 3, "handler").awaits(1, 5).done(5);
    };
    silent_of(&taken(1, spawns, nothing));
    let puts_back = |tape: &mut Tape| drop(tape.level(1, 2).model());
    silent_of(&taken(1, nothing, puts_back));
}

#[test]
fn an_item_that_another_task_was_woken_for_may_be_lost() {
    let wakes = |tape: &mut Tape| drop(tape.wake(1, Cause::Task(task(3))).model());
    let one = only_of(&taken(1, wakes, nothing), FindingKind::ITEM_LOST);
    assert_eq!(one.title, "An item that was taken may be lost");
}

#[test]
fn an_item_whose_taker_was_cancelled_by_itself_or_with_the_run_is_fine() {
    silent_of(&taken(3, nothing, nothing));
    let mut tape = taken(0, nothing, nothing);
    tape.spawn(6, 0, "stopped")
        .cancel(6, 0, "the reader has seen enough")
        .cancelled(6);
    silent_of(&tape);
}

/// Main takes items; a timeout covers taking and processing each. It is set before the item is taken, or
/// in the same pass.
fn under_a_timeout(is_set_before: bool, puts_back: bool) -> Tape {
    let get = WaitReason::Resource(resource(1), Op::Get);
    let mut tape = Tape::python();
    tape.queue(1, "frames", 0)
        .pass(1, 0)
        .spawn(1, 0, "main")
        .poll(1)
        .spawn(2, 1, "server");
    tape.wait(1, get);
    let limits = u32::from(is_set_before);
    tape.limits(1, 1, limits)
        .pass(1, 1)
        .at(70_000)
        .poll(2)
        .level(1, 1)
        .wake(1, Cause::Task(task(2)));
    tape.wait(2, WaitReason::Timer(Delay::of(ms(50))));
    tape.limits(1, 2, limits)
        .pass(1, 2)
        .poll(1)
        .level(1, 0)
        .wait(1, WaitReason::Timer(Delay::of(ms(30))));
    tape.limits(0, 3, 1)
        .at(80_000)
        .pass(1, 2)
        .cancel(1, 0, "the timeout in line 9 has expired");
    tape.wake(1, Cause::Callback)
        .limits(1, 2, 0)
        .pass(1, 2)
        .poll(1);
    if puts_back {
        tape.level(1, 1);
    }
    tape.uncancel(1).wait(1, get).limits(0, 1, 0);
    tape.at(120_000)
        .pass(1, 0)
        .poll(2)
        .level(1, 1)
        .wake(1, Cause::Task(task(2)))
        .done(2);
    tape.poll(1)
        .level(1, 0)
        .retrieve(2, 1)
        .done(1)
        .limits(0, 0, 0);
    tape
}

#[test]
fn a_timeout_around_taking_an_item_and_working_on_it_loses_the_item() {
    let one = only_of(&under_a_timeout(true, false), FindingKind::ITEM_LOST);
    assert!(
        one.sentence
            .starts_with("main took an item from “frames” in line")
            && (one.sentence).contains(
                "at 70 ms; 10 ms later a timeout interrupted it, while it waited in line"
            ),
        "{}",
        one.sentence
    );
}

#[test]
fn a_timeout_around_the_processing_alone_is_fine() {
    silent_of(&under_a_timeout(false, false));
    silent_of(&under_a_timeout(true, true));
}

/// Tasks take the items of a queue; `millis` is how long each item takes.
fn worked_off(takers: usize, millis: &'static [u64], computes: bool) -> Runtime {
    run(move |clock| async move {
        let jobs = Queue::new(0).named("jobs");
        for took in millis {
            jobs.put_nowait(*took).unwrap();
        }
        let tasks = (0..takers).map(|n| {
            let (jobs, clock) = (jobs.clone(), clock.clone());
            spawn(async move {
                while let Ok(took) = jobs.get_nowait() {
                    match computes {
                        true => clock.advance(ms(took)),
                        false => io("store", sleep(ms(took))).await,
                    }
                }
                Ok(())
            })
            .named(format!("worker {n}"))
        });
        gather(tasks.collect::<Vec<_>>()).await?;
        Ok(())
    })
}

#[test]
fn short_items_behind_a_long_one_are_counted() {
    let rt = worked_off(1, &[5, 900, 10, 5, 5, 10, 5], false);
    let one = only(&rt, FindingKind::HEAD_OF_LINE);
    assert_eq!(names(&rt, &one.tasks), ["worker 0"]);
    assert_eq!(one.title, "5 items waited behind one that took 900 ms");
    let line = lines(&rt, &one)[0];
    assert_eq!(
        one.sentence,
        format!(
            "worker 0 takes all items of “jobs” one after the other. While it waited for store in line {line} with one \
             of them, 5 items were in the queue for up to 900 ms; 4 of them took 10 ms or less afterwards."
        )
    );
}

#[test]
fn equal_items_several_consumers_and_computing_are_fine() {
    silent(&worked_off(1, &[200, 150, 120, 100, 90], false));
    silent(&worked_off(2, &[5, 900, 10, 5, 5, 10, 5], false));
    only(
        &worked_off(1, &[5, 300, 1, 1, 1, 1], true),
        FindingKind::BLOCKED,
    );
    silent(&worked_off(1, &[5, 1, 1, 900, 1], false));
}
