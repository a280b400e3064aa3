//! Waits that only a timeout ends.

use super::{names, only, only_of, run, silent, silent_of};
use crate::common::tape::{Tape, resource, task};
use coroscope::lint::FindingKind;
use coroscope::time::ms;
use coroscope::trace::{Cause, Delay, Op, ResourceKind, WaitReason};
use coroscope::{Event, Lock, Queue, Result, gather, io, print, sleep, spawn, timeout, wait_for};

async fn until_set(event: &Event) -> Result<()> {
    event.wait().await;
    Ok(())
}

#[test]
fn an_event_that_is_never_set_is_found_although_a_timeout_ends_the_wait() {
    let rt = run(|_| async {
        let (opened, closed) = (Event::new(), Event::new().named("closed"));
        let seen = opened.clone();
        let expects = spawn(async move {
            seen.wait().await;
            Ok(())
        });
        let clicks = timeout(ms(3000)).run(async {
            sleep(ms(50)).await;
            opened.set();
            closed.wait().await;
            Ok(())
        });
        print(format!("clicked: {}", clicks.await.is_ok()));
        expects.await
    });
    let one = only(&rt, FindingKind::STUCK_UNTIL_TIMEOUT);
    assert_eq!(names(&rt, &one.tasks), ["main"]);
    assert_eq!((one.at.elapsed(), one.until.elapsed()), (ms(50), ms(3000)));
    assert_eq!(
        one.title,
        "Nothing could continue for 2.95 s, until a timeout"
    );
    assert_eq!(
        one.sentence,
        "From 50 ms to 3.00 s, nothing could continue, and only a timeout was pending. main waits for “closed”, but no task is \
         left that could set it."
    );
}

#[test]
fn two_tasks_that_wait_for_each_others_locks_are_stuck_until_one_times_out() {
    let rt = run(|_| async {
        let (first, second) = (Lock::new().named("first"), Lock::new().named("second"));
        let takes = |one: Lock, other: Lock, limit| {
            spawn(async move {
                let held = one.acquire().await;
                sleep(ms(10)).await;
                let both = wait_for(
                    async move {
                        drop(other.acquire().await);
                        Ok(())
                    },
                    ms(limit),
                );
                drop((both.await, held));
                Ok(())
            })
        };
        let tasks = [
            takes(first.clone(), second.clone(), 400).named("a"),
            takes(second, first, 900).named("b"),
        ];
        gather(tasks).await?;
        Ok(())
    });
    let one = only(&rt, FindingKind::STUCK_UNTIL_TIMEOUT);
    assert_eq!(
        one.title,
        "Nothing could continue for 400 ms, until a timeout"
    );
    assert!(
        one.sentence
            .contains("a waits for “second”, which b holds; b waits for “first”, which a holds."),
        "{}",
        one.sentence
    );
}

#[test]
fn another_timer_or_io_may_still_end_the_wait() {
    let rt = run(|_| async {
        let event = Event::new();
        let asks = spawn(async {
            io("news", sleep(ms(900))).await;
            Ok(())
        });
        drop(wait_for(until_set(&event), ms(800)).await);
        asks.await?;
        let sleeps = spawn(async {
            sleep(ms(900)).await;
            Ok(())
        });
        drop(wait_for(until_set(&event), ms(800)).await);
        sleeps.await
    });
    silent(&rt);
}

#[test]
fn a_loop_that_sleeps_until_it_is_asked_to_stop_is_fine() {
    let rt = run(|_| async {
        let stop = Event::new();
        let stopping = stop.clone();
        let polls = spawn(async move {
            let mut rounds = 0;
            while wait_for(until_set(&stopping), ms(500)).await.is_err() {
                rounds += 1;
                if rounds == 3 {
                    stopping.set();
                }
            }
            Ok(())
        });
        polls.await
    });
    silent(&rt);
}

#[test]
fn an_event_that_is_set_later_is_fine() {
    let rt = run(|_| async {
        let event = Event::new();
        drop(wait_for(until_set(&event), ms(500)).await);
        event.set();
        event.wait().await;
        Ok(())
    });
    silent(&rt);
}

#[test]
fn an_idle_consumer_that_times_out_is_fine_unless_it_fails() {
    let idle = |fails: bool| {
        run(move |_| async move {
            let jobs = Queue::new(0).named("jobs");
            jobs.put_nowait(1).unwrap();
            let consumer = spawn(async move {
                loop {
                    match wait_for(async { Ok(jobs.get().await?) }, ms(500)).await {
                        Ok(_) => sleep(ms(5)).await,
                        Err(error) if fails => return Err(error),
                        Err(_) => return Ok(()),
                    }
                }
            });
            drop(consumer.named("consumer").await);
            Ok(())
        })
    };
    silent(&idle(false));
    let rt = idle(true);
    let one = only(&rt, FindingKind::STUCK_UNTIL_TIMEOUT);
    assert_eq!(names(&rt, &one.tasks[..1]), ["consumer"]);
}

#[test]
fn a_short_wait_is_not_reported() {
    let rt = run(|_| async {
        drop(wait_for(until_set(&Event::new()), ms(150)).await);
        Ok(())
    });
    silent(&rt);
}

/// Main waits for an event in Python until its timeout cancels it; meanwhile there is a thread, I/O, or nothing.
fn cancelled_by_a_limit(beside: fn(&mut Tape)) -> Tape {
    let mut tape = Tape::python();
    tape.make(1, ResourceKind::Event, "closed", 1)
        .pass(1, 0)
        .spawn(1, 0, "main")
        .poll(1);
    beside(&mut tape);
    tape.wait(1, WaitReason::Resource(resource(1), Op::Wait))
        .limits(0, 1, 1);
    tape.at(900_000)
        .pass(1, 0)
        .cancel(1, 0, "the timeout in line 7 has expired");
    tape.wake(1, Cause::Callback)
        .limits(1, 0, 0)
        .pass(1, 0)
        .poll(1)
        .uncancel(1)
        .done(1);
    tape.limits(0, 0, 0);
    tape
}

