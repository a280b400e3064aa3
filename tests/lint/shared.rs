//! Queues that grow, locks that are held too long, and the lessons.

use super::{all, names, only, run, silent};
use coroscope::lessons::{self, Values, doubles};
use coroscope::lint::FindingKind;
use coroscope::time::ms;
use coroscope::{Lock, Queue, Runtime, Semaphore, gather, sleep, spawn};

/// Puts `items` into a queue and takes some: how many milliseconds each takes.
fn pipeline(capacity: usize, items: u64, put: u64, take: u64) -> Runtime {
    run(move |_| async move {
        let queue = Queue::new(capacity).named("jobs");
        let (to, from) = (queue.clone(), queue);
        let producer = spawn(async move {
            for n in 0..items {
                sleep(ms(put)).await;
                to.put(n).await?;
            }
            Ok(())
        });
        let consumer = spawn(async move {
            for _ in 0..items {
                from.get().await?;
                sleep(ms(take)).await;
            }
            Ok(())
        });
        gather([producer.named("producer"), consumer.named("consumer")]).await?;
        Ok(())
    })
}

#[test]
fn an_unlimited_queue_whose_consumer_falls_behind_is_found() {
    let rt = pipeline(0, 400, 3, 5);
    let one = only(&rt, FindingKind::GROWING_QUEUE);
    assert_eq!(names(&rt, &one.tasks), ["producer"]);
    assert_eq!(names(&rt, &one.victims), ["consumer"]);
    assert_eq!(one.title, "An unbounded queue grew to 160 items");
    assert_eq!(
        one.sentence,
        "“jobs” grew to 160 items and is unbounded: 399 were put in by producer, but only 239 taken out by \
         consumer."
    );
}

#[test]
fn a_queue_with_a_limit_a_small_one_and_one_that_is_kept_low_are_fine() {
    silent(&pipeline(200, 400, 3, 5));
    silent(&pipeline(0, 200, 3, 5));
    silent(&pipeline(0, 400, 5, 3));
}

#[test]
fn a_queue_that_grew_to_its_last_item_is_found_even_if_it_was_emptied_later() {
    let rt = pipeline(0, 200, 1, 5);
    let one = only(&rt, FindingKind::GROWING_QUEUE);
    assert_eq!(one.title, "An unbounded queue grew to 160 items");
    assert_eq!(one.until.elapsed(), ms(200));
}

#[test]
fn a_queue_that_grew_once_remains_a_finding() {
    let rt = Runtime::virtual_clock();
    drop(rt.start(async {
        let queue = Queue::new(0).named("jobs");
        let (to, from) = (queue.clone(), queue);
        let producer = spawn(async move {
            for n in 0..2000 {
                sleep(ms(if n < 200 { 1 } else { 6 })).await;
                to.put(n).await?;
            }
            Ok(())
        });
        let consumer = spawn(async move {
            for _ in 0..2000 {
                from.get().await?;
                sleep(ms(5)).await;
            }
            Ok(())
        });
        gather([producer, consumer]).await?;
        Ok(())
    }));
    let clock = rt.clock().unwrap().clone();
    let (mut found, mut step) = (None, 0);
    while clock.step() {
        step += 1;
        if step % 100 != 0 {
            continue;
        }
        let now = all(&rt).pop().map(|one| (one.kind, one.at));
        assert!(found.is_none() || now == found, "{now:?}");
        found = now;
    }
    assert_eq!(found.unwrap().0, FindingKind::GROWING_QUEUE);
}

#[test]
fn a_queue_that_goes_up_and_down_is_fine() {
    let rt = run(|_| async {
        let queue = Queue::new(0);
        for wave in 100..105 {
            for n in 0..wave {
                queue.put_nowait(n).unwrap();
                sleep(ms(1)).await;
            }
            while queue.get_nowait().is_ok() {
                sleep(ms(1)).await;
            }
        }
        Ok(())
    });
    silent(&rt);
}

#[test]
fn a_constant_backlog_and_a_burst_at_the_end_are_fine() {
    let rt = run(|_| async {
        let queue = Queue::new(0);
        for n in 0..120 {
            queue.put_nowait(n).unwrap();
            sleep(ms(1)).await;
        }
        for n in 0..400 {
            queue.get_nowait().unwrap();
            sleep(ms(1)).await;
            queue.put_nowait(n).unwrap();
        }
        queue.put_nowait(0).unwrap();
        while queue.get_nowait().is_ok() {}
        Ok(())
    });
    silent(&rt);
    let rt = run(|_| async {
        let queue = Queue::new(0);
        for n in 0..10 {
            queue.put_nowait(n).unwrap();
            queue.put_nowait(n).unwrap();
            sleep(ms(5)).await;
            queue.get_nowait().unwrap();
        }
        for n in 0..200 {
            queue.put_nowait(n).unwrap();
        }
        Ok(())
    });
    silent(&rt);
}

