//! Locks, permits and connections that are never released, or acquired around what they should limit.

use super::{all, lines, names, only, only_of, run, silent, silent_of};
use crate::common::tape::{Tape, task};
use coroscope::lint::FindingKind;
use coroscope::time::ms;
use coroscope::trace::{Cause, Delay, WaitReason};
use coroscope::{Error, Queue, Runtime, Semaphore, gather, sleep, spawn, timeout};

/// Tasks that acquire a permit, work, and release it; the second fails before it does.
fn limited(permits: usize, leaks: bool) -> Runtime {
    run(move |_| async move {
        let limit = Semaphore::new(permits).named("limit");
        let tasks = (0..4).map(|n| {
            let limit = limit.clone();
            spawn(async move {
                limit.acquire().await.keep();
                sleep(ms(10)).await;
                if leaks && n == 1 {
                    return Err(Error::msg("refused"));
                }
                limit.release();
                Ok(())
            })
            .named(format!("job {n}"))
        });
        gather(tasks.collect::<Vec<_>>()).return_exceptions().await;
        Ok(())
    })
}

#[test]
fn a_permit_that_a_failed_task_did_not_release_is_found() {
    let rt = limited(2, true);
    let one = only(&rt, FindingKind::NEVER_RELEASED);
    assert_eq!(names(&rt, &one.tasks), ["job 1"]);
    assert_eq!(one.title, "A permit was never released");
    assert_eq!(
        one.sentence,
        "job 1 took a permit of “limit” at 0 ms and failed at 10 ms with “refused” without releasing it. At the end 1 \
         of 2 permits was missing."
    );
    silent(&limited(2, false));
    silent(&limited(1, false));
}

#[test]
fn a_missing_permit_in_a_deadlock_is_only_a_deadlock() {
    only(&limited(1, true), FindingKind::DEADLOCK);
}

#[test]
fn permits_of_a_rate_limiter_or_a_counter_are_fine() {
    let rt = run(|_| async {
        let (paced, counted) = (Semaphore::new(2), Semaphore::new(5));
        let refill = paced.clone();
        let refills = spawn(async move {
            for _ in 0..3 {
                sleep(ms(10)).await;
                refill.release();
            }
            Ok(())
        });
        for _ in 0..5 {
            paced.acquire().await.keep();
        }
        for _ in 0..3 {
            counted.acquire().await.keep();
        }
        refills.await
    });
    silent(&rt);
}

#[test]
fn a_waiter_that_gives_up_has_no_permit() {
    let rt = run(|_| async {
        let limit = Semaphore::new(1);
        let tasks = [10, 30, 30].map(|millis| {
            let limit = limit.clone();
            spawn(async move {
                let permit = timeout(ms(25))
                    .run(async { Ok(limit.acquire().await) })
                    .await?;
                sleep(ms(millis)).await;
                drop(permit);
                Ok(())
            })
        });
        gather(tasks).return_exceptions().await;
        drop(limit.acquire().await);
        Ok(())
    });
    silent(&rt);
}

/// Task 2 acquires a lock; it releases it, or not, before it ends.
fn locked(releases: bool, is_stopped: bool) -> Tape {
    let mut tape = Tape::python();
    tape.lock(1, "file")
        .spawn(1, 0, "main")
        .poll(1)
        .spawn(2, 1, "writer");
    tape.awaits(1, 2)
        .wait(1, WaitReason::Task(task(2)))
        .at(5_000)
        .poll(2)
        .hold(1, 2);
    tape.wait(2, WaitReason::Timer(Delay::of(ms(10))));
    tape.at(15_000).wake(2, Cause::Timer).poll(2);
    if releases {
        tape.hold(1, 0);
    }
    tape.done(2).wake(1, Cause::Task(task(2))).poll(1);
    match is_stopped {
        true => tape.cancel(1, 0, "the reader has seen enough").cancelled(1),
        false => tape.done(1),
    };
    tape
}

#[test]
fn a_lock_whose_holder_ended_without_releasing_it_is_found() {
    let one = only_of(&locked(false, false), FindingKind::NEVER_RELEASED);
    assert_eq!(one.tasks, [task(2)]);
    assert_eq!(
        one.sentence,
        "writer took “file” at 5 ms and ended without releasing it."
    );
    assert!(one.advice.contains("async with"));
    silent_of(&locked(true, false));
    silent_of(&locked(false, true));
}