#[test]
fn a_running_thread_or_io_may_still_end_the_wait_in_a_script() {
    let one = only_of(
        &cancelled_by_a_limit(|_| {}),
        FindingKind::STUCK_UNTIL_TIMEOUT,
    );
    assert_eq!(one.tasks, [task(1)]);
    assert!(one.advice.contains("finally"), "{}", one.advice);
    let thread = |tape: &mut Tape| {
        let (place, name) = (tape.here(), tape.log.intern("crunch"));
        tape.push(coroscope::trace::EventKind::ThreadStarted {
            thread: task(2),
            parent: Some(task(1)),
            name,
            place,
            is_process: false,
        });
    };
    silent_of(&cancelled_by_a_limit(thread));
    let asks = |tape: &mut Tape| {
        let news = tape.io("news");
        tape.spawn(2, 1, "asks").awaits(1, 2).poll(2).wait(2, news);
    };
    silent_of(&cancelled_by_a_limit(asks));
}

/// Two tasks wait for a permit, each with a timeout of 350 ms that covers the wait and the work, or the wait alone. The
/// first of them acquires it after 300 ms.
fn waiting(covers_the_work: bool) -> Tape {
    let acquire = WaitReason::Resource(resource(1), Op::Acquire);
    let work = WaitReason::Timer(Delay::of(ms(100)));
    let mut tape = Tape::python();
    tape.make(1, ResourceKind::Semaphore, "limit", 1)
        .pass(1, 0)
        .spawn(1, 0, "main")
        .poll(1);
    for number in 2..5 {
        tape.spawn(number, 1, ["", "", "page-0", "page-1", "page-2"][number])
            .awaits(1, number);
    }
    tape.wait(1, WaitReason::Tasks(3))
        .limits(3, 0, 0)
        .pass(3, 0);
    tape.poll(2)
        .level(1, 0)
        .wait(2, WaitReason::Timer(Delay::of(ms(300))));
    for number in [3, 4] {
        tape.poll(number).wait(number, acquire);
    }
    tape.limits(0, 3, 2)
        .at(300_000)
        .pass(1, 2)
        .wake(2, Cause::Timer)
        .poll(2);
    tape.level(1, 0)
        .wake(3, Cause::Task(task(2)))
        .done(2)
        .limits(1, 2, 2);
    tape.pass(1, 2).poll(3).level(1, 0).wait(3, work);
    let limits = 1 + u32::from(covers_the_work);
    tape.limits(0, 1 + limits, limits).at(350_000).pass(2, 1);
    if covers_the_work {
        tape.cancel(3, 0, "the timeout in line 9 has expired")
            .wake(3, Cause::Callback);
    }
    tape.cancel(4, 0, "the timeout in line 9 has expired")
        .wake(4, Cause::Callback);
    tape.limits(2, 1, 0);
    if !covers_the_work {
        tape.at(400_000).wake(3, Cause::Timer);
    }
    tape.poll(3).uncancel(3).level(1, 1).done(3);
    tape.poll(4)
        .uncancel(4)
        .done(4)
        .wake(1, Cause::Task(task(4)))
        .poll(1)
        .done(1);
    tape
}

#[test]
fn a_timeout_that_includes_the_wait_for_a_permit_is_found() {
    let one = only_of(&waiting(true), FindingKind::STUCK_UNTIL_TIMEOUT);
    assert_eq!((one.tasks, one.victims), (vec![task(4)], vec![task(3)]));
    assert_eq!(one.title, "A timeout expired while waiting to acquire");
    assert_eq!(
        one.sentence,
        "page-2 was still waiting for “limit” when its timeout of 350 ms expired. page-1 had only 50 ms left of its timeout when \
         it had acquired “limit”: the timeout includes the time spent waiting."
    );
}

#[test]
fn a_timeout_for_the_wait_alone_is_fine() {
    silent_of(&waiting(false));
}

#[test]
fn in_a_log_that_does_not_count_timeouts_their_ends_show_them() {
    let acquire = WaitReason::Resource(resource(1), Op::Acquire);
    let mut tape = Tape::python();
    tape.make(1, ResourceKind::Semaphore, "limit", 1)
        .pass(2, 0)
        .spawn(1, 0, "first")
        .spawn(2, 0, "second");
    tape.poll(1).wait(1, acquire);
    tape.poll(2).wait(2, acquire).limits(0, 2, 0);
    tape.at(300_000).pass(0, 2).wake(1, Cause::Callback);
    tape.poll(1).wait(1, WaitReason::Timer(Delay::of(ms(200))));
    tape.limits(0, 3, 0).at(350_000).pass(0, 3);
    for number in [1, 2] {
        tape.expire(number)
            .cancel(number, 0, "the timeout expired")
            .wake(number, Cause::Timer);
    }
    tape.limits(2, 0, 0).pass(2, 0);
    tape.poll(1).uncancel(1).done(1);
    tape.poll(2).uncancel(2).done(2);
    let one = only_of(&tape, FindingKind::STUCK_UNTIL_TIMEOUT);
    let waited = "second was still waiting for “limit” when its timeout of 350 ms expired.";
    assert!(one.sentence.starts_with(waited), "{}", one.sentence);
}