#[test]
fn a_queue_that_is_filled_first_and_emptied_afterwards_is_fine() {
    let rt = run(|_| async {
        let queue = Queue::new(0);
        for n in 0..300 {
            queue.put_nowait(n).unwrap();
        }
        while queue.get_nowait().is_ok() {
            sleep(ms(1)).await;
        }
        let slowly = Queue::new(0);
        for n in 0..300 {
            sleep(ms(1)).await;
            slowly.put_nowait(n).unwrap();
        }
        while slowly.get_nowait().is_ok() {}
        Ok(())
    });
    silent(&rt);
}

#[test]
fn a_lock_held_during_a_wait_names_the_waiting_tasks() {
    let rt = run(|_| async {
        let lock = Lock::new().named("database");
        let tasks = ["reads", "writes", "counts"].map(|name| {
            let lock = lock.clone();
            spawn(async move {
                let held = lock.acquire().await;
                sleep(ms(80)).await;
                drop(held);
                Ok(())
            })
            .named(name)
        });
        gather(tasks).await?;
        Ok(())
    });
    let one = only(&rt, FindingKind::HELD_LOCK);
    assert_eq!(names(&rt, &one.tasks), ["reads", "writes", "counts"]);
    assert_eq!(names(&rt, &one.victims), ["counts", "writes"]);
    assert_eq!((one.at.elapsed(), one.until.elapsed()), (ms(0), ms(240)));
    assert_eq!(one.title, "Held a lock during a wait of 80 ms");
    assert_eq!(
        one.sentence,
        "reads waited 80 ms for a timer while it held “database”, and counts and writes could not continue without it. \
         3 tasks did so one after the other, for 240 ms in all."
    );
}

/// Tasks that share a lock, each of which may wait while it holds it.
fn under_a_lock(tasks: u32, rounds: u32, waits: fn(u32) -> u64) -> Runtime {
    run(move |_| async move {
        let lock = Lock::new().named("seats");
        let tasks = (0..tasks).map(|n| {
            let lock = lock.clone();
            spawn(async move {
                for _ in 0..rounds {
                    let held = lock.acquire().await;
                    match waits(n) {
                        0 => {}
                        millis => sleep(ms(millis)).await,
                    }
                    drop(held);
                }
                Ok(())
            })
        });
        gather(tasks.collect::<Vec<_>>()).await?;
        Ok(())
    })
}

#[test]
fn a_lock_that_protects_what_is_read_before_a_wait_and_written_after_is_fine() {
    only(&under_a_lock(4, 1, |_| 200), FindingKind::HELD_LOCK);
    // Two buyers; a check for what another task has done; a counter that each increments several times.
    silent(&under_a_lock(2, 1, |_| 200));
    silent(&under_a_lock(5, 1, |n| if n < 3 { 200 } else { 0 }));
    silent(&under_a_lock(4, 3, |_| 200));
}

#[test]
fn a_semaphore_may_be_held() {
    let rt = run(|_| async {
        let permit = Semaphore::new(1).named("printer");
        let tasks = ["first", "second", "third"].map(|name| {
            let permit = permit.clone();
            spawn(async move {
                let held = permit.acquire().await;
                sleep(ms(60)).await;
                drop(held);
                Ok(())
            })
            .named(name)
        });
        gather(tasks).await?;
        Ok(())
    });
    silent(&rt);
}

#[test]
fn short_waits_uncontended_waits_and_several_permits_are_fine() {
    let rt = run(|clock| async move {
        let (lock, alone, permits) = (Lock::new(), Lock::new(), Semaphore::new(2));
        let tasks = (0..3).map(|_| {
            let (lock, permits, clock) = (lock.clone(), permits.clone(), clock.clone());
            spawn(async move {
                let permit = permits.acquire().await;
                sleep(ms(80)).await;
                drop(permit);
                let held = lock.acquire().await;
                clock.advance(ms(10));
                sleep(ms(30)).await;
                drop(held);
                Ok(())
            })
        });
        let tasks: Vec<_> = tasks.collect();
        let held = alone.acquire().await;
        sleep(ms(500)).await;
        drop(held);
        gather(tasks).await?;
        let (first, second, gate) = (Lock::new(), Lock::new(), Queue::new(0));
        let (own, opened) = (second.clone(), gate.clone());
        let waits_inside = spawn(async move {
            let held = own.acquire().await;
            opened.get().await?;
            drop((held, first.acquire().await));
            Ok(())
        });
        let waits_outside = spawn(async move {
            drop(second.acquire().await);
            Ok(())
        });
        sleep(ms(100)).await;
        gate.put_nowait(()).unwrap();
        gather([waits_inside, waits_outside]).await?;
        Ok(())
    });
    silent(&rt);
}

#[test]
fn the_lessons_have_no_findings_but_the_one_that_blocks() {
    for lesson in lessons::ALL {
        let values = Values::defaults(lesson.settings);
        let rt = run(move |_| (lesson.program.start)(&values, doubles::world()));
        let kinds: Vec<FindingKind> = all(&rt).iter().map(|finding| finding.kind).collect();
        let expected: &[FindingKind] = match lesson.id {
            "sync" => &[FindingKind::BLOCKED],
            _ => &[],
        };
        assert_eq!(kinds, expected, "{}", lesson.id);
    }
}