/// A pool of connections; the tasks take one, use it, and put it back, except for the second task.
fn pooled(leaks: bool, is_wanted: bool) -> Runtime {
    run(move |_| async move {
        let pool = Queue::new(0).named("pool");
        for n in 0..2 {
            pool.put_nowait(n).unwrap();
        }
        let count = if is_wanted { 5 } else { 2 };
        let tasks = (0..count).map(|n| {
            let pool = pool.clone();
            spawn(async move {
                let connection = pool.get().await?;
                sleep(ms(10 + n)).await;
                if leaks && n == 1 {
                    return Err(Error::msg("lost"));
                }
                pool.put_nowait(connection).unwrap();
                Ok(())
            })
            .named(format!("request {n}"))
        });
        gather(tasks.collect::<Vec<_>>()).return_exceptions().await;
        Ok(())
    })
}

#[test]
fn a_connection_that_was_not_returned_to_its_pool_is_found() {
    let rt = pooled(true, true);
    let one = only(&rt, FindingKind::NEVER_RELEASED);
    assert_eq!(names(&rt, &one.tasks), ["request 1"]);
    assert_eq!(
        one.sentence,
        "request 1 took an item of “pool” at 0 ms and failed at 11 ms with “lost” without putting it back, as the others \
         did. Others waited for one."
    );
    silent(&pooled(false, true));
    silent(&pooled(true, false));
}

#[test]
fn a_queue_of_work_is_no_pool() {
    let rt = run(|_| async {
        let pages = Queue::new(0);
        pages.put_nowait(3).unwrap();
        let crawlers = (0..2).map(|_| {
            let pages = pages.clone();
            spawn(async move {
                while let Ok(links) = timeout(ms(30)).run(async { Ok(pages.get().await?) }).await {
                    sleep(ms(5)).await;
                    for _ in 0..links {
                        pages.put_nowait(links - 1).unwrap();
                    }
                }
                Ok(())
            })
        });
        gather(crawlers.collect::<Vec<_>>()).await?;
        Ok(())
    });
    assert!(
        all(&rt)
            .iter()
            .all(|one| one.kind != FindingKind::NEVER_RELEASED),
        "{:#?}",
        all(&rt)
    );
}

/// Main acquires one of three permits and gathers tasks; or each of them acquires one.
fn around(tasks: usize, is_inside: bool) -> Runtime {
    run(move |_| async move {
        let limit = Semaphore::new(3).named("limit");
        let outside = match is_inside {
            true => None,
            false => Some(limit.acquire().await),
        };
        let fetches = (0..tasks).map(|_| {
            let limit = limit.clone();
            spawn(async move {
                let inside = match is_inside {
                    true => Some(limit.acquire().await),
                    false => None,
                };
                sleep(ms(20)).await;
                drop(inside);
                Ok(())
            })
        });
        gather(fetches.collect::<Vec<_>>()).await?;
        drop(outside);
        Ok(())
    })
}

#[test]
fn a_semaphore_around_gather_limits_nothing() {
    let rt = around(8, false);
    let one = only(&rt, FindingKind::LIMITER_AROUND_GATHER);
    assert_eq!(names(&rt, &one.tasks), ["main"]);
    assert_eq!(one.title, "A semaphore for 3 did not limit 8 tasks");
    let line = lines(&rt, &one)[0];
    assert_eq!(
        one.sentence,
        format!(
            "main took one permit of “limit” and then waited for 8 tasks at once in line {line}. None of them acquired a \
             permit, so all ran at the same time, although the limit is 3."
        )
    );
}

#[test]
fn a_semaphore_inside_the_tasks_and_one_for_few_tasks_are_fine() {
    silent(&around(8, true));
    silent(&around(3, false));
}

#[test]
fn a_semaphore_that_others_use_or_that_separates_batches_is_fine() {
    let rt = run(|_| async {
        let (limit, alone) = (Semaphore::new(2), Semaphore::new(1));
        let handlers = (0..3).map(|_| {
            let limit = limit.clone();
            spawn(async move {
                let permit = limit.acquire().await;
                let parts = (0..4).map(|_| {
                    spawn(async {
                        sleep(ms(5)).await;
                        Ok(())
                    })
                });
                gather(parts.collect::<Vec<_>>()).await?;
                drop(permit);
                Ok(())
            })
        });
        gather(handlers.collect::<Vec<_>>()).await?;
        let batch = alone.acquire().await;
        let parts = (0..4).map(|_| {
            spawn(async {
                sleep(ms(5)).await;
                Ok(())
            })
        });
        gather(parts.collect::<Vec<_>>()).await?;
        drop(batch);
        Ok(())
    });
    silent(&rt);
}
